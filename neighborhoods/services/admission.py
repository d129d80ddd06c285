"""The one door into a neighborhood. Nothing else writes a ``Membership``.

Whatever the proof (letter, counter, neighbors), it ends in ``admit``; every way out ends in
``end_membership``. So there is one place that counts members, tells people and keeps the trail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock, events
from core.errors import DomainError
from notifications.services import notify

from ..models import JoinCode, Membership, Neighborhood

if TYPE_CHECKING:
    from ..models import Address


class CodeRefused(DomainError):
    """The code opens nothing. One sentence for wrong, expired, used up and revoked alike."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "We do not know this code, or it is no longer valid. Check the letter, or ask for a new one."
            )
        )


class AlreadyAtHome(DomainError):
    """The person is an active member of a neighborhood; the text is for that person alone."""

    def __init__(self) -> None:
        super().__init__(
            _("You already live in a neighborhood here. Leave it first if you have moved house.")
        )


class NotWaiting(DomainError):
    """Somebody else decided about this person first, or the person stopped waiting."""

    def __init__(self) -> None:
        super().__init__(_("This person is not waiting any more."))


@transaction.atomic
def admit(
    *,
    person: User,
    neighborhood: Neighborhood,
    proof: str,
    by: Any,
    address: Address | None = None,
    join_code: JoinCode | None = None,
) -> Membership:
    """Makes ``person`` an active member; the only place where a membership becomes active.

    A waiting membership of the person is taken up, in this neighborhood or another: who proves to
    live somewhere waits nowhere else. Raises ``AlreadyAtHome`` for somebody who has a home.
    """
    if proof not in Membership.Proof.values:
        raise ValueError("A membership needs a proof.")
    # Two requests of one person at once: the second waits here and then finds the first one's home.
    User.objects.select_for_update().get(pk=person.pk)
    if Membership.objects.active().filter(person=person).exists():
        raise AlreadyAtHome
    now = clock.now()
    waiting = Membership.objects.select_for_update().filter(
        person=person, state=Membership.State.PENDING
    )
    facts = {
        "neighborhood": neighborhood,
        "address": address,
        "state": Membership.State.ACTIVE,
        "proof": proof,
        "join_code": join_code,
        "activated_at": now,
    }
    membership, _is_new = waiting.update_or_create(
        person=person, defaults=facts, create_defaults={**facts, "requested_at": now}
    )
    Neighborhood.objects.filter(pk=neighborhood.pk).update(members_count=F("members_count") + 1)
    notify(kind="membership_welcome", target=membership, by=by)
    audit.record("member_admitted", by=by, subject=person, target=membership, proof=proof)
    events.send_on_commit(events.membership_activated, Membership, membership=membership)
    return membership


@transaction.atomic
def join_with_code(*, person: User, digest: str, address: Address | None = None) -> Membership:
    """Lets ``person`` in with the code whose hash is ``digest`` and counts one use of it.

    ``address`` is another household in the building the letter went to; without it the letter's own.

    The row is locked and the use counted on condition, so that a code for one person lets one person
    in however many ask at once. Raises ``CodeRefused`` for every code that opens nothing.
    """
    code = usable_codes(digest).select_for_update(of=("self",)).first()
    if code is None:
        raise CodeRefused
    counted = JoinCode.objects.filter(pk=code.pk, uses__lt=F("max_uses")).update(uses=F("uses") + 1)
    if not counted:
        raise CodeRefused
    return admit(
        person=person,
        neighborhood=code.neighborhood,
        proof=Membership.Proof.LETTER_CODE,
        by=person,
        address=address or code.address,
        join_code=code,
    )


def usable_codes(digest: str) -> Any:
    """The code with this hash as a queryset: empty when expired, used up or revoked."""
    return JoinCode.objects.select_related("neighborhood", "address").filter(
        digest=digest,
        uses__lt=F("max_uses"),
        expires_at__gt=clock.now(),
        batch__revoked_at=None,
    )


@transaction.atomic
def ask_to_join(*, person: User, address: Address) -> Membership:
    """Lets ``person`` wait for the neighborhood of ``address``: the address alone opens nothing.

    Somebody who waits already waits for this address from now on. Raises ``AlreadyAtHome`` for
    somebody who has a home, ``DomainError`` for an address in no neighborhood.
    """
    if address.neighborhood is None:
        raise DomainError(_("There is no neighborhood at this address yet."))
    User.objects.select_for_update().get(pk=person.pk)
    if Membership.objects.active().filter(person=person).exists():
        raise AlreadyAtHome
    membership, is_new = Membership.objects.get_or_create(
        person=person,
        state=Membership.State.PENDING,
        defaults={
            "neighborhood": address.neighborhood,
            "address": address,
            "requested_at": clock.now(),
        },
    )
    if not is_new:
        membership.neighborhood = address.neighborhood
        membership.address = address
        membership.save(update_fields=["neighborhood", "address"])
    audit.record("member_asked", by=person, subject=person, target=membership)
    return membership


@transaction.atomic
def admit_at_counter(*, membership: Membership, by: Any) -> Membership:
    """Lets a waiting person in whom an administrator has checked. Raises ``NotWaiting``."""
    waiting = _waiting(membership)
    if waiting.person_id == by.pk:
        raise DomainError(_("Somebody else must check your own address."))
    return admit(
        person=cast("User", waiting.person),
        neighborhood=waiting.neighborhood,
        proof=Membership.Proof.COUNTER,
        by=by,
        address=waiting.address,
    )


@transaction.atomic
def refuse(*, membership: Membership, by: Any) -> Membership:
    """Ends the waiting of a person who could not be checked. Raises ``NotWaiting``."""
    waiting = _waiting(membership)
    waiting.state = Membership.State.REMOVED
    waiting.ended_at = clock.now()
    waiting.save(update_fields=["state", "ended_at"])
    notify(kind="membership_refused", target=waiting, by=by)
    audit.record("member_refused", by=by, subject=waiting.person, target=waiting)
    return waiting


def _waiting(membership: Membership) -> Membership:
    waiting = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("neighborhood")
        .filter(pk=membership.pk, state=Membership.State.PENDING, person__isnull=False)
        .first()
    )
    if waiting is None:
        raise NotWaiting
    return waiting


@transaction.atomic
def end_membership(
    *, membership: Membership, by: Any, state: str = Membership.State.LEFT
) -> Membership:
    """Ends an active membership: the person left, or was removed. The row stays as history."""
    if state not in (Membership.State.LEFT, Membership.State.REMOVED):
        raise ValueError("A membership ends by leaving or by removal.")
    row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if row.state != Membership.State.ACTIVE:
        return row
    row.state = state
    row.ended_at = clock.now()
    row.save(update_fields=["state", "ended_at"])
    Neighborhood.objects.filter(pk=row.neighborhood_id).update(members_count=F("members_count") - 1)
    audit.record("member_ended", by=by, subject=row.person, target=row, state=state)
    events.send_on_commit(events.membership_ended, Membership, membership=row)
    return row


@transaction.atomic
def stop_waiting(*, membership: Membership, by: Any) -> Membership:
    """The person takes the own request back. Raises ``NotWaiting``."""
    waiting = _waiting(membership)
    waiting.state = Membership.State.LEFT
    waiting.ended_at = clock.now()
    waiting.save(update_fields=["state", "ended_at"])
    audit.record("member_stopped_waiting", by=by, subject=by, target=waiting)
    return waiting
