"""Pictures of what neighbours lend and give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .parts import bush, pot
from .scene import mix

if TYPE_CHECKING:
    from .scene import Scene


def _brick_wall(s: Scene, until: float, place: int) -> None:
    wall = mix(s.wall(place), s.color("cream"), 0.45)
    s.rect(0, 0, 1200, until, wall)
    for row in range(int(until / 34) + 1):
        for column in range(16):
            if s.rng.random() < 0.16:
                x = column * 84 - (42 if row % 2 else 0)
                shade = mix(wall, s.wall(place), s.rng.uniform(0.15, 0.5))
                s.rect(x + 3, row * 34 + 3, 78, 28, shade, 3)


def _floor(s: Scene, y: float) -> None:
    s.gradient(s.color("stone", 0.1), s.color("stone", -0.15), y, 900 - y)
    for x in range(-300, 1500, 190):
        s.line([(600 + (x - 600) * 0.75, y + 4), (x, 900)], s.color("stone", -0.12), 3)
    s.line([(0, y + 90), (1200, y + 90)], s.color("stone", -0.12), 3)


def bicycle(s: Scene) -> None:
    _brick_wall(s, 640, s.rng.choice([0, 1, 3]))
    _floor(s, 640)
    s.rect(850, 190, 240, 452, s.color("cream"), 8)
    s.rect(870, 210, 200, 432, s.wall(2), 6)
    s.rect(900, 240, 140, 110, s.color("cool", 0.35), 6)
    s.oval(1046, 440, 8, 8, s.color("sun"))
    s.rect(820, 636, 300, 20, s.color("stone", 0.35), 4)
    frame, ink = s.color(s.rng.choice(["warm", "cool", "sun"])), s.color("ink")
    back, front, hub = (290, 620), (690, 620), (460, 622)
    s.shadow(500, 766, 300, 22, 0.45)
    for x, y in (back, front):
        s.ring(x, y, 138, ink, 15)
        s.ring(x, y, 124, s.color("stone"), 4)
        for step in range(14):
            angle = step * math.pi / 7 + 0.2
            s.line(
                [(x, y), (x + math.cos(angle) * 122, y + math.sin(angle) * 122)],
                s.color("shade", 0.3),
                2,
            )
        s.oval(x, y, 14, 14, ink)
    s.stroke([(252, 486), (300, 476), (366, 500), (410, 560)], frame, 12)
    seat = (400, 410)
    for line in (
        [back, hub],
        [back, seat],
        [hub, seat],
        [hub, (640, 430)],
        [(412, 450), (636, 420)],
    ):
        s.line(line, frame, 15)
    s.stroke([(632, 330), (640, 430), (664, 540), front], frame, 15)
    s.line([(396, 420), (388, 366)], s.color("shade"), 10)
    s.smooth([(330, 352), (400, 340), (450, 356), (420, 376), (350, 376)], ink)
    s.stroke([(560, 318), (606, 302), (636, 330)], ink, 12)
    s.ring(*hub, 40, s.color("shade"), 9)
    s.line([hub, (498, 690)], ink, 9)
    s.rect(474, 688, 52, 13, ink, 5)
    basket = s.color("wood")
    s.poly([(596, 336), (780, 336), (752, 452), (626, 452)], basket)
    for step in range(7):
        s.line([(600 + step * 29, 340), (630 + step * 19, 450)], mix(basket, ink, 0.3), 3)
    for step in range(9):
        s.oval(612 + step * 19, 320 - (step % 3) * 16, 22, 20, s.leaf(step))
        if step % 2:
            s.oval(
                616 + step * 19,
                306 - (step % 3) * 12,
                13,
                13,
                s.color(s.rng.choice(["rose", "sun", "warm"])),
            )
    s.rect(206, 456, 130, 12, ink, 5)
    pot(s, 1050, 720, 110, 90, s.color("warm"))
    bush(s, 1050, 640, 150, 130)


def ladder(s: Scene) -> None:
    _brick_wall(s, 700, s.rng.choice([1, 4]))
    _floor(s, 700)
    s.rect(690, 120, 300, 250, s.color("cream"), 6)
    s.rect(710, 140, 260, 210, s.color("cool", 0.35))
    s.poly([(710, 350), (880, 140), (940, 140), (770, 350)], s.color("cool", 0.55))
    s.rect(834, 140, 12, 210, s.color("cream"))
    s.rect(670, 366, 340, 18, s.color("stone", -0.1))
    wood, dark = s.color("wood", 0.1), s.color("wood", -0.3)
    s.shadow(430, 812, 230, 22, 0.45)
    for step in range(9):
        y = 170 + step * 74
        left = 428 - step * 11.5
        s.line([(left, y), (left + 138, y + 8)], dark, 15)
    s.line([(450, 90), (330, 810)], wood, 26)
    s.line([(586, 98), (496, 818)], wood, 26)
    s.line([(446, 96), (326, 806)], mix(wood, (255, 255, 255), 0.25), 6)
    s.rect(700, 720, 150, 90, s.color("warm"), 10)
    s.rect(690, 706, 170, 22, s.color("warm", -0.15), 6)
    s.stroke([(716, 706), (776, 640), (836, 706)], s.color("ink"), 8)
    pot(s, 1010, 806, 130, 110, s.color("rose"))
    bush(s, 1010, 706, 190, 190)
    for step in range(7):
        s.oval(
            940 + step * 24,
            600 + (step % 3) * 34,
            13,
            13,
            s.color(["sun", "warm", "cream"][step % 3]),
        )


def bookshelf(s: Scene) -> None:
    s.rect(0, 0, 1200, 900, mix(s.wall(4), s.color("cream"), 0.62))
    s.gradient(s.color("wood", -0.1), s.color("wood", -0.35), 800, 100)
    s.shadow(600, 812, 470, 26, 0.5)
    wood, inside = s.color("wood", 0.08), s.color("wood", -0.42)
    s.rect(150, 60, 900, 760, wood, 10)
    for row in range(3):
        y = 90 + row * 240
        s.rect(180, y, 840, 212, inside)
        x = 190.0
        while x < 985:
            if s.rng.random() < 0.11 and x < 860:
                _ornament(s, x + 52, y + 212, row)
                x += 112
                continue
            w, h = s.rng.uniform(24, 50), s.rng.uniform(136, 196)
            if x + w > 1012:
                break
            color = s.wall(s.rng.randrange(6)) if s.rng.random() < 0.8 else s.color("cream")
            s.rect(x, y + 212 - h, w - 3, h, color, 3)
            s.rect(x + 3, y + 212 - h + 18, w - 9, 7, mix(color, s.color("sun"), 0.65))
            s.rect(x + 3, y + 212 - 30, w - 9, 5, mix(color, s.color("ink"), 0.4))
            x += w
        s.rect(150, y + 212, 900, 28, wood)
        s.rect(150, y + 212, 900, 6, mix(wood, (255, 255, 255), 0.25))


def _ornament(s: Scene, x: float, base: float, place: int) -> None:
    if place % 3 == 0:
        pot(s, x, base, 62, 54, s.color("rose"))
        bush(s, x, base - 54, 96, 90, place)
    elif place % 3 == 1:
        s.oval(x, base - 52, 40, 52, s.color("cool", 0.2))
        s.rect(x - 14, base - 124, 28, 34, s.color("cool", 0.2), 6)
    else:
        s.rect(x - 42, base - 110, 84, 110, s.color("cream"), 4)
        s.rect(x - 32, base - 100, 64, 90, s.color("sky_low"))
        s.poly([(x - 32, base - 10), (x - 6, base - 60), (x + 32, base - 10)], s.leaf(place))


def tools(s: Scene) -> None:
    board = s.color("wood", 0.3)
    s.rect(0, 0, 1200, 900, board)
    for row in range(8):
        s.rect(0, row * 118, 1200, 4, mix(board, s.color("wood"), 0.7))
    for y in range(50, 640, 56):
        for x in range(40, 1200, 56):
            s.oval(x, y, 4, 4, mix(board, s.color("ink"), 0.25))
    ink, steel = s.color("ink"), s.color("stone", 0.2)
    s.shadow(236, 330, 40, 170, 0.25)
    s.rect(205, 190, 34, 300, s.color("warm"), 14)
    s.rect(130, 130, 180, 66, ink, 12)
    s.poly([(130, 140), (86, 176), (130, 188)], ink)
    s.shadow(470, 340, 50, 160, 0.25)
    s.poly([(410, 260), (520, 150), (548, 178), (456, 520), (430, 510)], steel)
    for step in range(11):
        s.poly(
            [
                (413 + step * 2, 268 + step * 23),
                (404 + step * 2, 280 + step * 23),
                (415 + step * 2, 291 + step * 23),
            ],
            board,
        )
    s.smooth([(506, 140), (560, 110), (590, 150), (560, 190), (528, 180)], s.color("wood", -0.2))
    s.shadow(760, 320, 50, 160, 0.25)
    s.rect(722, 110, 26, 190, steel, 6)
    s.rect(700, 290, 70, 190, s.color("sun"), 22)
    s.rect(716, 320, 10, 130, s.color("sun", 0.4), 5)
    s.ring(960, 170, 62, steel, 26)
    s.rect(942, 210, 36, 250, steel, 14)
    s.poly([(930, 90), (990, 90), (976, 140), (944, 140)], board)
    s.rect(0, 640, 1200, 260, s.color("wood", -0.12))
    s.rect(0, 640, 1200, 14, s.color("wood", 0.2))
    s.shadow(360, 830, 250, 20, 0.5)
    s.rect(150, 690, 420, 140, s.color("cool"), 16)
    s.rect(150, 690, 420, 40, s.color("cool", -0.25), 12)
    s.stroke([(270, 690), (300, 628), (420, 628), (450, 690)], ink, 16)
    s.rect(330, 716, 60, 34, s.color("sun"), 6)
    for step in range(5):
        cx = 720 + step * 84
        s.shadow(cx + 6, 826, 40, 10, 0.35)
        s.rect(cx - 34, 740, 68, 88, s.wall(step + 1), 8)
        s.rect(cx - 38, 728, 76, 20, s.color("cream"), 5)
        s.rect(cx - 22, 766, 44, 30, s.color("cream"), 4)


def armchair(s: Scene) -> None:
    wall = mix(s.wall(2), s.color("cream"), 0.55)
    s.rect(0, 0, 1200, 690, wall)
    s.rect(0, 670, 1200, 22, s.color("cream"))
    s.gradient(s.color("wood", 0.12), s.color("wood", -0.12), 690, 210)
    s.smooth(
        [(80, 800), (600, 730), (1120, 800), (1080, 880), (600, 896), (120, 880)],
        mix(s.color("rose"), s.color("cream"), 0.3),
    )
    s.rect(110, 110, 250, 330, s.color("cream"), 6)
    s.rect(132, 132, 206, 286, s.color("sky_low"))
    s.smooth([(132, 400), (180, 300), (250, 340), (338, 260), (338, 418), (132, 418)], s.leaf(0))
    s.oval(280, 200, 30, 30, s.color("sun"))
    color = s.color(s.rng.choice(["warm", "sun", "cool"]))
    dark = mix(color, s.color("ink"), 0.22)
    s.shadow(640, 820, 280, 30, 0.5)
    for x in (450, 806):
        s.poly([(x, 760), (x + 34, 760), (x + 22, 836), (x + 10, 836)], s.color("wood", -0.4))
    s.smooth(
        [(430, 560), (420, 360), (500, 250), (650, 228), (790, 250), (866, 360), (858, 560)], color
    )
    s.smooth(
        [(450, 620), (450, 540), (650, 520), (840, 540), (840, 620), (650, 650)],
        mix(color, (255, 255, 255), 0.2),
    )
    s.rect(430, 590, 430, 176, color, 34)
    s.rect(392, 480, 92, 290, dark, 44)
    s.rect(806, 480, 92, 290, dark, 44)
    for x, y in ((570, 340), (650, 320), (730, 340), (610, 420), (690, 420)):
        s.oval(x, y, 8, 8, dark)
    s.smooth([(560, 480), (720, 470), (736, 590), (580, 604)], s.color("cream"))
    for step in range(4):
        s.line(
            [(574 + step * 42, 486 - step * 3), (590 + step * 42, 600 - step * 3)],
            mix(s.color("cream"), color, 0.5),
            8,
        )
    s.rect(1010, 300, 12, 520, s.color("ink"))
    s.oval(1016, 822, 62, 14, s.color("ink"))
    s.glow(1016, 330, 190, 0.65)
    s.poly([(960, 190), (1072, 190), (1120, 320), (912, 320)], s.color("sun", 0.35))
