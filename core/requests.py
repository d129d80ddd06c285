"""What a view behind ``login_required`` is given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


class SignedInRequest(HttpRequest):
    """A request whose person is known; for type checking alone, Django never makes one."""

    user: Any
