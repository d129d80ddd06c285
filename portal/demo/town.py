"""The map of Oeverbeke: seven neighborhoods in two districts along the Oever, and their streets.

The town is invented; its corner lies at 3.62° E, 50.95° N, and one unit of the plan is about 40 m.
"""

from __future__ import annotations

import itertools
import math
import random
from typing import TYPE_CHECKING, Any

from shapely.geometry import LineString, Polygon

if TYPE_CHECKING:
    from collections.abc import Iterator

CITY = "Oeverbeke"
POSTCODE = "9875"
ORIGIN = (3.62, 50.95)
UNIT = (0.00057, 0.00036)

# The corners of the plan; neighboring areas share them, so no gap and no overlap can arise.
CORNERS = {
    "a0": (0, 12), "a1": (30, 4), "a2": (62, 6), "a3": (101, 15),
    "b0": (2, 39), "b1": (34, 33), "b2": (60, 37), "b3": (98, 41),
    "c0": (7, 71), "c1": (37, 66), "c2": (66, 69), "c3": (95, 67),
    "d1": (30, 93), "d2": (71, 95),
}  # fmt: skip

CENTER, EDGE = "Centrum", "Rand"

# slug: (name, district, corners, households, streets)
NEIGHBORHOODS: dict[str, tuple[str, str, list[str], list[str]]] = {
    "molenwijk": (
        "Molenwijk", CENTER, ["b0", "b1", "c1", "c0"],
        ["Molenstraat", "Maalderij", "Wiekenplein", "Bakkersgang", "Korenbloemstraat",
         "Pastoor Coppensstraat", "Tarwestraat", "Meulebeekpad", "Steenweg op Aarde"],
    ),
    "oude-haven": (
        "Oude Haven", CENTER, ["b1", "b2", "c2", "c1"],
        ["Kaai", "Schippersstraat", "Ankergang", "Sluisplein", "Touwslagersstraat",
         "Vismarkt", "Tolhuisstraat", "Pakhuisdreef", "Kraanlei"],
    ),
    "stationskwartier": (
        "Stationskwartier", CENTER, ["a1", "a2", "b2", "b1"],
        ["Stationsstraat", "Spoorlaan", "Perronstraat", "Wisselstraat", "Koning Albertlaan",
         "Seinhuispad", "Locomotiefstraat", "Fabrieksstraat", "Lindeplein"],
    ),
    "bloemendal": (
        "Bloemendal", EDGE, ["b2", "b3", "c3", "c2"],
        ["Anemonenlaan", "Dahliastraat", "Irisplein", "Papaverstraat", "Tulpendreef",
         "Hortensialaan", "Magnoliapad", "Boterbloemstraat", "Lavendelhof"],
    ),
    "kasteelpark": (
        "Kasteelpark", EDGE, ["a0", "a1", "b1", "b0"],
        ["Kasteeldreef", "Beukenlaan", "Jachthoornlaan", "Vijverstraat", "Orangeriepad",
         "Baron de Smetlaan", "Eikenhof", "Ridderstraat", "Valkenlaan"],
    ),
    "nieuwe-dokken": (
        "Nieuwe Dokken", EDGE, ["a2", "a3", "b3", "b2"],
        ["Dok Noord", "Dok Zuid", "Containerkaai", "Loodsstraat", "Bakboord",
         "Stuurboord", "Havenmeesterplein", "Scheepstimmerstraat", "Boegstraat"],
    ),
    "akkerdorp": (
        "Akkerdorp", EDGE, ["c0", "c1", "c2", "c3", "d2", "d1"],
        ["Dorpsstraat", "Akkerweg", "Kouterstraat", "Hoevepad", "Vlasstraat",
         "Kapelleweg", "Meersstraat", "Oude Baan", "Bremstraat"],
    ),
}  # fmt: skip

HOUSES_A_STREET = 32
# Some houses hold flats: (every n-th house, flats in it).
FLATS = {"stationskwartier": (9, 4), "nieuwe-dokken": (7, 6)}


def _place(point: tuple[float, float]) -> tuple[float, float]:
    return (
        round(ORIGIN[0] + point[0] * UNIT[0], 6),
        round(ORIGIN[1] + point[1] * UNIT[1], 6),
    )


def _edge(start: str, end: str) -> list[tuple[float, float]]:
    """The points from ``start`` up to, not including, ``end``; the same line in both directions."""
    first, last = sorted((start, end))
    wobble = random.Random(f"{first}{last}")  # noqa: S311  (a map, not a secret)
    (x0, y0), (x1, y1) = CORNERS[first], CORNERS[last]
    length = math.hypot(x1 - x0, y1 - y0)
    points: list[tuple[float, float]] = [CORNERS[first]]
    for step in range(1, 7):
        part = step / 7
        off = wobble.uniform(-0.9, 0.9)
        points.append(
            (
                x0 + (x1 - x0) * part - (y1 - y0) / length * off,
                y0 + (y1 - y0) * part + (x1 - x0) / length * off,
            )
        )
    points.append(CORNERS[last])
    if first != start:
        points.reverse()
    return points[:-1]


def _ring(corners: list[str]) -> list[tuple[float, float]]:
    around = [*corners, corners[0]]
    return [point for start, end in itertools.pairwise(around) for point in _edge(start, end)]


def boundaries() -> dict[str, Any]:
    """The neighborhoods as a GeoJSON FeatureCollection in WGS84."""
    features = []
    for slug, (name, district, corners, _streets) in NEIGHBORHOODS.items():
        ring = [_place(point) for point in _ring(corners)]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": name, "code": f"OEV-{slug}", "district": district},
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _street_lines(slug: str) -> Iterator[tuple[str, LineString]]:
    """Each street with its line on the plan, side by side across the neighborhood."""
    _name, _district, corners, streets = NEIGHBORHOODS[slug]
    area = Polygon(_ring(corners)).buffer(-1.2)
    west, south, east, north = area.bounds
    for index, street in enumerate(streets):
        y = south + (north - south) * (index + 1) / (len(streets) + 1)
        across = area.intersection(LineString([(west, y - 1.5), (east, y + 1.5)]))
        if across.geom_type != "LineString":
            across = max(across.geoms, key=lambda line: line.length)
        yield street, across


def addresses() -> Iterator[dict[str, str]]:
    """Every address of the town, as rows of the file that ``import_addresses`` reads."""
    for slug in NEIGHBORHOODS:
        every, flats = FLATS.get(slug, (0, 0))
        for street, line in _street_lines(slug):
            for house in range(1, HOUSES_A_STREET + 1):
                point = line.interpolate(house / (HOUSES_A_STREET + 1), normalized=True)
                longitude, latitude = _place((point.x, point.y + (0.25 if house % 2 else -0.25)))
                boxes = [str(n + 1) for n in range(flats)] if every and house % every == 0 else [""]
                for box in boxes:
                    yield {
                        "street": street,
                        "number": str(house),
                        "box": box,
                        "postcode": POSTCODE,
                        "city": CITY,
                        "lat": str(latitude),
                        "lon": str(longitude),
                    }
