"""Which neighborhoods lie next to each other."""

from __future__ import annotations

from django.db import transaction
from shapely.geometry import shape

from .. import geometry
from ..models import Neighborhood

# A street or a stream between two boundaries does not keep neighbors apart.
NEAR_M = 30.0


@transaction.atomic
def find_adjacent() -> int:
    """Makes ``Neighborhood.adjacent`` say what the boundaries say; the number of pairs.

    Two are adjacent where their boundaries touch or come within ``NEAR_M``. One without a boundary
    lies next to nothing.
    """
    rows = list(Neighborhood.objects.exclude(boundary=None).order_by("pk"))
    pairs = geometry.close_pairs([shape(row.boundary) for row in rows], NEAR_M)
    wanted = {(rows[i].pk, rows[j].pk) for i, j in pairs}
    wanted |= {(j, i) for i, j in wanted}
    links = Neighborhood.adjacent.through.objects
    there = {(a, b): pk for pk, a, b in links.values_list(
        "pk", "from_neighborhood", "to_neighborhood")}  # fmt: skip
    links.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    links.bulk_create(
        Neighborhood.adjacent.through(from_neighborhood_id=a, to_neighborhood_id=b)
        for a, b in sorted(wanted - set(there))
    )
    return len(pairs)
