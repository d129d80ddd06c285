"""The public face of neighborhoods: what anybody may read about one, without members' words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import translation

from core import figures

from .models import Neighborhood, NeighborhoodPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Degrees of longitude are shorter than those of latitude; at 51° north by about this much.
_SQUEEZE = 0.63
_WIDTH = 600.0


def neighborhood_cards(count: int | None = None) -> list[dict[str, Any]]:
    """Published neighborhoods in the reader's language, else in any: name, address, a line of text."""
    code = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    pages = (
        _pages_for(code)
        .public()
        .select_related("neighborhood__district", "locale")
        .order_by("neighborhood__name")
    )
    return [
        {
            "url": page.get_url(),
            "title": page.title,
            "text": page.introduction,
            "district": page.neighborhood.district.name if page.neighborhood.district else "",
        }
        for page in pages[:count]
    ]


def _pages_for(code: str) -> Any:
    live = NeighborhoodPage.objects.live()
    own = live.filter(neighborhood=OuterRef("neighborhood"), locale__language_code=code)
    is_fallback = Q(locale__language_code=settings.LANGUAGE_CODE) & ~Exists(own)
    return live.filter(Q(locale__language_code=code) | is_fallback)


def members_line(neighborhood: Neighborhood) -> figures.Figure | None:
    """How many members it has, rounded down to tens; None below the threshold: say nothing then."""
    count = figures.about(neighborhood.members_count)
    return None if count.is_hidden else count


@dataclass(frozen=True)
class Shape:
    """One neighborhood on the map: an SVG path, and whether it is the one the page is about."""

    name: str
    path: str
    is_this: bool


@dataclass(frozen=True)
class Map:
    """Boundaries as one drawing without tiles; ``width`` and ``height`` are its units."""

    width: int
    height: int
    shapes: list[Shape]


def map_around(neighborhood: Neighborhood) -> Map | None:
    """The neighborhood among those whose bounding boxes touch the frame around it."""
    box = _box(neighborhood)
    if box is None:
        return None
    west, south, east, north = box
    margin = max(east - west, north - south) * 0.35
    frame = (west - margin, south - margin, east + margin, north + margin)
    near = Neighborhood.objects.filter(
        west__lt=frame[2], east__gt=frame[0], south__lt=frame[3], north__gt=frame[1]
    ).exclude(boundary=None)
    return _draw(near, frame, this=neighborhood.pk)


def map_of_town() -> Map | None:
    """All neighborhoods of the town."""
    rows = list(Neighborhood.objects.exclude(boundary=None))
    boxes = [box for box in map(_box, rows) if box]
    if not boxes:
        return None
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return _draw(rows, (min(wests), min(souths), max(easts), max(norths)))


def _box(neighborhood: Neighborhood) -> tuple[float, float, float, float] | None:
    """Its bounding box in degrees: west, south, east, north; None when it has no boundary."""
    west, south = neighborhood.west, neighborhood.south
    east, north = neighborhood.east, neighborhood.north
    if not neighborhood.boundary or west is None or south is None:
        return None
    return None if east is None or north is None else (west, south, east, north)


def _draw(
    rows: Iterable[Neighborhood], frame: tuple[float, float, float, float], this: int | None = None
) -> Map:
    west, south, east, north = frame
    scale = _WIDTH / max((east - west) * _SQUEEZE, 1e-9)
    height = (north - south) * scale
    shapes = []
    for row in rows:
        rings = (
            "M" + "L".join(_points(ring, west, north, scale)) + "Z"
            for polygon in _polygons(row.boundary or {})
            for ring in polygon
        )
        shapes.append(Shape(row.name, "".join(rings), row.pk == this))
    shapes.sort(key=lambda shape: shape.is_this)
    return Map(round(_WIDTH), max(1, round(height)), shapes)


def _polygons(boundary: dict[str, Any]) -> list[Any]:
    if boundary.get("type") == "Polygon":
        return [boundary["coordinates"]]
    return list(boundary.get("coordinates", []))


def _points(ring: list[Any], west: float, north: float, scale: float) -> Iterator[str]:
    """Points of a ring in the drawing, one decimal, without those that fall on the one before."""
    last = ""
    for longitude, latitude, *_height in ring:
        x = (longitude - west) * _SQUEEZE * scale
        point = f"{x:.1f} {(north - latitude) * scale:.1f}"
        if point != last:
            yield point
        last = point


def index_context() -> dict[str, Any]:
    return {"neighborhoods": neighborhood_cards(), "map": map_of_town()}


def page_context(page: NeighborhoodPage) -> dict[str, Any]:
    return {
        "neighborhood": page.neighborhood,
        "members": members_line(page.neighborhood),
        "map": map_around(page.neighborhood),
    }
