"""The one door into a neighborhood. Nothing else writes a ``Membership``.

Whatever the proof (letter, counter, neighbors), it ends in ``admit``; every way out ends in
``end_membership``. So there is one place that counts members, tells people and keeps the trail.
``moving`` says what people do with it who leave, move house or come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import NameNotChecked, is_settled
from core import audit, clock, events
from core.errors import DomainError
from notifications.services import notify

from ..models import JoinCode, Membership, Neighborhood
from . import chain, counter
from .belongings import leave_behind
from .move_limit import needs_counter

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


class CannotReturn(DomainError):
    """The days in which one may come back are over, or the person lives or has lived elsewhere since."""

    def __init__(self) -> None:
        super().__init__(
            _("You cannot come back with one tap any more. Use the code of a letter to join again.")
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
    posts: str | None = None,
) -> Membership:
    """Makes ``person`` an active member; nothing but this and ``reopen_membership`` does.

    A waiting membership of the person is taken up, in this neighborhood or another: who proves to
    live somewhere waits nowhere else. Somebody who has a home moves: the old access ends in the same
    transaction. That takes ``posts`` (what becomes of the person's words there), or a waiting
    membership in this neighborhood, where it was said before; else ``AlreadyAtHome`` is raised.
    Within the neighborhood only the address changes. The third move in a year waits for the counter,
    whatever the proof: then what is returned is ``pending``. ``NameNotChecked`` is raised for a name
    that neighbors must not see yet, whatever the proof.
    """
    if proof not in Membership.Proof.values:
        raise ValueError("A membership needs a proof.")
    _lock(person.pk)
    home = Membership.objects.active().filter(person=person).first()
    if home is None and not is_settled(person):
        raise NameNotChecked
    waiting = Membership.objects.select_for_update().filter(
        person=person, state=Membership.State.PENDING
    )
    if home is not None and posts is None:
        asked = waiting.filter(neighborhood=neighborhood).first()
        if asked is None:
            raise AlreadyAtHome
        posts = asked.old_posts or Membership.OldPosts.KEEP
    if home is not None and home.neighborhood_id == neighborhood.pk:
        return _change_address(home, proof=proof, by=by, address=address, join_code=join_code)
    if proof != Membership.Proof.COUNTER and needs_counter(person, neighborhood):
        return _wait(person=person, neighborhood=neighborhood, address=address, posts=posts)
    if home is not None:
        end_membership(membership=home, by=by, posts=posts or Membership.OldPosts.KEEP)
    now = clock.now()
    facts = {
        "neighborhood": neighborhood,
        "address": address,
        "state": Membership.State.ACTIVE,
        "proof": proof,
        "join_code": join_code,
        "activated_at": now,
        "old_posts": "",
        "admitted_by": _checker(proof, by),
        "proposed_by": None,
    }
    membership, _is_new = waiting.update_or_create(
        person=person, defaults=facts, create_defaults={**facts, "requested_at": now}
    )
    if home is not None:
        # Also to who did it: a mail about what nobody meant to do is the first sign of it.
        notify(kind="membership_moved", target=membership)
    else:
        notify(kind="membership_welcome", target=membership, by=by)
    counter.tell_hosts(kind="newcomer_arrived", membership=membership, by=by)
    action = "member_admitted" if home is None else "member_moved"
    _count_in(membership, action, by=by, proof=proof)
    return membership


def _lock(person_id: int | None) -> None:
    """Two acts about one person at once: the second waits here and then finds what the first did.

    Always taken before a row of the person's memberships, so that no two wait for each other.
    """
    User.objects.select_for_update().filter(pk=person_id).first()


def _checker(proof: str, by: Any) -> Any:
    """Whoever looked at the document at a counter, so that the person can be told; else nobody."""
    return by if proof == Membership.Proof.COUNTER else None


def _count_in(membership: Membership, action: str, *, by: Any, **facts: Any) -> None:
    Neighborhood.objects.filter(pk=membership.neighborhood_id).update(
        members_count=F("members_count") + 1
    )
    audit.record(action, by=by, subject=membership.person, target=membership, **facts)
    events.send_on_commit(events.membership_activated, Membership, membership=membership)


def _change_address(
    home: Membership, *, proof: str, by: Any, address: Address | None, join_code: JoinCode | None
) -> Membership:
    """Moves within the neighborhood: nothing ends, and nothing is counted."""
    Membership.objects.pending().filter(person=home.person).update(
        state=Membership.State.LEFT, ended_at=clock.now()
    )
    home.address, home.proof, home.join_code = address or home.address, proof, join_code
    home.admitted_by = _checker(proof, by)
    home.save(update_fields=["address", "proof", "join_code", "admitted_by"])
    notify(kind="membership_address", target=home, occasion=clock.now().isoformat())
    audit.record("member_changed_address", by=by, subject=home.person, target=home, proof=proof)
    return home


@transaction.atomic
def join_with_code(
    *, person: User, digest: str, address: Address | None = None, posts: str | None = None
) -> Membership:
    """Lets ``person`` in with the code whose hash is ``digest`` and counts one use of it.

    ``address`` is another household in the building the letter went to; without it the letter's own.
    ``posts`` lets somebody who has a home move here, see ``admit``; whom only the counter may let in
    waits, and uses nothing of the code.

    The row is locked and the use counted on condition, so that a code for one person lets one person
    in however many ask at once. Raises ``CodeRefused`` for every code that opens nothing.
    """
    code = usable_codes(digest).select_for_update(of=("self",)).first()
    if code is None:
        raise CodeRefused
    _lock(person.pk)
    if needs_counter(person, code.neighborhood):
        return _wait(
            person=person,
            neighborhood=code.neighborhood,
            address=address or code.address,
            posts=posts,
        )
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
        posts=posts,
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
def ask_to_join(*, person: User, address: Address, posts: str | None = None) -> Membership:
    """Lets ``person`` wait for the neighborhood of ``address``: the address alone opens nothing.

    Somebody who waits already waits for this address from now on. Somebody who has a home keeps it
    until the new one is proven, and has to say what becomes of their words there (``posts``); without
    that ``AlreadyAtHome`` is raised. ``DomainError`` for an address in no neighborhood.
    """
    if address.neighborhood is None:
        raise DomainError(_("There is no neighborhood at this address yet."))
    _lock(person.pk)
    if posts is None and Membership.objects.active().filter(person=person).exists():
        raise AlreadyAtHome
    return _wait(person=person, neighborhood=address.neighborhood, address=address, posts=posts)


def _wait(
    *, person: User, neighborhood: Neighborhood, address: Address | None, posts: str | None
) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        person=person,
        state=Membership.State.PENDING,
        defaults={
            "neighborhood": neighborhood,
            "address": address,
            "old_posts": posts or "",
            "requested_at": clock.now(),
        },
    )
    if not is_new:
        if address is None or membership.address_id != address.pk:
            # What neighbors and an administrator said was about somebody at the other address.
            chain.drop_answers(membership)
            membership.proposed_by = None
        membership.neighborhood = neighborhood
        membership.address = address
        membership.old_posts = posts or membership.old_posts
        membership.save(update_fields=["neighborhood", "address", "old_posts", "proposed_by"])
    counter.tell_hosts(kind="newcomer_waits", membership=membership, by=person)
    audit.record("member_asked", by=person, subject=person, target=membership)
    return membership


@transaction.atomic
def admit_at_counter(*, membership: Membership, by: Any) -> Membership:
    """Lets a waiting person in whose document somebody has seen. Raises ``NotWaiting``.

    Whom the town removed once is let in again by two administrators: the first one proposes, and the
    membership stays pending; another one confirms.
    """
    waiting = _waiting(membership)
    if waiting.person_id == by.pk:
        raise DomainError(_("Somebody else must check your own address."))
    if not counter.may_decide_now(waiting=waiting, by=by):
        return waiting
    return admit(
        person=cast("User", waiting.person),
        neighborhood=waiting.neighborhood,
        proof=Membership.Proof.COUNTER,
        by=by,
        address=waiting.address,
    )


@transaction.atomic
def refuse(
    *,
    membership: Membership,
    by: Any,
    reason: str = Membership.Refusal.NO_PROOF,
    words: str = "",
) -> Membership:
    """Ends the waiting of a person who could not be checked, and tells them why.

    ``words`` are the administrator's own, in addition to the reason or instead of it. Raises
    ``NotWaiting``, and ``DomainError`` where the words name a neighbor who answered.
    """
    waiting = _waiting(membership)
    counter.check_refusal(waiting=waiting, reason=reason, words=words)
    waiting.state = Membership.State.REMOVED
    waiting.ended_at = clock.now()
    waiting.refused_for, waiting.refusal_words = reason, words
    waiting.save(update_fields=["state", "ended_at", "refused_for", "refusal_words"])
    notify(kind="membership_refused", target=waiting, by=by)
    audit.record("member_refused", by=by, subject=waiting.person, target=waiting, reason=reason)
    return waiting


def _waiting(membership: Membership) -> Membership:
    _lock(membership.person_id)
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
    *,
    membership: Membership,
    by: Any,
    state: str = Membership.State.LEFT,
    posts: str = Membership.OldPosts.KEEP,
) -> Membership:
    """Ends an active membership: the person left, or was removed. The row stays as history.

    ``posts`` is what becomes of what the person wrote there; see ``belongings.leave_behind``.
    """
    if state not in (Membership.State.LEFT, Membership.State.REMOVED):
        raise ValueError("A membership ends by leaving or by removal.")
    _lock(membership.person_id)
    row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if row.state != Membership.State.ACTIVE:
        return row
    row.state = state
    row.ended_at = clock.now()
    row.host_asked_at = None
    if state == Membership.State.REMOVED:
        row.review_since = None
    row.save(update_fields=["state", "ended_at", "review_since", "host_asked_at"])
    if state == Membership.State.REMOVED:
        chain.flag_resting_on(row)
    Neighborhood.objects.filter(pk=row.neighborhood_id).update(members_count=F("members_count") - 1)
    if row.person is not None:
        leave_behind(person=row.person, neighborhood=row.neighborhood, posts=posts, by=by)
    audit.record("member_ended", by=by, subject=row.person, target=row, state=state, posts=posts)
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


@transaction.atomic
def reopen_membership(*, membership: Membership, by: Any) -> Membership:
    """Lets a person who left take it back: a new membership on the old proof, at the old address.

    Raises ``CannotReturn`` unless the policy's "come_back" still holds (``open_to_return``).
    """
    _lock(membership.person_id)
    old = (
        Membership.objects.open_to_return()
        .select_for_update(of=("self",))
        .filter(pk=membership.pk, person__isnull=False)
        .first()
    )
    if old is None:
        raise CannotReturn
    now = clock.now()
    again = Membership.objects.create(
        person=old.person,
        neighborhood=old.neighborhood,
        address=old.address,
        state=Membership.State.ACTIVE,
        proof=old.proof,
        join_code=old.join_code,
        requested_at=now,
        activated_at=now,
        resumes=old,
        feed_seen_at=old.feed_seen_at,
        # Leaving and coming back does not end that the town looks again.
        review_since=old.review_since,
    )
    _count_in(again, "member_came_back", by=by)
    return again
