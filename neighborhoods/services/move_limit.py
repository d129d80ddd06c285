"""How often one may move before somebody of the town looks at it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from core import clock

from ..models import Membership

if TYPE_CHECKING:
    from ..models import Neighborhood

YEAR = dt.timedelta(days=365)
# Whoever goes from neighborhood to neighborhood could read them all.
MOVES_A_YEAR = 2


def needs_counter(person: Any, neighborhood: Neighborhood) -> bool:
    """Whether ``neighborhood`` would be the third new one within a year: an officer decides then.

    Leaving and joining elsewhere counts like moving; coming back to the same neighborhood does not.
    """
    lived: list[tuple[int, Any]] = list(
        Membership.objects.filter(person=person, activated_at__isnull=False)
        .order_by("activated_at", "pk")
        .values_list("neighborhood", "activated_at")
    )
    if not lived or lived[-1][0] == neighborhood.pk:
        return False
    a_year_ago = clock.now() - YEAR
    moves = sum(old != new and at > a_year_ago for (old, _at), (new, at) in pairwise(lived))
    return moves >= MOVES_A_YEAR
