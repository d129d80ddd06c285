"""Pictures of the town: a street at two times of day, the canal, the square."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import house, person, tree
from .scene import mix

if TYPE_CHECKING:
    from .scene import Scene

KINDS = ["step", "flat", "bell", "point"]


def _row(s: Scene, base: float, eaves: float, lit: float) -> None:
    x, place = -40.0, s.rng.randrange(6)
    while x < 1220:
        w = s.rng.choice([190, 210, 236, 260])
        house(s, x, w, eaves + s.rng.uniform(-50, 40), base, place, KINDS[place % 4], lit)
        x += w
        place += s.rng.choice([1, 1, 3])


def _pavement(s: Scene, base: float) -> None:
    s.rect(0, base, 1200, 54, s.color("stone"))
    for joint in range(-40, 1240, 96):
        s.line([(joint, base + 2), (joint - 26, base + 54)], s.color("stone", -0.14), 3)
    s.rect(0, base + 50, 1200, 10, s.color("shade"))
    s.gradient(s.color("shade", 0.22), s.color("shade", -0.12), base + 60, 900 - base - 60)
    for _ in range(240):
        x, y = s.rng.uniform(0, 1200), s.rng.uniform(base + 70, 895)
        wide = 12 + (y - base) * 0.1
        s.oval(x, y, wide, wide * 0.36, s.color("shade", s.rng.uniform(0.1, 0.3)))


def _lamp(s: Scene, x: float, base: float, lit: bool) -> None:
    s.rect(x - 5, base - 320, 10, 330, s.color("ink"))
    s.rect(x - 16, base - 6, 32, 16, s.color("ink"), 4)
    if lit:
        s.glow(x, base - 340, 150, 0.75)
    s.poly(
        [(x - 22, base - 366), (x + 22, base - 366), (x + 14, base - 316), (x - 14, base - 316)],
        s.color("sun", 0.2),
    )
    s.poly([(x - 26, base - 366), (x, base - 392), (x + 26, base - 366)], s.color("ink"))


def morning(s: Scene) -> None:
    s.use("morning")
    s.sky(700)
    s.glow(930, 190, 300, 0.8)
    s.oval(930, 190, 66, 66, s.color("sun", 0.3))
    _row(s, 690, 300, 0.08)
    _pavement(s, 690)
    tree(s, 150 + s.rng.uniform(-40, 60), 722, 1.12)
    _lamp(s, 800, 716, lit=False)
    for place in range(3):
        person(s, 420 + place * 74 + s.rng.uniform(-8, 8), 742, 1.0, place + s.rng.randrange(4))
    s.glow(900, 780, 380, 0.28)


def evening(s: Scene) -> None:
    s.use("evening")
    s.sky(700)
    _row(s, 690, 310, 0.62)
    _pavement(s, 690)
    for x in (210, 640, 1060):
        _lamp(s, x, 716, lit=True)
        s.glow(x, 770, 130, 0.3)
    person(s, 470, 744, 1.0, s.rng.randrange(4))
    person(s, 860, 748, 1.02, s.rng.randrange(4))


def canal(s: Scene) -> None:
    s.sky(560)
    _row(s, 560, 236, 0.12)
    s.rect(0, 556, 1200, 34, s.color("stone", -0.1))
    water = mix(s.color("cool"), s.color("ink"), 0.18)
    s.gradient(mix(water, s.color("sky_low"), 0.3), water, 590, 310)
    for _ in range(120):
        x, y = s.rng.uniform(-40, 1200), s.rng.uniform(600, 890)
        shine = mix(water, s.wall(s.rng.randrange(6)), 0.35)
        s.rect(x, y, s.rng.uniform(50, 150) * (y / 700), 5, shine, 3)
    boat = s.color("warm")
    s.shadow(560, 770, 260, 26, 0.5)
    s.smooth([(300, 690), (330, 760), (560, 782), (800, 760), (850, 680), (560, 716)], boat)
    s.smooth([(318, 694), (560, 722), (834, 688), (560, 736)], mix(boat, s.color("cream"), 0.6))
    s.rect(470, 640, 200, 74, s.color("cream"), 12)
    for step in range(3):
        s.rect(488 + step * 60, 656, 44, 34, s.color("cool", 0.3), 6)
    tree(s, 1060, 590, 0.95)
    tree(s, 90, 590, 0.8, 1)


def square(s: Scene) -> None:
    s.sky(560)
    s.glow(260, 160, 300, 0.6)
    _row(s, 540, 250, 0.1)
    s.gradient(s.color("stone", 0.2), s.color("stone", -0.12), 540, 360)
    for row in range(9):
        y = 556 + row * row * 4.6
        s.line([(0, y), (1200, y)], s.color("stone", -0.1), 2 + row * 0.3)
    for place, x in enumerate((170, 520, 880)):
        top, roof = 430, s.wall(place * 2)
        s.shadow(x + 120, 720, 170, 26, 0.4)
        s.rect(x, top + 60, 10, 230, s.color("wood", -0.2))
        s.rect(x + 230, top + 60, 10, 230, s.color("wood", -0.2))
        s.rect(x - 4, 600, 248, 96, s.color("wood"), 6)
        for step in range(11):
            s.oval(
                x + 16 + step * 21,
                596 - (step % 2) * 8,
                14,
                14,
                s.color(["warm", "sun", "leaf", "rose"][(step + place) % 4]),
            )
        for step in range(6):
            left = x - 26 + step * 49
            s.poly(
                [(left + 10, top), (left + 49, top), (left + 52, top + 76), (left, top + 76)],
                roof if step % 2 else s.color("cream"),
            )
            s.oval(left + 25, top + 76, 26, 16, roof if step % 2 else s.color("cream"))
    for place in range(4):
        person(s, 130 + place * 300 + s.rng.uniform(-50, 50), 800, 1.35, place + s.rng.randrange(4))
    tree(s, 1130, 690, 1.1)
