"""What a row is shown with: its author's work, page and portrait, and the reader's thanks.

Expressions for ``annotate``, so that a list costs no query a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, Subquery, When

if TYPE_CHECKING:
    from core.policies import Person


def thanked(kind: str, person: Person) -> Exists:
    """Whether the person said thanks for the row."""
    from .models import Reaction

    return Exists(
        Reaction.objects.filter(target_kind=kind, target_id=OuterRef("pk"), person=person.pk)
    )


def work_of_author(neighborhood: str) -> dict[str, Subquery]:
    """Function and organization where the author works in the row's neighborhood at this moment."""
    from .models import WorkAssignment

    current = (
        WorkAssignment.objects.current()
        .filter(person=OuterRef("author"), neighborhoods=OuterRef(neighborhood))
        .order_by("pk")
    )
    return {
        "work_function": Subquery(current.values("function")[:1]),
        "work_organization": Subquery(current.values("organization")[:1]),
    }


def portrait_of(person: str) -> Case:
    """The public id of the portrait that the person of that field shows, without a query of its own."""
    return Case(
        When(
            **{f"{person}__profile__shows_photo": True},
            then=F(f"{person}__photo__public_id"),
        )
    )


def author_here(viewer: Person, neighborhood: str) -> dict[str, Any]:
    """Where ``viewer`` meets the row's author: as a neighbor (the membership's id) or at work here.

    ``author_portrait`` is what the author shows; whether the viewer may see it follows from the two.
    """
    from .policies import membership_policy, worker_policy

    rows = membership_policy.allowed(viewer, "view").filter(
        person=OuterRef("author"), neighborhood=OuterRef(neighborhood)
    )
    at_work = worker_policy.allowed(viewer, "view").filter(
        person=OuterRef("author"), neighborhoods=OuterRef(neighborhood)
    )
    return {
        "author_at_work": Exists(at_work),
        "author_membership": Subquery(rows.values("public_id")[:1]),
        "author_portrait": portrait_of("author"),
    }
