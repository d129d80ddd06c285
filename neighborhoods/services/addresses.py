"""Reads an address register and puts each address in the neighborhood its point lies in."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError

from .. import geometry
from ..models import Address, Neighborhood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BATCH = 1000

# How registers in Belgium and the Netherlands call a column; the first name is the documented one.
COLUMNS: dict[str, tuple[str, ...]] = {
    "street": ("street", "straat", "straatnaam", "straatnm", "openbareruimte", "rue", "streetname"),
    "number": ("number", "huisnummer", "huisnr", "nummer", "nr", "housenumber", "numero"),
    "letter": ("letter", "huisletter"),
    "addition": ("addition", "toevoeging", "huisnummertoevoeging", "huistoevoeging"),
    "box": ("box", "bus", "busnummer", "busnr", "bte", "boite", "boxnumber"),
    "postcode": ("postcode", "pc6", "postal_code", "postalcode", "zip", "codepostal"),
    "city": ("city", "gemeente", "gemeentenaam", "woonplaats", "woonplaatsnaam", "town", "commune"),
    "lat": ("lat", "latitude", "breedtegraad"),
    "lon": ("lon", "lng", "long", "longitude", "lengtegraad"),
    "x": ("x", "lambert_x", "x_coordinate", "rd_x"),
    "y": ("y", "lambert_y", "y_coordinate", "rd_y"),
    "id": ("id", "adresid", "address_id", "identificatie", "nummeraanduiding_id"),
}
_BOX = re.compile(r"^(.*?)\s*(?:\b(?:bus|bte|boite|boîte|box|b\.)\s*|/\s*)(\w+)$", re.IGNORECASE)
_NUMBER = re.compile(r"^(\d{1,5})(?!\d)\s*(.*)$")
_DUTCH_POSTCODE = re.compile(r"^(\d{4})\s*([A-Za-z]{2})$")


class RegisterError(DomainError):
    """The register is refused as a whole; ``problems`` holds one sentence a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Line:
    """One address of the file, in the one form in which we store it."""

    line: int
    street: str
    number: str
    box: str
    postcode: str
    city: str
    east: float
    north: float
    source_id: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.postcode, self.street.casefold(), self.number, self.box)

    def __str__(self) -> str:
        box = f" / {self.box}" if self.box else ""
        return f"{self.street} {self.number}{box}, {self.postcode} {self.city}"


@dataclass
class Outcome:
    """What an import did, or with a dry run would do."""

    added: int = 0
    updated: int = 0
    nowhere: list[Line] = field(default_factory=list)
    doubles: int = 0
    households: dict[str, int] = field(default_factory=dict)


def read_number(text: str, letter: str = "", addition: str = "", box: str = "") -> tuple[str, str]:
    """House number and box in our form: "12-a bus 3" is ("12 A", "3"); raises ``DomainError``.

    A letter stands after a space ("12 A"), any other addition after a hyphen ("12-2", "12 A-2").
    """
    text = " ".join(text.split())
    if not box:
        with_box = _BOX.match(text)
        if with_box:
            text, box = with_box.group(1).strip(), with_box.group(2)
    parts = _NUMBER.match(text)
    if not parts:
        raise DomainError(_("“%(text)s” is no house number.") % {"text": text[:40]})
    number = str(int(parts.group(1)))
    rest = [piece for piece in re.split(r"[\s\-_]+", parts.group(2)) if piece]
    for piece in (*rest, letter.strip(), addition.strip().strip("-")):
        if piece:
            is_letter = piece.isalpha() and len(piece) == 1 and " " not in number
            number += f" {piece.upper()}" if is_letter else f"-{piece.upper()}"
    box = box.strip().upper().lstrip("0") if box.strip() != "0" else ""
    if len(number) > 20 or len(box) > 20:
        raise DomainError(_("“%(text)s” is no house number.") % {"text": text[:40]})
    return number, box


def read_postcode(text: str) -> str:
    """Makes "1234ab" into "1234 AB"; four or five digits stay as they are; raises ``DomainError``."""
    text = text.strip().removeprefix("B-").removeprefix("NL-")
    dutch = _DUTCH_POSTCODE.match(text)
    if dutch:
        return f"{dutch.group(1)} {dutch.group(2).upper()}"
    if re.fullmatch(r"\d{4,5}", text):
        return text
    raise DomainError(_("“%(text)s” is no postcode.") % {"text": text[:20]})


