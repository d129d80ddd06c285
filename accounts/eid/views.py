"""To the provider of an eID and back, and the page with the eIDs of the own account."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.errors import DomainError
from core.limits import Limit, client_address, client_of
from core.policies import get_allowed_or_404

from .. import landing, services
from ..policies import eid_link_policy
from . import purposes
from .adapter import problem
from .freshness import require_fresh_proof
from .identity import provider_by_id, providers
from .protocol import EidCallbackView, EidOAuth2Adapter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import User
    from .identity import Identity

logger = logging.getLogger(__name__)

REASONS = frozenset({"stopped", "failed", "unknown", "taken"})
# Each start makes the server ask the provider something.
STARTS = Limit("eid_starts", 30, 60 * 60)
# What a provider that is down, or answers with nonsense, makes the libraries raise.
UNREADABLE = (OSError, LookupError, ValueError, TypeError)


@require_POST
def eid_start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Sends on to the provider, with a page in between.

    A form may be sent to our own address alone, redirects of it included (our content policy): the
    page in between goes on by itself, and holds a link for browsers that do not.
    """
    purpose = request.POST.get("purpose", purposes.SIGN_IN)
    provider = provider_by_id(provider_id)
    if provider is None or not purposes.is_known(purpose):
        raise Http404
    if request.user.is_authenticated:
        if purpose == purposes.SIGN_IN:
            return redirect(landing.page_for(request.user))
        require_fresh_proof(request)
    elif purpose == purposes.LINK:
        return redirect_to_login(reverse("accounts:eid_list"))
    address = _address_at(request, provider_id, purpose)
    if address is None:
        return problem(provider_id, "failed")
    return render(request, "accounts/eid_start.html", {"url": address, "name": provider["name"]})


def _address_at(request: HttpRequest, provider_id: str, purpose: str) -> str | None:
    """The provider's address for this one question; None while the provider does not answer."""
    if not STARTS.take(client_of(client_address(request))):
        return None
    data = {
        "purpose": purpose,
        "language": translation.get_language(),
        "person": request.user.pk,
    }
    try:
        provider = get_adapter(request).get_provider(request, provider_id)
        asked = provider.redirect(request, "login", get_next_redirect_url(request), data)
    except UNREADABLE:
        logger.warning("eID provider %s cannot be asked", provider_id, exc_info=True)
        return None
    return str(asked["Location"])


@require_GET
def eid_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Takes the provider's answer; the adapter decides whom it signs in, the purpose what follows."""
    if provider_by_id(provider_id) is None:
        raise Http404
    try:
        view = EidCallbackView.adapter_view(EidOAuth2Adapter(request, provider_id))
        return cast("HttpResponse", view(request))
    except UNREADABLE:
        logger.warning("The answer of eID provider %s is unreadable", provider_id, exc_info=True)
        return problem(provider_id, "failed")


@require_safe
def eid_problem(request: HttpRequest, provider_id: str, reason: str) -> HttpResponse:
    provider = provider_by_id(provider_id)
    if provider is None or reason not in REASONS:
        raise Http404
    return render(request, "accounts/eid_problem.html", {"provider": provider, "reason": reason})


@login_required
@require_safe
def eid_list(request: HttpRequest) -> HttpResponse:
    """The eIDs that open this account, and those that could."""
    links = list(eid_link_policy.allowed(request.user, "view").order_by("date_joined"))
    if not providers() and not links:
        raise Http404
    names = {provider["id"]: provider["name"] for provider in providers()}
    for link in links:
        link.name = names.get(link.provider, link.provider)
    linked = {link.provider for link in links}
    free = [provider for provider in providers() if provider["id"] not in linked]
    return render(request, "accounts/eid_list.html", {"links": links, "free": free})


@login_required
@require_POST
def eid_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    require_fresh_proof(request)
    link = get_allowed_or_404(eid_link_policy, request.user, "unlink", pk=pk)
    person = cast("User", request.user)
    try:
        provider_id = services.unlink_eid(person=person, by=person, link_id=link.pk)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        _tell(request, "eid_unlinked", provider_id)
        messages.success(request, _("It is unlinked. You can no longer sign in with it."))
    return redirect("accounts:eid_list")


def link_identity(request: HttpRequest, identity: Identity) -> HttpResponse:
    """The purpose ``LINK``: from now on this eID opens the account that is signed in."""
    person = cast("User", request.user)
    if not person.is_authenticated:
        return problem(identity.provider, "failed")
    try:
        services.link_eid(
            person=person, by=person, provider=identity.provider, subject=identity.subject
        )
    except services.EidTaken:
        return problem(identity.provider, "taken")
    if identity.person is None:
        _tell(request, "eid_linked", identity.provider)
    messages.success(
        request,
        _("From now on you can sign in with %(name)s.") % {"name": identity.provider_name},
    )
    return redirect("accounts:eid_list")


def sign_in(request: HttpRequest, identity: Identity) -> None:
    """The purpose ``SIGN_IN``: nothing of our own; an eID that is linked signs in."""
    return


def _tell(request: HttpRequest, what: str, provider_id: str) -> None:
    """Tells the mailbox of the account that a way in was added or taken away."""
    provider = provider_by_id(provider_id)
    context = {"name": provider["name"] if provider else provider_id}
    get_account_adapter(request).send_notification_mail(
        f"account/email/{what}", request.user, context
    )
