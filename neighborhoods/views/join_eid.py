"""Joining with an eID: what it told is taken along, and one more click lets in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.eid.adapter import problem
from core.errors import DomainError

from .. import moves
from ..journey import Journey
from ..policies import membership_policy
from ..services import arrival
from ..services.eid_address import address_of
from ..welcoming import first_page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.eid.identity import Identity

    from ..models import Address


def carry_on_joining(request: HttpRequest, identity: Identity) -> HttpResponse | None:
    """The purpose "join": keeps who it is and the address, and leads to the next open screen.

    An eID that is linked signs in to its account first (None); the session keeps the rest.
    """
    person = request.user if request.user.is_authenticated else identity.person
    if identity.person is not None and person is not None and identity.person.pk != person.pk:
        return problem(identity.provider, "taken")
    address = _keep(request, identity, person)
    if person is not None:
        return redirect("neighborhoods:join_eid") if request.user.is_authenticated else None
    return redirect(f"neighborhoods:{'join_name' if address else 'join_without_letter'}")


def _keep(request: HttpRequest, identity: Identity, person: Any) -> Address | None:
    """Keeps what the later screens need; returns the address of the register, if it is one."""
    address = address_of(identity.address)
    proof = arrival.EidProof.begin(
        provider=identity.provider,
        name=identity.provider_name,
        subject=identity.subject,
        person=person.pk if person else None,
        address=address.pk if address else None,
        email=identity.email if identity.is_email_trusted else "",
    )
    told = {
        "first_name": identity.first_name[:60],
        "last_name": identity.last_name[:80],
        "email": identity.email,
    }
    Journey(request.session).save(
        eid=proof.as_dict(),
        digest="",
        is_checked=False,
        address=address.pk if address else None,
        **{name: value for name, value in told.items() if value},
    )
    return address


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def eid(request: HttpRequest) -> HttpResponse:
    """What the eID told, for somebody who has an account: one click, and one is in.

    Whom the eID knows at no address of ours waits as before.
    """
    journey = Journey(request.session)
    address = arrival.address_by_id(journey.eid.address) if journey.eid else None
    if journey.eid is None:
        return redirect("neighborhoods:join_start")
    if address is None:
        return _waits_on(request, journey)
    if moves.home_of(request.user) is not None and not _is_waiting(request):
        # Somebody who has a home moves, and is asked about the old one first.
        return redirect("neighborhoods:home_move")
    context: dict[str, Any] = {"address": address, "eid": journey.eid}
    if request.method == "POST":
        try:
            membership = arrival.join_with_eid(person=request.user, eid=journey.eid)
        except DomainError as error:
            context["refusal"] = str(error)
        else:
            journey.forget()
            return redirect(first_page_of(membership))
    return render(request, "neighborhoods/join_eid.html", context)


def _is_waiting(request: HttpRequest) -> bool:
    return membership_policy.allowed(request.user, "stop_waiting").exists()


def _waits_on(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Says that the eID told no address that we know; who does not wait yet types one."""
    text = _("We do not find the address that %(name)s told us. Choose another way below.")
    if _is_waiting(request):
        messages.warning(request, text % {"name": journey.eid.name if journey.eid else ""})
        return redirect("neighborhoods:join_status")
    return redirect("neighborhoods:join_without_letter")
