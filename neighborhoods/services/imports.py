"""Brings the town's neighborhoods in from a map file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from shapely.geometry import shape

from core import audit, clock
from core.errors import DomainError

from .. import geometry
from ..models import District, Neighborhood

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

FIELDS = (
    "name",
    "district_id",
    "boundary",
    "west",
    "south",
    "east",
    "north",
    "source",
    "source_code",
)


class MapError(DomainError):
    """The file is refused as a whole; ``problems`` holds one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Columns:
    """Where the file holds what, and what is the same for all of it."""

    name: str
    code: str = ""
    district: str = ""
    source: str = ""
    epsg: int = geometry.WGS84


@dataclass
class Planned:
    """One neighborhood of the file beside the one that is there, if any."""

    name: str
    code: str
    district: str
    boundary: dict[str, Any]
    bounds: tuple[float, float, float, float]
    existing: Neighborhood | None = None
    changes: list[str] = field(default_factory=list)
    mended: str = ""

    @property
    def is_new(self) -> bool:
        return self.existing is None


@dataclass
class Plan:
    """What an import would do. Nothing is written before ``carry_out``."""

    new: list[Planned]
    changed: list[Planned]
    same: list[Planned]
    source: str

    @property
    def mended(self) -> list[Planned]:
        return [each for each in (*self.new, *self.changed, *self.same) if each.mended]


def plan_import(path: Path, columns: Columns) -> Plan:
    """Reads the file and compares it with what is there; raises ``MapError`` with every problem.

    A neighborhood is recognized by its code in the source where the file has codes, else by its
    slug. One that is not in the file stays as it is.
    """
    features = _features(path)
    # A file in another system is turned into WGS84; a name for WGS84 itself changes nothing.
    convert = None if columns.epsg == geometry.WGS84 else geometry.transformer(columns.epsg)
    problems: list[str] = []
    planned: list[Planned] = []
    for place, feature in enumerate(features, 1):
        try:
            planned.append(_planned(feature, columns, convert))
        except DomainError as error:
            name = _property(feature, columns.name) or _("without a name")
            problems.append(
                _("Feature %(number)d (%(name)s): %(problem)s")
                % {"number": place, "name": name, "problem": error}
            )
    problems += _doubles(planned)
    if problems:
        raise MapError(problems)
    _match(planned, columns)
    problems = _taken_names(planned) + _overlaps(planned)
    if problems:
        raise MapError(problems)
    return Plan(
        new=[each for each in planned if each.is_new],
        changed=[each for each in planned if not each.is_new and each.changes],
        same=[each for each in planned if not each.is_new and not each.changes],
        source=columns.source,
    )


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MapError(
            [_("The file cannot be read: %(reason)s.") % {"reason": error.strerror}]
        ) from error
    except ValueError as error:
        raise MapError([_("The file is not GeoJSON: %(reason)s.") % {"reason": error}]) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise MapError([_("The file holds no features: it must be a GeoJSON FeatureCollection.")])
    return [each if isinstance(each, dict) else {} for each in features]


def _property(feature: dict[str, Any], name: str) -> str:
    properties = feature.get("properties")
    value = properties.get(name) if name and isinstance(properties, dict) else None
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    return " ".join(str(value).split())


def _planned(feature: dict[str, Any], columns: Columns, convert: Any) -> Planned:
    name = _property(feature, columns.name)
    if not name:
        raise DomainError(_("It has no property “%(name)s”.") % {"name": columns.name})
    if len(name) > 120 or not slugify(name):
        raise DomainError(_("The name is too long or has no letters."))
    code = _property(feature, columns.code)
    if columns.code and not code:
        raise DomainError(_("It has no property “%(name)s”.") % {"name": columns.code})
    mended = geometry.read_boundary(feature.get("geometry"), convert)
    boundary = geometry.as_geojson(mended.boundary)
    # Either a property of each feature or one name for the whole file.
    district = _property(feature, columns.district) or columns.district
    reason = ""
    if mended.reason:
        reason = _(
            "the line touches or crosses itself (%(reason)s); mended, %(area).2f m² moved"
        ) % {
            "reason": mended.reason,
            "area": mended.moved_m2,
        }
    return Planned(name, code, district, boundary, shape(boundary).bounds, mended=reason)