def read_register(
    path: Path, *, epsg: int = geometry.WGS84, tick: Callable[[int], None] = lambda _count: None
) -> list[Line]:
    """Every line of the file in our form; raises ``RegisterError`` with every bad line.

    The delimiter is found out (comma, semicolon, tab or bar), the encoding is UTF-8.
    """
    problems: list[str] = []
    lines: list[Line] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row, columns in _rows(file):
                try:
                    lines.append(_line(number, row, columns))
                except (DomainError, ValueError) as error:
                    problems.append(
                        _("Line %(number)d: %(problem)s") % {"number": number, "problem": error}
                    )
                if number % BATCH == 0:
                    tick(number)
    except OSError as error:
        raise RegisterError(
            [_("The file cannot be read: %(reason)s.") % {"reason": error.strerror}]
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise RegisterError(
            [_("The file is no CSV in UTF-8: %(reason)s.") % {"reason": error}]
        ) from error
    if not lines and not problems:
        problems.append(_("The file holds no addresses."))
    if not problems:
        lines = _in_degrees(lines, epsg, problems)
    if problems:
        raise RegisterError(problems)
    return lines


def _rows(file: Any) -> Iterator[tuple[int, list[str], dict[str, int]]]:
    head = file.readline()
    file.seek(0)
    # The header alone decides: addresses themselves hold commas.
    delimiter = max(";\t|,", key=head.count)
    reader = csv.reader(file, delimiter=delimiter)
    columns = _columns(next(reader, []))
    for row in reader:
        if any(cell.strip() for cell in row):
            yield reader.line_num, row, columns


def _columns(header: list[str]) -> dict[str, int]:
    names = {re.sub(r"[^a-z0-9_]", "", cell.casefold()): place for place, cell in enumerate(header)}
    columns = {
        name: next(names[alias] for alias in aliases if alias in names)
        for name, aliases in COLUMNS.items()
        if any(alias in names for alias in aliases)
    }
    missing = [name for name in ("street", "number", "postcode", "city") if name not in columns]
    if not ({"lat", "lon"} <= columns.keys() or {"x", "y"} <= columns.keys()):
        missing.append("lat, lon")
    if missing:
        raise RegisterError(
            [_("The first line lacks these columns: %(names)s.") % {"names": ", ".join(missing)}]
        )
    return columns


def _line(number: int, row: list[str], columns: dict[str, int]) -> Line:
    def cell(name: str) -> str:
        place = columns.get(name)
        if place is None or place >= len(row):
            return ""
        return " ".join(row[place].split())

    street, city = cell("street"), cell("city")
    if not street or not city:
        raise DomainError(_("Street or town is empty."))
    if len(street) > 120 or len(city) > 80:
        raise DomainError(_("Street or town is too long."))
    house, box = read_number(cell("number"), cell("letter"), cell("addition"), cell("box"))
    in_degrees = "lat" in columns and "lon" in columns
    east, north = (cell("lon"), cell("lat")) if in_degrees else (cell("x"), cell("y"))
    return Line(
        line=number,
        street=street,
        number=house,
        box=box,
        postcode=read_postcode(cell("postcode")),
        city=city,
        east=_coordinate(east),
        north=_coordinate(north),
        source_id=cell("id")[:60],
    )


def _coordinate(text: str) -> float:
    try:
        # Belgian and Dutch programs write a decimal comma.
        return float(text.replace(",", "."))
    except ValueError as error:
        raise DomainError(_("“%(text)s” is no coordinate.") % {"text": text[:30]}) from error


def _in_degrees(lines: list[Line], epsg: int, problems: list[str]) -> list[Line]:
    if epsg != geometry.WGS84:
        east, north = geometry.transformer(epsg).transform(
            [line.east for line in lines], [line.north for line in lines]
        )
        lines = [
            Line(**{**line.__dict__, "east": float(e), "north": float(n)})
            for line, e, n in zip(lines, east, north, strict=True)
        ]
    problems += [
        _("Line %(number)d: %(problem)s")
        % {
            "number": line.line,
            "problem": _("The coordinates are not degrees (WGS84); use --epsg."),
        }
        for line in lines
        if not (-180 <= line.east <= 180 and -90 <= line.north <= 90)
    ]
    return lines


def import_addresses(
    *,
    lines: list[Line],
    dry_run: bool = False,
    by: Any = None,
    tick: Callable[[int], None] = lambda _count: None,
) -> Outcome:
    """Writes the register in one transaction: all of it or nothing.

    An address that is there is brought up to date (same postcode, street, number and box); one that
    is not in the file stays. One that lies in no neighborhood is stored without one and listed.
    """
    outcome = Outcome()
    unique = {line.key: line for line in lines}
    outcome.doubles = len(lines) - len(unique)
    rows = list(unique.values())
    finder = geometry.Finder(
        (row.pk, row.boundary or {})
        for row in Neighborhood.objects.exclude(boundary=None).only("boundary")
    )
    places = finder.find([row.east for row in rows], [row.north for row in rows])
    outcome.nowhere = [row for row, place in zip(rows, places, strict=True) if place is None]
    with transaction.atomic():
        # Only capitals differ: the spelling that is there stays, and there is no second row.
        there = {
            (postcode, street.casefold(), number, box): street
            for postcode, street, number, box in Address.objects.values_list(
                "postcode", "street", "number", "box"
            )
        }
        outcome.updated = sum(1 for row in rows if row.key in there)
        outcome.added = len(rows) - outcome.updated
        if dry_run:
            return outcome
        for start in range(0, len(rows), BATCH):
            _write(rows[start : start + BATCH], places[start : start + BATCH], there)
            tick(min(start + BATCH, len(rows)))
        outcome.households = count_households()
        audit.record(
            "addresses_imported",
            by=by,
            added=outcome.added,
            updated=outcome.updated,
            nowhere=len(outcome.nowhere),
        )
    return outcome


def _write(rows: list[Line], places: list[int | None], there: dict[Any, str]) -> None:
    Address.objects.bulk_create(
        [
            Address(
                neighborhood_id=place,
                street=there.get(row.key, row.street),
                number=row.number,
                box=row.box,
                postcode=row.postcode,
                city=row.city,
                latitude=row.north,
                longitude=row.east,
                source_id=row.source_id,
            )
            for row, place in zip(rows, places, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["postcode", "street", "number", "box"],
        update_fields=["neighborhood", "city", "latitude", "longitude", "source_id"],
    )


def count_households() -> dict[str, int]:
    """Writes the number of addresses of each neighborhood to it and returns them by name."""
    counted: dict[str, int] = {}
    for row in Neighborhood.objects.annotate(found=Count("addresses")).order_by("name"):
        if row.households != row.found:
            Neighborhood.objects.filter(pk=row.pk).update(households=row.found)
        counted[row.name] = row.found
    return counted
