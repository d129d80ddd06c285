"""Following the neighborhood next door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock
from core.errors import DomainError

from ..models import Follow
from ..policies import neighborhood_policy

if TYPE_CHECKING:
    from accounts.models import User

    from ..models import Neighborhood


class NotNextDoor(DomainError):
    """Only the neighborhoods next to the own one can be followed."""


@transaction.atomic
def follow(*, neighborhood: Neighborhood, by: User) -> Follow:
    """Reads along from now on; again it changes nothing. Raises ``NotNextDoor``."""
    if not neighborhood_policy.allows(by, "follow", neighborhood):
        raise NotNextDoor(_("You can only follow a neighborhood next to your own."))
    row, is_new = Follow.objects.get_or_create(
        person=by, neighborhood=neighborhood, defaults={"created_at": clock.now()}
    )
    if is_new:
        audit.record("neighborhood_followed", by=by, target=neighborhood)
    return row


@transaction.atomic
def unfollow(*, neighborhood: Neighborhood, by: User) -> None:
    """Reads along no more; again it changes nothing."""
    removed, _rows = Follow.objects.filter(person=by, neighborhood=neighborhood).delete()
    if removed:
        audit.record("neighborhood_unfollowed", by=by, target=neighborhood)
