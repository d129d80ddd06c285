"""A neighbor blocks a neighbor: what that means where people work, and what is taken out of inboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.services import block_person
from core.errors import DomainError
from notifications.services import drop_disallowed

from ..policies import works_in

if TYPE_CHECKING:
    from accounts.models import Block, User

    from ..models import Neighborhood


class WorksHere(DomainError):
    """Who works in a neighborhood stays within reach of everybody there."""


def is_worker_of(person: User, neighborhood: Neighborhood) -> bool:
    return works_in(person.pk, neighborhood.pk).exists()


@transaction.atomic
def block_neighbor(*, person: User, neighborhood: Neighborhood, by: User) -> Block:
    """Keeps two neighbors apart; what either was told about the other leaves the inbox unread.

    Raises ``WorksHere`` for somebody who works in the neighborhood at this moment.
    """
    if is_worker_of(person, neighborhood):
        raise WorksHere(
            _("%(name)s works in this neighborhood. You cannot block a neighborhood worker.")
            % {"name": person.display_name}
        )
    block = block_person(person=person, by=by)
    # A bell that counts what cannot be opened any more would give it away.
    for side in (person, by):
        drop_disallowed(person=side)
    return block
