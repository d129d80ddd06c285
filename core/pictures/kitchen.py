"""Pictures of what neighbours eat together."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from .parts import bush, checked, pot, tree
from .scene import mix

if TYPE_CHECKING:
    from .scene import Scene


def garden_table(s: Scene) -> None:
    s.sky(430)
    s.glow(930, 130, 300, 0.7)
    for step in range(7):
        bush(s, step * 200, 470, 300, s.rng.uniform(150, 260), step)
    s.gradient(s.leaf(2), s.leaf(1), 450, 450)
    for _ in range(150):
        x, y = s.rng.uniform(0, 1200), s.rng.uniform(470, 890)
        s.line(
            [(x, y), (x + s.rng.uniform(-5, 5), y - 16)],
            mix(s.leaf(0), s.color("sun"), s.rng.uniform(0, 0.4)),
            3,
        )
    tree(s, 190, 560, 1.7)
    bunting(s, 270, 130, 1240, 190)
    s.shadow(640, 806, 470, 40, 0.45)
    for x in (260, 990):
        s.rect(x, 600, 26, 200, s.color("wood", -0.35))
    s.poly([(250, 500), (1040, 500), (1130, 620), (150, 620)], s.color("cream"))
    cloth = s.color(s.rng.choice(["warm", "cool"]))
    for step in range(12):
        if step % 2:
            x, low = 250 + step * 66, 150 + step * 81.6
            s.poly(
                [(x, 500), (x + 66, 500), (low + 81.6, 620), (low, 620)],
                mix(s.color("cream"), cloth, 0.45),
            )
    s.poly([(254, 548), (204, 570), (1094, 570), (1066, 548)], mix(s.color("cream"), cloth, 0.4))
    for step in range(14):
        s.poly(
            [
                (150 + step * 70, 620),
                (220 + step * 70, 620),
                (216 + step * 70, 668 + (step % 2) * 8),
                (154 + step * 70, 668 + (step % 3) * 5),
            ],
            mix(s.color("cream"), cloth, 0.55 if step % 2 else 0.08),
        )
    s.shadow(560, 560, 80, 14, 0.3)
    s.oval(560, 556, 104, 28, s.color("cream"))
    cake_at(s, 560, 546, 0.42)
    jug(s, 760, 580, 1.0)
    for x in (350, 860, 960):
        s.shadow(x + 6, 596, 44, 9, 0.25)
        s.oval(x, 590, 60, 17, s.color("cream"))
        s.oval(x, 588, 40, 10, s.color("cool", 0.4))
    for x in (440, 690, 1010):
        s.poly([(x - 20, 512), (x + 20, 512), (x + 14, 566), (x - 14, 566)], s.color("sun", 0.3))
        s.oval(x, 512, 20, 6, s.color("warm", 0.2))
    for x in (330, 700):
        s.rect(x, 690, 190, 18, s.color("wood", 0.12), 6)
        s.rect(x + 14, 706, 14, 120, s.color("wood", -0.2))
        s.rect(x + 162, 706, 14, 120, s.color("wood", -0.2))


def bunting(s: Scene, x0: float, y0: float, x1: float, y1: float) -> None:
    points = []
    for step in range(13):
        t = step / 12
        points.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + math.sin(math.pi * t) * 90))
    s.line(points, s.color("ink", 0.2), 4)
    for step, ((ax, ay), (bx, by)) in enumerate(pairwise(points)):
        color = s.color(["warm", "sun", "cool", "rose", "cream"][step % 5])
        s.poly([(ax + 8, ay + 2), (bx - 8, by + 2), ((ax + bx) / 2 + 4, (ay + by) / 2 + 66)], color)


def jug(s: Scene, x: float, base: float, size: float) -> None:
    s.shadow(x + 8, base, 48 * size, 10 * size, 0.3)
    glaze = s.color("cool", 0.15)
    s.smooth(
        [(x - 40 * size, base - 20 * size), (x - 48 * size, base - 70 * size), (x - 26 * size, base - 130 * size),
         (x + 28 * size, base - 136 * size), (x + 46 * size, base - 70 * size), (x + 38 * size, base - 16 * size), (x, base)],
        glaze,
    )  # fmt: skip
    for step in range(11):
        angle = -0.9 + step * 0.18
        tip = (
            x + math.sin(angle) * 130 * size,
            base - 130 * size - math.cos(angle) * (90 + (step % 3) * 34) * size,
        )
        s.line([(x, base - 128 * size), tip], s.leaf(step), 4 * size)
        s.oval(*tip, 17 * size, 17 * size, s.color(["rose", "sun", "warm", "cream"][step % 4]))
        s.oval(*tip, 6 * size, 6 * size, s.color("sun", -0.2))


def cake_at(s: Scene, x: float, base: float, size: float) -> None:
    sponge, cream = s.color("wood", 0.35), s.color("cream")
    w, h = 250 * size, 190 * size
    s.oval(x, base, w, 60 * size, mix(sponge, s.color("ink"), 0.15))
    s.rect(x - w, base - h, 2 * w, h, sponge)
    s.oval(x, base, w, 60 * size, sponge)
    s.rect(x - w, base - h * 0.55, 2 * w, h * 0.16, s.color("warm", 0.15))
    s.oval(x, base - h * 0.4, w, 56 * size, s.color("warm", 0.15))
    s.oval(x, base - h * 0.5, w, 56 * size, sponge)
    s.rect(x - w, base - h, 2 * w, h * 0.5, sponge)
    for step in range(11):
        left = x - w + step * (2 * w / 10)
        drop = (34 + (step * 37 % 5) * 12) * size
        s.rect(
            left - 26 * size, base - h - 20 * size, 52 * size, drop + 66 * size, cream, 26 * size
        )
    s.oval(x, base - h, w * 1.02, 62 * size, cream)
    s.oval(x, base - h - 6 * size, w * 0.9, 50 * size, mix(cream, s.color("rose"), 0.18))
    for step in range(10):
        angle = step * math.tau / 10
        bx, by = x + math.cos(angle) * w * 0.72, base - h - 14 * size + math.sin(angle) * 36 * size
        s.oval(bx, by, 30 * size, 32 * size, s.color("warm"))
        s.oval(bx - 8 * size, by - 10 * size, 9 * size, 8 * size, s.color("warm", 0.5))
        s.poly(
            [
                (bx - 16 * size, by - 26 * size),
                (bx + 16 * size, by - 26 * size),
                (bx, by - 12 * size),
            ],
            s.leaf(0),
        )


def cake(s: Scene) -> None:
    s.rect(0, 0, 1200, 560, mix(s.wall(s.rng.choice([2, 4])), s.color("cream"), 0.5))
    for x in range(0, 1200, 150):
        for y in range(0, 560, 150):
            s.rect(
                x + 4,
                y + 4,
                142,
                142,
                mix(s.color("cream"), s.color("cool"), 0.1 + ((x + y) % 4) * 0.012),
                4,
            )
    s.rect(760, 60, 330, 340, s.color("cream"), 6)
    s.rect(782, 82, 286, 296, s.color("sky_top"))
    s.smooth([(782, 330), (860, 270), (960, 300), (1068, 250), (1068, 378), (782, 378)], s.leaf(1))
    s.rect(918, 82, 14, 296, s.color("cream"))
    pot(s, 846, 432, 84, 66, s.color("warm"))
    bush(s, 846, 372, 120, 110, 1)
    checked(s, 0, 540, 1200, 360, s.color(s.rng.choice(["warm", "cool", "sun"])), 60)
    s.shadow(560, 800, 420, 46, 0.45)
    s.oval(560, 770, 400, 84, s.color("stone", 0.4))
    s.oval(560, 756, 380, 74, s.color("cream"))
    cake_at(s, 560, 740, 1.18)
    for step in range(5):
        x = 400 + step * 80
        y = 500 - (20 if step in (1, 2, 3) else 0)
        s.rect(x - 7, y - 92, 14, 92, s.color(["cool", "sun", "rose"][step % 3]), 4)
        s.glow(x, y - 116, 44, 0.7)
        s.smooth([(x, y - 136), (x + 11, y - 110), (x, y - 96), (x - 11, y - 110)], s.color("sun"))
    s.shadow(1030, 792, 90, 16, 0.35)
    s.oval(1030, 778, 110, 28, s.color("cream"))
    s.rect(964, 660, 132, 112, s.color("cream"), 26)
    s.ring(1108, 706, 34, s.color("cream"), 14)
    s.oval(1030, 664, 66, 18, s.color("wood", -0.4))


def soup(s: Scene) -> None:
    s.rect(0, 0, 1200, 900, s.color("wood", 0.16))
    for row in range(6):
        s.rect(0, row * 150, 1200, 5, s.color("wood", -0.2))
        for _ in range(4):
            x = s.rng.uniform(0, 1000)
            y = row * 150 + s.rng.uniform(20, 130)
            s.rect(x, y, s.rng.uniform(100, 240), 4, s.color("wood", 0.02), 2)
    s.shadow(610, 500, 350, 340, 0.5)
    s.oval(600, 460, 340, 340, s.color("cool", -0.1))
    s.oval(600, 456, 306, 306, s.color("cool", 0.25))
    s.oval(600, 462, 290, 290, mix(s.color("sun"), s.color("warm"), 0.35))
    s.oval(570, 430, 240, 230, mix(s.color("sun"), s.color("warm"), 0.25))
    for step in range(34):
        angle, reach = step * 2.4, 26 + step * 6.6
        x, y = 600 + math.cos(angle) * reach, 460 + math.sin(angle) * reach
        if step % 3 == 0:
            s.oval(x, y, 26, 26, s.color("warm", 0.1))
            s.oval(x, y, 15, 15, s.color("warm", 0.4))
        elif step % 3 == 1:
            s.oval(x, y, 20, 11, s.leaf(step))
        else:
            s.rect(x - 17, y - 15, 34, 30, s.color("cream"), 9)
    s.stroke([(470, 330), (570, 250), (690, 300)], mix(s.color("cream"), s.color("sun"), 0.3), 12)
    for x, y, r in ((150, 160, 108), (1060, 170, 96), (1080, 740, 112)):
        s.shadow(x + 10, y + 14, r, r, 0.4)
        s.oval(x, y, r, r, s.color("cream"))
        s.oval(x, y, r * 0.74, r * 0.74, mix(s.color("sun"), s.color("warm"), 0.3))
        s.oval(x - 14, y - 10, 18, 10, s.leaf(1))
        s.oval(x + 22, y + 16, 14, 14, s.color("warm", 0.2))
    s.shadow(190, 740, 150, 90, 0.4)
    s.smooth(
        [(40, 740), (90, 640), (220, 620), (330, 700), (330, 790), (200, 850), (80, 830)],
        s.color("wood", 0.32),
    )
    for step in range(4):
        s.stroke(
            [(104 + step * 56, 700), (130 + step * 56, 740), (120 + step * 56, 790)],
            s.color("cream"),
            9,
        )


def harvest(s: Scene) -> None:
    s.use("noon")
    s.sky(520)
    for step in range(6):
        bush(s, step * 240, 560, 340, s.rng.uniform(160, 250), step)
    s.gradient(s.color("wood", -0.3), s.color("wood", -0.5), 540, 360)
    for row in range(4):
        y = 580 + row * 60
        for step in range(12):
            x = step * 108 + (row % 2) * 54
            bush(s, x, y, 70 + row * 8, 46 + row * 8, step + row)
    s.shadow(600, 850, 430, 36, 0.55)
    wood = s.color("wood", 0.18)
    colors = ["warm", "sun", "leaf", "cream", "rose"]
    for step in range(30):
        cx = 260 + (step % 10) * 74 + s.rng.uniform(-10, 10)
        cy = 600 + (step // 10) * 42 + s.rng.uniform(-8, 8)
        r = s.rng.uniform(40, 56)
        color = s.color(colors[(step * 7) % 5])
        s.oval(cx, cy, r, r * 0.92, color)
        s.oval(cx - r * 0.3, cy - r * 0.35, r * 0.28, r * 0.2, mix(color, (255, 255, 255), 0.35))
        s.line([(cx, cy - r * 0.8), (cx + 6, cy - r * 1.15)], s.leaf(0), 7)
    for step in range(7):
        x = 300 + step * 100
        for blade in range(5):
            s.stroke(
                [(x, 560), (x - 40 + blade * 20, 480), (x - 64 + blade * 32, 430)],
                s.leaf(blade),
                12,
            )
        s.smooth(
            [(x - 26, 560), (x, 548), (x + 26, 560), (x + 10, 660), (x, 690), (x - 10, 660)],
            mix(s.color("sun"), s.color("warm"), 0.45),
        )
    s.poly([(200, 690), (1000, 690), (960, 850), (240, 850)], wood)
    for row in range(3):
        s.rect(
            214 + row * 10, 694 + row * 52, 772 - row * 20, 44, mix(wood, (255, 255, 255), 0.12), 4
        )
    for x in (236, 588, 930):
        s.rect(x, 690, 34, 158, s.color("wood", -0.15), 4)
