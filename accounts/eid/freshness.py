"""Asks for a fresh proof before a way into the account is added or taken away.

django-allauth lets somebody without password and second step through unasked: they have nothing it
could ask for. Residents who joined with a letter are like that, so they get a code by mail.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.errors import DomainError

from ..forms import FreshCodeForm
from ..services.reauthentication import check_fresh_code, send_fresh_code

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import User

KEY = "fresh_code"


def require_fresh_proof(request: HttpRequest) -> None:
    """Raises ``ReauthenticationRequired``, unless the person proved a moment ago that it is them.

    The middleware of django-allauth then asks, and carries the request out afterwards.
    """
    records = get_authentication_records(request, cast("User", request.user))
    proofs = [record["at"] for record in records if record.get("reauthenticated")]
    if not proofs or time.time() - proofs[-1] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        raise ReauthenticationRequired


@sensitive_post_parameters("code")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fresh_code_enter(request: HttpRequest) -> HttpResponse:
    """The page that asks for a code by mail; opening it sends nothing."""
    person = cast("User", request.user)
    is_asking = request.method == "POST" and "send" in request.POST
    form = FreshCodeForm(request.POST if request.method == "POST" and not is_asking else None)
    try:
        if is_asking:
            request.session[KEY] = send_fresh_code(person=person)
        elif form.is_valid():
            sent = request.session.get(KEY)
            check_fresh_code(person=person, typed=form.cleaned_data["code"], sent=sent)
            request.session.pop(KEY, None)
            record_authentication(request, person, method="code", reauthenticated=True)
            return resume_request(request) or redirect("accounts:account_detail")
    except DomainError as error:
        if not form.is_bound:
            form = FreshCodeForm({})
            form.errors.clear()
        form.add_error("code", str(error))
    next_url = request.GET.get("next", "") or request.POST.get("next", "")
    context = {"form": form, "is_sent": KEY in request.session, "next_url": next_url}
    return render(request, "accounts/fresh_code_enter.html", context)
