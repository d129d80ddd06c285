"""Who is apart by a block. A block works in both directions, whoever of the two made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, When

from .models import Block

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


def hidden_from(user: Person) -> QuerySet[Any]:
    """The keys of everybody on the other side of a block with ``user``, as a subquery."""
    if not (user.is_authenticated and user.is_active):
        return Block.objects.none().values("blocked")
    return other_sides(user.pk)


def other_sides(person_id: int) -> QuerySet[Any]:
    """The same for the key of a person, for those who ask from the other direction."""
    other = Case(When(blocker=person_id, then=F("blocked")), default=F("blocker"))
    rows = Block.objects.filter(Q(blocker=person_id) | Q(blocked=person_id))
    return rows.annotate(other=other).values("other")
