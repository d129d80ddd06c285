"""Who lives, works and moderates where: what every rule of this app is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from accounts.blocking import hidden_from, other_sides
from accounts.models import User
from accounts.roles import Role, has_role, people_with

from ..models import Follow, Membership, ModeratorAssignment, Neighborhood, WorkAssignment

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


def next_door_of(user: Person) -> QuerySet[Any]:
    """The keys of the neighborhoods that lie next to the home of ``user``, as a subquery."""
    links = Neighborhood.adjacent.through.objects.filter(from_neighborhood__in=home_of(user))
    return links.values("to_neighborhood")


def followed_by(user: Person) -> QuerySet[Any]:
    """The keys of the neighborhoods that ``user`` follows; only what lies next to the home of today."""
    rows = Follow.objects.of(user).filter(neighborhood__in=next_door_of(user))
    return rows.values("neighborhood")


def members_of(neighborhood_id: int) -> QuerySet[User]:
    return User.objects.active().filter(
        pk__in=Membership.objects.active().filter(neighborhood=neighborhood_id).values("person")
    )


def members_next_door_to(neighborhood_id: int) -> QuerySet[User]:
    links = Neighborhood.adjacent.through.objects.filter(to_neighborhood=neighborhood_id)
    homes = Membership.objects.active().filter(neighborhood__in=links.values("from_neighborhood"))
    return User.objects.active().filter(pk__in=homes.values("person"))


def followers_of(neighborhood_id: int) -> QuerySet[User]:
    follows = Follow.objects.filter(neighborhood=neighborhood_id)
    return members_next_door_to(neighborhood_id).filter(pk__in=follows.values("person"))


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


def works_in(person: Any, neighborhood: Any) -> QuerySet[Any]:
    """The assignments on which ``person`` works there at this moment; both may be an ``OuterRef``."""
    return WorkAssignment.objects.current().filter(
        person=person, neighborhoods=neighborhood, person__is_active=True
    )


def apart_from(user: Person, *, person: str = "author", neighborhood: str = "neighborhood") -> Q:
    """Rows of people with whom ``user`` shares a block, as neighbors of each other.

    Whoever works in the neighborhood at this moment reaches everybody there, and is reached.
    ``person`` and ``neighborhood`` are the row's paths to the two.
    """
    at_work = works_in(OuterRef(person), OuterRef(neighborhood))
    return (
        Q(**{f"{person}__in": hidden_from(user)})
        & ~Q(**{f"{neighborhood}__in": workplaces_of(user)})
        & ~Q(Exists(at_work))
    )


def without_blocked(
    people: QuerySet[User], person_id: int | None, neighborhood_id: int
) -> QuerySet[User]:
    """Those of ``people`` who may meet that person there: ``apart_from`` in the other direction."""
    if person_id is None:
        return people
    return people.exclude(
        Q(pk__in=other_sides(person_id))
        & ~Q(pk__in=workers_in(neighborhood_id).values("pk"))
        & ~Exists(works_in(person_id, neighborhood_id))
    )
