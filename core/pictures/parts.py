"""Things that several pictures hold: houses, trees, people, pots, cloth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .scene import mix

if TYPE_CHECKING:
    from .scene import Color, Scene

SKINS = [(244, 208, 177), (214, 160, 121), (160, 104, 70), (110, 72, 52)]


def tree(s: Scene, x: float, base: float, size: float, place: int = 0) -> None:
    """A round tree: a trunk and a crown of overlapping greens, lighter towards the light."""
    trunk = s.color("wood", -0.35)
    s.poly(
        [(x - 12 * size, base), (x - 6 * size, base - 150 * size), (x + 6 * size, base - 150 * size),
         (x + 12 * size, base)],
        trunk,
    )  # fmt: skip
    s.line([(x, base - 110 * size), (x + 44 * size, base - 190 * size)], trunk, 7 * size)
    s.line([(x, base - 90 * size), (x - 40 * size, base - 170 * size)], trunk, 7 * size)
    for step in range(26):
        angle = step * 2.4
        reach = 12 + step * 3.4
        cx = x + math.cos(angle) * reach * size * 1.05
        cy = base - 230 * size + math.sin(angle) * reach * size * 0.85
        r = (58 - step * 0.9 + s.rng.uniform(-6, 6)) * size
        up = 0.14 if cy < base - 250 * size else 0.0
        s.oval(cx, cy, r, r * 0.92, mix(s.leaf(place + step % 2), s.color("light"), up))
    for _ in range(34):
        cx = x + s.rng.uniform(-100, 90) * size
        cy = base - 240 * size + s.rng.uniform(-90, 70) * size
        s.oval(cx, cy, 13 * size, 10 * size, mix(s.leaf(place + 1), s.color("sun"), 0.16))


def bush(s: Scene, x: float, base: float, w: float, h: float, place: int = 0) -> None:
    """A round shrub: dark leaves below, lighter ones on top."""
    rows = [(0.30, 0.26, 0), (0.52, 0.24, 1), (0.74, 0.19, 2)]
    for row, (up, r, shade) in enumerate(rows):
        wide = w * (0.5 - up * 0.34)
        for step in range(7 - row):
            across = (step / (6 - row) - 0.5) * 2
            cx = x + across * wide * 0.85 + s.rng.uniform(-5, 5)
            cy = base - h * up * (1 - 0.22 * across * across) + s.rng.uniform(-4, 4)
            s.oval(
                cx,
                cy,
                w * r * 0.62,
                h * r,
                mix(s.leaf(place + row), s.color("light"), 0.06 * shade),
            )
    for _ in range(int(w / 14)):
        cx, cy = x + s.rng.uniform(-0.4, 0.4) * w, base - h * s.rng.uniform(0.3, 0.86)
        s.oval(cx, cy, 7, 5, mix(s.leaf(place + 2), s.color("sun"), 0.2))


def window(s: Scene, x: float, y: float, w: float, h: float, lit: bool) -> None:
    glass = (
        mix(s.color("sun"), s.color("cream"), 0.15)
        if lit
        else mix(s.color("cool"), s.color("cream"), 0.35)
    )
    s.rect(x - 6, y - 6, w + 12, h + 12, s.color("cream"))
    s.rect(x, y, w, h, glass)
    if not lit:
        s.poly(
            [(x, y + h), (x + w * 0.75, y), (x + w, y), (x + w, y + h * 0.2), (x + w * 0.3, y + h)],
            mix(glass, (255, 255, 255), 0.22),
        )
    s.rect(x + w / 2 - 3, y, 6, h, s.color("cream"))
    s.rect(x, y + h * 0.36, w, 5, s.color("cream"))
    s.rect(x - 12, y + h + 6, w + 24, 8, s.color("stone", -0.15))


def flower_box(s: Scene, x: float, y: float, w: float) -> None:
    s.rect(x, y, w, 16, s.color("wood", -0.2), 3)
    for step in range(int(w / 10)):
        cx, cy = x + 5 + step * 10, y - 4 - s.rng.uniform(0, 10)
        s.oval(cx, cy, 8, 7, s.leaf(step))
        if step % 2:
            s.oval(cx, cy - 6, 6, 6, s.color(s.rng.choice(["warm", "rose", "sun", "cream"])))


def gable(s: Scene, x: float, w: float, eaves: float, kind: str, color: Color) -> None:
    """The top of a Flemish house; the wall below is drawn by ``house``."""
    m = x + w / 2
    if kind == "step":
        for step in range(4):
            inset = w * 0.115 * step
            s.rect(x + inset, eaves - 26 * step - 26, w - 2 * inset, 28, color)
            s.rect(
                x + inset - 3,
                eaves - 26 * step - 31,
                w * 0.115 + 3,
                6,
                mix(color, (255, 255, 255), 0.35),
            )
            s.rect(
                x + w - inset - w * 0.115,
                eaves - 26 * step - 31,
                w * 0.115 + 3,
                6,
                mix(color, (255, 255, 255), 0.35),
            )
    elif kind == "bell":
        left = [
            (x, eaves),
            (x + w * 0.14, eaves - 14),
            (x + w * 0.2, eaves - 62),
            (x + w * 0.33, eaves - 92),
        ]
        right = [(2 * m - px, py) for px, py in reversed(left)]
        s.smooth([(x, eaves + 30), *left, (m, eaves - 122), *right, (x + w, eaves + 30)], color)
    elif kind == "point":
        s.poly(
            [(x - 8, eaves + 2), (m, eaves - w * 0.52), (x + w + 8, eaves + 2)],
            s.color("warm", -0.35),
        )
        s.poly([(x + 6, eaves + 2), (m, eaves - w * 0.45), (x + w - 6, eaves + 2)], color)
    else:
        roof = s.color("ink", 0.18)
        s.poly(
            [(x - 6, eaves), (x + 22, eaves - 66), (x + w - 22, eaves - 66), (x + w + 6, eaves)],
            roof,
        )
        s.rect(x - 6, eaves - 6, w + 12, 12, s.color("cream"))


def house(
    s: Scene,
    x: float,
    w: float,
    eaves: float,
    base: float,
    place: int,
    kind: str,
    lit: float = 0.15,
) -> None:
    """A house front with windows, a door and a step before it."""
    color = s.wall(place)
    if kind in {"flat", "point"}:
        s.rect(x + w * 0.68, eaves - 104, 26, 100, s.color("warm", -0.3))
        s.rect(x + w * 0.68 - 4, eaves - 110, 34, 10, s.color("ink", 0.1))
    gable(s, x, w, eaves, kind, color)
    s.rect(x, eaves - 2, w, base - eaves + 2, color)
    s.rect(x, eaves - 2, w * 0.06, base - eaves + 2, mix(color, (255, 255, 255), 0.12))
    columns = max(2, round(w / 95))
    gap = w / columns
    floors = max(1, int((base - eaves - 190) / 120))
    for floor in range(floors):
        y = eaves + 24 + floor * 120
        for column in range(columns):
            wx = x + gap * column + gap / 2 - 21
            window(s, wx, y, 42, 66, s.rng.random() < lit)
            if s.rng.random() < 0.22:
                flower_box(s, wx - 8, y + 78, 58)
    door_x = x + (w * 0.14 if place % 2 else w * 0.62)
    s.rect(door_x - 9, base - 146, 76, 146, s.color("cream"), 6)
    s.rect(door_x, base - 136, 58, 136, s.wall(place + 2), 4)
    s.rect(door_x + 9, base - 126, 40, 26, s.color("sun") if lit > 0.4 else s.color("cool", 0.4), 3)
    s.oval(door_x + 48, base - 66, 4, 4, s.color("sun"))
    s.rect(door_x - 22, base - 10, 102, 12, s.color("stone", 0.25))
    other = x + (w * 0.58 if place % 2 else w * 0.12)
    window(s, other, base - 132, min(64, w * 0.34), 70, s.rng.random() < lit)
    if place % 3 == 0:
        flower_box(s, other - 8, base - 52, min(80, w * 0.34 + 16))


def person(s: Scene, x: float, base: float, size: float, place: int) -> None:
    """Somebody standing, drawn small."""
    skin, coat = SKINS[place % 4], s.wall(place * 2 + 1)
    legs = s.color("ink", 0.08 * (place % 3))
    s.shadow(x + 8 * size, base, 34 * size, 8 * size, 0.3)
    s.rect(x - 15 * size, base - 66 * size, 13 * size, 66 * size, legs, 5 * size)
    s.rect(x + 2 * size, base - 66 * size, 13 * size, 66 * size, legs, 5 * size)
    s.smooth(
        [(x - 21 * size, base - 54 * size), (x - 22 * size, base - 112 * size), (x, base - 130 * size),
         (x + 22 * size, base - 112 * size), (x + 21 * size, base - 54 * size)],
        coat,
    )  # fmt: skip
    s.oval(x, base - 148 * size, 17 * size, 19 * size, skin)
    hair = [s.color("ink"), s.color("wood", -0.2), s.color("stone"), s.color("warm", -0.2)][
        place % 4
    ]
    s.smooth(
        [(x - 18 * size, base - 146 * size), (x - 15 * size, base - 168 * size), (x + 2 * size, base - 173 * size),
         (x + 18 * size, base - 162 * size), (x + 17 * size, base - 150 * size), (x + 4 * size, base - 160 * size)],
        hair,
    )  # fmt: skip


def pot(s: Scene, x: float, base: float, w: float, h: float, color: Color) -> None:
    s.poly(
        [(x - w / 2, base - h), (x + w / 2, base - h), (x + w * 0.36, base), (x - w * 0.36, base)],
        color,
    )
    s.rect(
        x - w * 0.56, base - h - h * 0.12, w * 1.12, h * 0.24, mix(color, (255, 255, 255), 0.12), 4
    )


def checked(s: Scene, x: float, y: float, w: float, h: float, color: Color, size: float) -> None:
    """A checked cloth: two crossing sets of half-strong bands."""
    s.rect(x, y, w, h, s.color("cream"))
    half, full = mix(s.color("cream"), color, 0.4), mix(s.color("cream"), color, 0.8)
    for row in range(int(h / size) + 1):
        for column in range(int(w / size) + 1):
            if row % 2 == 0 or column % 2 == 0:
                px, py = x + column * size, y + row * size
                shade = full if row % 2 == 0 and column % 2 == 0 else half
                s.rect(px, py, min(size, x + w - px), min(size, y + h - py), shade)
