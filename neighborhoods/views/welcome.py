"""Neighbors answer for somebody who waits; hosts and workers see who waits; workers let people in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import keyset
from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import welcome
from ..doors import enter
from ..policies import neighborhood_policy, waiting_policy
from ..services import admission, counter, hosts, vouching

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from core.requests import SignedInRequest

    from ..models import Membership

FORM = ["GET", "HEAD", "POST"]


def _waiting(request: SignedInRequest, slug: str, action: str, public_id: uuid.UUID) -> Membership:
    neighborhood = enter(request, slug)
    return get_allowed_or_404(
        waiting_policy, request.user, action, neighborhood=neighborhood, public_id=public_id
    )


@require_http_methods(FORM)
@login_required
def vouch_give(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Name and street of who waits, and the one question. Only who has the address gets here."""
    waiting = _waiting(request, slug, "answer", public_id)
    error = ""
    if request.method == "POST":
        give = {"yes": vouching.vouch, "no": vouching.doubt}.get(request.POST.get("answer", ""))
        try:
            if give is None:
                raise DomainError(_("Choose one of the two answers."))
            give(membership=waiting, by=request.user)
        except DomainError as refused:
            error = str(refused)
        else:
            return _thank(request, waiting)
    context = welcome.question(waiting, request.user)
    return render(request, "neighborhoods/vouch_give.html", {**context, "error": error})


def _thank(request: SignedInRequest, waiting: Membership) -> HttpResponse:
    """Back to the question as long as the person waits, else to the list of neighbors."""
    still = waiting_policy.allowed(request.user, "answer").filter(pk=waiting.pk).exists()
    if still:
        messages.success(request, _("Thank you. Your answer is saved."))
        return redirect(request.path)
    messages.success(request, _("Thank you. You have a new neighbor here: say hello!"))
    return redirect("neighborhoods:member_list", waiting.neighborhood.slug)


@require_POST
@login_required
def vouch_withdraw(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    waiting = _waiting(request, slug, "answer", public_id)
    try:
        vouching.withdraw_vouch(membership=waiting, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your answer is taken back."))
    return redirect("neighborhoods:vouch_give", slug, public_id)


@require_safe
@login_required
def waiting_list(request: SignedInRequest, slug: str) -> HttpResponse:
    # Asked first: who may not see the list gets the same answer as for a place that does not exist.
    get_allowed_or_404(neighborhood_policy, request.user, "list_waiting", slug=slug)
    neighborhood = enter(request, slug)
    rows: Any = waiting_policy.allowed(request.user, "see").filter(neighborhood=neighborhood)
    page = welcome.waiting_page(rows, request.user, keyset.decode(request.GET.get("after", "")))
    return render(
        request, "neighborhoods/waiting_list.html", {"neighborhood": neighborhood, "page": page}
    )


@require_http_methods(FORM)
@login_required
def waiting_check(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """What a worker compares with a document. The house number is asked for, and that is noted."""
    waiting = _waiting(request, slug, "check", public_id)
    is_shown = request.method == "POST"
    if is_shown:
        counter.note_address_read(membership=waiting, by=request.user)
    return render(
        request,
        "neighborhoods/waiting_check.html",
        {"neighborhood": waiting.neighborhood, "waiting": waiting, "is_shown": is_shown},
    )


@require_POST
@login_required
def waiting_admit(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    waiting = _waiting(request, slug, "check", public_id)
    try:
        admission.admit_at_counter(membership=waiting, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This person is a member now, and hears that it was you."))
    return redirect("neighborhoods:waiting_list", slug)


@require_http_methods(FORM)
@login_required
def host_ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a host is, and the question to become one."""
    membership = welcome.own_membership(request.user, slug)
    neighborhood = enter(request, slug)
    if request.method == "POST":
        try:
            hosts.ask_to_host(membership=membership, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you! The town looks at it and lets you know."))
        return redirect(request.path)
    return render(
        request,
        "neighborhoods/host_ask.html",
        {"neighborhood": neighborhood, "membership": membership},
    )


@require_POST
@login_required
def host_stop(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = welcome.own_membership(request.user, slug)
    try:
        hosts.stop_hosting(membership=membership, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is done. You are a neighbor like every other."))
    return redirect("neighborhoods:host_ask", slug)
