"""Neighbors say whether they know somebody who waits; two of them, from two addresses, let them in."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import DomainError
from notifications.services import notify

from ..models import Membership, Vouch
from ..policies import waiting_policy
from . import chain
from .admission import NotWaiting, admit
from .move_limit import needs_counter

# security.md T-008.
NEEDED = 2
QUOTA = 5
QUOTA_FOR = dt.timedelta(days=30)


class MayNotVouch(DomainError):
    """The rules of vouching say no: too short a member, the own household, or a member no more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You can vouch for somebody when you have been a member here for 30 days, "
                "and not for somebody at your own address."
            )
        )


class QuotaReached(DomainError):
    """The voucher has vouched for five people in thirty days."""

    def __init__(self) -> None:
        super().__init__(
            _("You have vouched for five people in 30 days. That is the most; try again later.")
        )


@transaction.atomic
def vouch(*, membership: Membership, by: User) -> Vouch:
    """Notes that ``by`` knows the person who waits; the second good word lets the person in.

    It counts while ``by`` stays a member there. Raises ``NotWaiting``, ``MayNotVouch`` and
    ``QuotaReached``.
    """
    waiting, mine = _lock(membership, by)
    if mine is None or not waiting_policy.allows(by, "vouch", waiting):
        raise MayNotVouch
    given = Vouch.objects.filter(
        voucher=by, answer=Vouch.Answer.YES, created_at__gt=clock.now() - QUOTA_FOR
    )
    # Words taken back count too, or one could try out any number of people.
    if given.exclude(membership=waiting).count() >= QUOTA:
        raise QuotaReached
    row = _answer(waiting, mine, by, Vouch.Answer.YES)
    audit.record("member_vouched_for", by=by, subject=waiting.person, target=waiting)
    _admit_if_enough(waiting, by)
    return row


@transaction.atomic
def doubt(*, membership: Membership, by: User) -> Vouch:
    """Notes that the person does not live there, says ``by``; the administrators are told.

    The person who waits never hears of it, and is not stopped by one neighbor's word: whoever comes
    in all the same is looked at again. Raises ``NotWaiting`` and ``MayNotVouch``.
    """
    waiting, mine = _lock(membership, by)
    if mine is None or not waiting_policy.allows(by, "answer", waiting):
        raise MayNotVouch
    row = _answer(waiting, mine, by, Vouch.Answer.NO)
    audit.record("member_doubted", by=by, subject=waiting.person, target=waiting)
    notify(kind="newcomer_doubted", target=waiting, occasion=str(row.pk), by=by)
    return row


@transaction.atomic
def withdraw_vouch(*, membership: Membership, by: User) -> Vouch | None:
    """Takes back what ``by`` said, as long as the person waits. Raises ``NotWaiting``."""
    waiting, _mine = _lock(membership, by)
    row = Vouch.objects.standing().filter(membership=waiting, voucher=by).first()
    if row is not None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        audit.record("vouch_withdrawn", by=by, subject=waiting.person, target=waiting)
    return row


def _lock(membership: Membership, by: User) -> tuple[Membership, Membership | None]:
    """The one who waits and the own membership there, locked: people first, rows by their keys.

    Two neighbors at once come one after the other here; so do two words of one neighbor.
    """
    people = [membership.person_id or 0, by.pk]
    list(User.objects.select_for_update().filter(pk__in=people).order_by("pk").values("pk"))
    rows = Membership.objects.select_for_update(of=("self",)).select_related(
        "neighborhood", "person", "address"
    )
    mine = Membership.objects.active().of(by).filter(neighborhood=membership.neighborhood_id)
    pks = [membership.pk, *mine.values_list("pk", flat=True)]
    found = {row.pk: row for row in rows.filter(pk__in=pks).order_by("pk")}
    waiting = found.pop(membership.pk, None)
    if waiting is None or waiting.state != Membership.State.PENDING or waiting.person is None:
        raise NotWaiting
    return waiting, next(iter(found.values()), None)


def _answer(waiting: Membership, mine: Membership, by: User, answer: str) -> Vouch:
    """One answer a neighbor: a later one takes the place of the first."""
    row, _is_new = Vouch.objects.update_or_create(
        membership=waiting,
        voucher=by,
        defaults={
            "voucher_membership": mine,
            "answer": answer,
            "created_at": clock.now(),
            "withdrawn_at": None,
        },
    )
    return row


def _admit_if_enough(waiting: Membership, by: User) -> None:
    if vouched_addresses(waiting) < NEEDED:
        return
    # Whom the town removed before comes back through two administrators alone, and who moves too
    # often through one.
    was_removed = Membership.objects.removed_before().filter(pk=waiting.pk).exists()
    if was_removed or needs_counter(waiting.person, waiting.neighborhood):
        return
    has_doubts = Vouch.objects.doubts().filter(membership=waiting).exists()
    admitted = admit(
        person=cast("User", waiting.person),
        neighborhood=waiting.neighborhood,
        proof=Membership.Proof.VOUCHED,
        by=by,
        address=waiting.address,
    )
    if admitted.pk != waiting.pk:
        chain.pass_on_answers(waiting, to=admitted)
    if has_doubts:
        admitted.review_since = clock.now()
        admitted.save(update_fields=["review_since"])


def vouched_addresses(waiting: Membership) -> int:
    """From how many addresses somebody's word counts for the person at this moment."""
    rows = Vouch.objects.counting().filter(membership=waiting)
    return rows.values("voucher_membership__address").distinct().count()


def progress_of(waiting: Membership) -> dict[str, int]:
    """What the person who waits is shown: a number of neighbors, never who they are."""
    return {"given": min(vouched_addresses(waiting), NEEDED), "needed": NEEDED}


def standing_answer(waiting: Membership, by: Any) -> str:
    """What ``by`` has said of the person and not taken back; "" for nothing."""
    rows = Vouch.objects.standing().filter(membership=waiting, voucher=by.pk)
    return rows.values_list("answer", flat=True).first() or ""
