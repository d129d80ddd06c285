"""Figures across apps for the dashboard's home, safe to show (see ``core.figures``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import figures
from neighborhoods.models import Membership, Neighborhood

if TYPE_CHECKING:
    from core.figures import Figure


@dataclass(frozen=True)
class Growth:
    """Members of the town and of its neighborhoods; ``share`` is members per hundred households."""

    neighborhoods: list[tuple[str, Figure, int]]
    members: Figure
    households: int
    share: str


def growth() -> Growth:
    """Active members as the kept counts say; two queries, whatever the number of neighborhoods."""
    rows = list(
        Neighborhood.objects.order_by("name").values_list("name", "members_count", "households")
    )
    shown = figures.safe_parts([count for _name, count, _households in rows])
    households = sum(row[2] for row in rows)
    members = shown.whole.number
    return Growth(
        neighborhoods=[
            (name, part, number)
            for (name, _count, number), part in zip(rows, shown.parts, strict=True)
        ],
        members=shown.whole,
        households=households,
        share=f"{round(members * 100 / households)}%" if members and households else "",
    )


def waiting_people() -> int:
    """Memberships that wait for a check at the counter: work to do, not a figure about people."""
    return Membership.objects.pending().count()
