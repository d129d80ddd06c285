"""How a neighborhood grows, in figures that point at nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from core import clock, figures

from .models import Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .models import JoinCodeBatch, Neighborhood

MONTHS = 12
LAST = 200


@dataclass(frozen=True)
class Bar:
    """Members at the end of a month; ``width`` and ``percent`` are of the households."""

    day: dt.date
    members: figures.Figure
    percent: int
    width: float


def members_by_month(neighborhood: Neighborhood) -> list[Bar]:
    """Members at the end of each of the last twelve months and today, rounded down to tens.

    What stands below the threshold has no length: "<10" and nothing are one bar.
    """
    moments = _ends_of_months()
    counts = Membership.objects.filter(neighborhood=neighborhood).aggregate(
        **{
            f"at_{place}": Count(
                "pk",
                filter=Q(activated_at__lte=moment) & (Q(ended_at=None) | Q(ended_at__gt=moment)),
            )
            for place, (_day, moment) in enumerate(moments)
        }
    )
    bars = []
    for place, (day, _moment) in enumerate(moments):
        members = figures.about(counts[f"at_{place}"])
        share = (
            100 * (members.number or 0) / neighborhood.households if neighborhood.households else 0
        )
        bars.append(Bar(day, members, round(share), round(min(share, 100), 2)))
    return bars


def _ends_of_months() -> list[tuple[dt.date, dt.datetime]]:
    zone = ZoneInfo(settings.TIME_ZONE)
    today = clock.today()
    found = [(today, clock.now())]
    first = today.replace(day=1)
    while len(found) <= MONTHS:
        midnight = dt.datetime.combine(first, dt.time(), tzinfo=zone)
        last_day = first - dt.timedelta(days=1)
        found.append((last_day, midnight))
        first = last_day.replace(day=1)
    return found[::-1]


@dataclass(frozen=True)
class Return:
    """Of how many letters somebody used the code; ``share`` is per hundred letters, None if small."""

    used: figures.Figure
    share: int | None


def returns_of(batches: QuerySet[JoinCodeBatch]) -> list[tuple[JoinCodeBatch, Return]]:
    """The last batches with their return: households, not people, rounded down to tens."""
    rows: Any = batches.annotate(used=Count("codes", filter=Q(codes__uses__gt=0)))
    return [(row, _return(row.used, row.codes_count)) for row in rows[:LAST]]


def _return(used: int, letters: int) -> Return:
    shown = figures.about(used)
    share = round(100 * shown.number / letters) if shown.number and letters else None
    return Return(shown, share)
