"""A code to a contact that the municipality knows: asked for and typed, by somebody who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.limits import client_address
from core.policies import get_allowed_or_404

from .. import contacts
from ..forms import join as forms
from ..journey import Journey
from ..policies import membership_policy
from ..services import known_contacts
from ..welcoming import first_page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

    from ..models import Membership


def _waiting(request: HttpRequest) -> Membership:
    """The request of the signed-in person; 404 for everybody else, and where a town has no contacts."""
    if not contacts.is_configured():
        raise Http404
    return get_allowed_or_404(membership_policy, request.user, "stop_waiting")


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    waiting = _waiting(request)
    form = forms.ContactCodeForm()
    try:
        known_contacts.ask_for_code(
            membership=waiting, by=cast("User", request.user), client=client_address(request)
        )
    except known_contacts.TooManyCodes as error:
        form = forms.ContactCodeForm({})
        form.errors.clear()
        form.add_error(None, ValidationError(str(error), code="too_many"))
        return render(request, "neighborhoods/join_contact.html", {"form": form}, status=429)
    return redirect("neighborhoods:join_contact")


@sensitive_post_parameters("code")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The six digits; the page looks the same whether a message is under way or not."""
    waiting = _waiting(request)
    form = forms.ContactCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = known_contacts.join_with_contact_code(
                membership=waiting, typed=form.cleaned_data["code"], by=cast("User", request.user)
            )
        except DomainError as error:
            form.add_error("code", str(error))
        else:
            Journey(request.session).forget()
            return redirect(first_page_of(membership))
    return render(request, "neighborhoods/join_contact.html", {"form": form})
