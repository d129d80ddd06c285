"""Who lives, works and moderates where: what every rule of this app is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import User
from accounts.roles import Role, has_role, people_with

from ..models import Membership, ModeratorAssignment, WorkAssignment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


NOBODY = 0  # No row has this key: the author of what an erased person left behind.


def home_of(user: Person) -> QuerySet[Any]:
    """The key of the one neighborhood ``user`` is an active member of, as a subquery."""
    return Membership.objects.active().of(user).values("neighborhood")


def workplaces_of(user: Person) -> QuerySet[Any]:
    """The keys of the neighborhoods ``user`` works in at this moment, as a subquery."""
    return WorkAssignment.objects.current().of(user).values("neighborhoods")


def moderated_by(user: Person) -> QuerySet[Any]:
    """The keys of the neighborhoods whose flags ``user`` handles at this moment, as a subquery."""
    if not has_role(user, Role.MODERATION):
        return ModeratorAssignment.objects.none().values("neighborhoods")
    return ModeratorAssignment.objects.current().of(user).values("neighborhoods")


def members_of(neighborhood_id: int) -> QuerySet[User]:
    return User.objects.active().filter(
        pk__in=Membership.objects.active().filter(neighborhood=neighborhood_id).values("person")
    )


def workers_in(neighborhood_id: int) -> QuerySet[User]:
    return User.objects.active().filter(
        pk__in=WorkAssignment.objects.current()
        .filter(neighborhoods=neighborhood_id)
        .values("person")
    )


def moderators_of(neighborhood_id: int) -> QuerySet[User]:
    return people_with(Role.MODERATION).filter(
        pk__in=ModeratorAssignment.objects.current()
        .filter(neighborhoods=neighborhood_id)
        .values("person")
    )