def _doubles(planned: list[Planned]) -> list[str]:
    problems = []
    seen: dict[str, str] = {}
    for each in planned:
        slug = slugify(each.name)
        if slug in seen:
            problems.append(
                _("“%(name)s” and “%(other)s” have the same name or address.")
                % {"name": each.name, "other": seen[slug]}
            )
        seen.setdefault(slug, each.name)
    codes = [each.code for each in planned if each.code]
    problems += [
        _("The code “%(code)s” stands for more than one feature.") % {"code": code}
        for code in sorted({code for code in codes if codes.count(code) > 1})
    ]
    return problems


def _match(planned: list[Planned], columns: Columns) -> None:
    everybody = list(Neighborhood.objects.select_related("district"))
    by_code = {(n.source, n.source_code): n for n in everybody if n.source_code}
    by_slug = {n.slug: n for n in everybody}
    for each in planned:
        each.existing = (
            by_code.get((columns.source, each.code)) if each.code else None
        ) or by_slug.get(slugify(each.name))
        if each.existing is not None:
            each.changes = _changes(each, each.existing, columns)


def _changes(each: Planned, there: Neighborhood, columns: Columns) -> list[str]:
    changes = []
    if there.name != each.name:
        changes.append(_("name (was “%(name)s”)") % {"name": there.name})
    if there.boundary != each.boundary:
        changes.append(_("boundary"))
    if each.district and (there.district is None or there.district.name != each.district):
        changes.append(_("district"))
    if (columns.source and there.source != columns.source) or (
        each.code and there.source_code != each.code
    ):
        changes.append(_("source"))
    return changes


def _taken_names(planned: list[Planned]) -> list[str]:
    matched = {each.existing.pk for each in planned if each.existing is not None}
    others = Neighborhood.objects.exclude(pk__in=matched)
    taken = {slugify(name): name for name in others.values_list("name", flat=True)}
    taken |= {slug: slug for slug in others.values_list("slug", flat=True)}
    problems = [
        _("“%(name)s” is already the name or address of another neighborhood.")
        % {"name": each.name}
        for each in planned
        if slugify(each.name) in taken
    ]
    places = [each.existing.pk for each in planned if each.existing is not None]
    problems += [
        _("“%(name)s” fits a neighborhood that another feature fits too.") % {"name": each.name}
        for each in planned
        if each.existing is not None and places.count(each.existing.pk) > 1
    ]
    return problems


def _overlaps(planned: list[Planned]) -> list[str]:
    """Overlaps within the file, and with neighborhoods that are there and not in the file."""
    matched = {each.existing.pk for each in planned if each.existing is not None}
    others = Neighborhood.objects.exclude(pk__in=matched).exclude(boundary=None)
    named: list[tuple[str, BaseGeometry]] = [(e.name, shape(e.boundary)) for e in planned]
    named += [(n.name, shape(n.boundary)) for n in others]
    return [
        _("“%(name)s” and “%(other)s” overlap by %(area)d m².")
        % {"name": named[i][0], "other": named[j][0], "area": round(area)}
        for i, j, area in geometry.overlaps([s for _name, s in named])
        if i < len(planned)
    ]


@transaction.atomic
def carry_out(*, plan: Plan, by: Any = None) -> None:
    """Writes the plan in one transaction: all of it or nothing."""
    for each in (*plan.new, *plan.changed):
        row = each.existing or Neighborhood(slug=slugify(each.name), created_at=clock.now())
        row.name = each.name
        row.boundary = each.boundary
        row.west, row.south, row.east, row.north = each.bounds
        row.source = plan.source or row.source
        row.source_code = each.code or row.source_code
        if each.district:
            row.district = _district(each.district)
        if each.is_new:
            row.save(force_insert=True)
        else:
            row.save(update_fields=FIELDS)
        audit.record("neighborhood_imported", by=by, target=row, is_new=each.is_new)


def _district(name: str) -> District:
    slug = slugify(name)
    if not slug:
        raise DomainError(_("The district has no name."))
    district, _made = District.objects.get_or_create(slug=slug, defaults={"name": name})
    return district
