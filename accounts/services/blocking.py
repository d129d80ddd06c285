"""Blocking a person, and taking it back. Neither tells the other one anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.errors import DomainError
from core.limits import Limit

from ..models import Block

if TYPE_CHECKING:
    from ..models import User

A_DAY = Limit("block", most=50, seconds=24 * 60 * 60)


class TooManyBlocks(DomainError):
    """Somebody who blocks a whole neighborhood would learn from it who takes part."""


@transaction.atomic
def block_person(*, person: User, by: User) -> Block:
    """Keeps two people out of each other's sight; again it changes nothing. Raises ``TooManyBlocks``.

    The trail says that ``by`` blocked somebody, and not whom: that is nobody else's business.
    """
    if person.pk == by.pk:
        raise DomainError(_("You cannot block yourself."))
    there = Block.objects.filter(blocker=by, blocked=person).first()
    if there is not None:
        return there
    if not A_DAY.take(str(by.pk)):
        raise TooManyBlocks(_("You blocked a lot of people today. Try again tomorrow."))
    block, is_new = Block.objects.get_or_create(
        blocker=by, blocked=person, defaults={"created_at": clock.now()}
    )
    if is_new:
        audit.record("person_blocked", by=by, target=block)
    return block


@transaction.atomic
def unblock_person(*, person: User, by: User) -> None:
    """Takes back what ``by`` did; a block that the other one made stays. Again it changes nothing."""
    removed, _rows = Block.objects.filter(blocker=by, blocked=person).delete()
    if removed:
        audit.record("person_unblocked", by=by)
