"""Shapes on the map: reading GeoJSON, comparing areas in square meters, points in polygons, pictures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape

from core.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

WGS84 = 4326
# Files of towns share borders that were digitized twice; a strip of this size is no overlap.
OVERLAP_TOLERANCE_M2 = 100.0
# A loop that crosses itself is mended when that moves less than this; more is a wrong shape.
REPAIR_TOLERANCE_M2 = 100.0
SMALLEST_M2 = 100.0


class GeometryError(DomainError):
    """The shape cannot be used; the text says why, without naming the feature."""


@dataclass(frozen=True)
class Mended:
    """A usable boundary, and what had to be mended to get it (empty for a sound one)."""

    boundary: BaseGeometry
    reason: str = ""
    moved_m2: float = 0.0


def transformer(from_epsg: int) -> pyproj.Transformer:
    """From the coordinate system of the file to WGS84 degrees, longitude first."""
    try:
        system = pyproj.CRS.from_epsg(from_epsg)
    except pyproj.exceptions.CRSError as error:
        raise DomainError(
            _("EPSG:%(code)s is no coordinate system we know.") % {"code": from_epsg}
        ) from error
    return pyproj.Transformer.from_crs(system, WGS84, always_xy=True)


def meters_around(longitude: float, latitude: float) -> pyproj.Transformer:
    """From WGS84 to square-true meters around a point (Lambert azimuthal equal-area)."""
    local = pyproj.CRS.from_proj4(f"+proj=laea +lat_0={latitude} +lon_0={longitude} +units=m")
    return pyproj.Transformer.from_crs(WGS84, local, always_xy=True)


def project(geometry: BaseGeometry, how: pyproj.Transformer) -> BaseGeometry:
    return shapely.transform(geometry, how.transform, interleaved=False)


def area_m2(geometry: BaseGeometry) -> float:
    center = geometry.envelope.centroid
    return float(project(geometry, meters_around(center.x, center.y)).area)


def read_boundary(geojson: Any, to_wgs84: pyproj.Transformer | None) -> Mended:
    """A GeoJSON geometry as a MultiPolygon in WGS84.

    A loop that touches or crosses itself is mended when that moves less than
    ``REPAIR_TOLERANCE_M2``, and the answer says so. Raises ``GeometryError`` for anything else:
    another type, no area, numbers outside the globe, a crossing that changes the shape.
    """
    geometry = _parsed(geojson)
    if to_wgs84 is not None:
        geometry = project(geometry, to_wgs84)
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise GeometryError(
            _("The coordinates are not degrees (WGS84). Say which system they are in with --epsg.")
        )
    mended = Mended(geometry) if geometry.is_valid else _mend(geometry)
    if area_m2(mended.boundary) < SMALLEST_M2:
        raise GeometryError(_("The shape has no area."))
    return Mended(_multi(mended.boundary), mended.reason, mended.moved_m2)


def _parsed(geojson: Any) -> BaseGeometry:
    if not isinstance(geojson, dict) or geojson.get("type") not in ("Polygon", "MultiPolygon"):
        raise GeometryError(_("The shape is not a Polygon or MultiPolygon."))
    try:
        geometry = shapely.force_2d(shape(geojson))
    except (ValueError, TypeError, KeyError, IndexError, shapely.errors.ShapelyError) as error:
        raise GeometryError(_("The coordinates cannot be read.")) from error
    if geometry.is_empty:
        raise GeometryError(_("The shape is empty."))
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise GeometryError(_("The coordinates cannot be read."))
    return geometry


def _mend(geometry: BaseGeometry) -> Mended:
    reason = shapely.is_valid_reason(geometry)
    mended = _only_areas(shapely.make_valid(geometry, method="structure", keep_collapsed=False))
    other = _only_areas(shapely.make_valid(geometry))
    # Two ways to mend that agree, and the area as drawn: then nothing but a slip was mended.
    moved = max(abs(area_m2(mended) - area_m2(other)), abs(area_m2(mended) - area_m2(geometry)))
    if moved > REPAIR_TOLERANCE_M2:
        raise GeometryError(
            _("The line crosses itself (%(reason)s): we cannot tell what is inside.")
            % {"reason": reason}
        )
    return Mended(mended, reason, moved)


def _only_areas(geometry: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    nested = [
        polygon
        for part in shapely.get_parts(geometry)
        if part.geom_type == "MultiPolygon"
        for polygon in part.geoms
    ]
    # Parts that touch along a line are one area.
    return shapely.union_all([*parts, *nested])


def _multi(geometry: BaseGeometry) -> BaseGeometry:
    return geometry if geometry.geom_type == "MultiPolygon" else shapely.MultiPolygon([geometry])


def as_geojson(boundary: BaseGeometry) -> dict[str, Any]:
    """As stored: seven decimals (a centimeter), tuples as lists, the order of points made the same."""
    # Onto a grid first: rounding point by point could make a sound shape cross itself.
    on_grid = _multi(shapely.set_precision(boundary, 1e-7))
    rounded = shapely.normalize(shapely.transform(on_grid, lambda xy: np.round(xy, 7)))
    plain: dict[str, Any] = json.loads(json.dumps(mapping(rounded)))
    return plain


def overlaps(shapes: Sequence[BaseGeometry]) -> list[tuple[int, int, float]]:
    """Pairs of shapes (by place in the list) that share more than the tolerance, with the m²."""
    if len(shapes) < 2:
        return []
    center = shapely.MultiPoint([s.envelope.centroid for s in shapes]).envelope.centroid
    to_meters = meters_around(center.x, center.y)
    flat = [shapely.make_valid(project(s, to_meters)) for s in shapes]
    tree = shapely.STRtree(flat)
    left, right = tree.query(flat, predicate="intersects")
    found = []
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        if i < j:
            shared = float(flat[i].intersection(flat[j]).area)
            if shared > OVERLAP_TOLERANCE_M2:
                found.append((i, j, shared))
    return sorted(found)


class Finder:
    """Says in which shape a point lies; a point on a shared border belongs to the first shape."""

    def __init__(self, boundaries: Iterable[tuple[int, dict[str, Any]]]) -> None:
        pairs = sorted(boundaries, key=lambda pair: pair[0])
        self._keys = [key for key, _boundary in pairs]
        self._tree = shapely.STRtree([shape(boundary) for _key, boundary in pairs])

    def find(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> list[int | None]:
        """The key of the shape for each point, or None where it lies in no shape."""
        points: NDArray[Any] = shapely.points(longitudes, latitudes)
        where: list[int | None] = [None] * len(points)
        of_point, of_shape = self._tree.query(points, predicate="intersects")
        for point, place in sorted(
            zip(of_point.tolist(), of_shape.tolist(), strict=True), reverse=True
        ):
            where[point] = self._keys[place]
        return where


@dataclass(frozen=True)
class Outline:
    """One neighborhood in a picture: the SVG path, where its name stands, and how wide that may be."""

    key: int
    path: str
    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Picture:
    """Outlines in one coordinate system: ``width`` by ``height`` units, north up."""

    width: float
    height: float
    outlines: list[Outline]


def picture(
    boundaries: Iterable[tuple[int, dict[str, Any]]],
    *,
    width: float = 1000.0,
    focus: int | None = None,
) -> Picture:
    """The boundaries as SVG paths, without any map beneath them.

    With ``focus`` the frame is that shape and its surroundings; the others are cut off by it.
    """
    shapes = [(key, shape(boundary)) for key, boundary in boundaries if boundary]
    if not shapes:
        return Picture(width, width / 2, [])
    in_frame = [s for key, s in shapes if key == focus] or [s for _key, s in shapes]
    west, south, east, north = shapely.GeometryCollection(in_frame).bounds
    margin = 0.6 if focus is not None and len(in_frame) == 1 else 0.03
    west, east = west - (east - west) * margin, east + (east - west) * margin
    south, north = south - (north - south) * margin, north + (north - south) * margin
    # A degree of longitude is shorter than one of latitude by the cosine of the latitude.
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    scale = width / ((east - west) * squeeze)
    height = (north - south) * scale

    def to_page(xy: NDArray[Any]) -> NDArray[Any]:
        return np.column_stack(
            ((xy[:, 0] - west) * squeeze * scale, (north - xy[:, 1]) * scale)
        ).round(1)

    frame = shapely.box(0, 0, width, height)
    outlines = []
    for key, each in shapes:
        flat = shapely.simplify(shapely.transform(each, to_page), 0.8)
        if not flat.intersects(frame):
            continue
        middle = flat.representative_point()
        left, _top, right, _bottom = flat.intersection(frame).bounds
        x, y = round(middle.x, 1), round(middle.y, 1)
        outlines.append(Outline(key, _path(flat), x, y, round(right - left, 1)))
    return Picture(width, round(height, 1), outlines)


def _path(geometry: BaseGeometry) -> str:
    parts = []
    for polygon in shapely.get_parts(geometry):
        for ring in (polygon.exterior, *polygon.interiors):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in ring.coords)
            parts.append(f"M{points}Z")
    return "".join(parts)
