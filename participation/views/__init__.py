"""What people see of surveys beside their public pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.http import Http404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def not_for(request: HttpRequest) -> HttpResponse:
    """404 for who is signed in, the sign-in page for who is not: absent and forbidden look the same."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())
