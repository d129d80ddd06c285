"""Pictures from outdoors and the window sill: animals, play, trees, plants."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .parts import bush, person, pot, tree, window
from .scene import mix

if TYPE_CHECKING:
    from .scene import Scene


def _meadow(s: Scene, y: float) -> None:
    s.gradient(mix(s.leaf(2), s.color("light"), 0.25), s.leaf(1), y, 900 - y)
    for _ in range(260):
        x, top = s.rng.uniform(0, 1200), s.rng.uniform(y + 20, 890)
        tall = 8 + (top - y) * 0.05
        s.line(
            [(x, top), (x + s.rng.uniform(-5, 5), top - tall)],
            mix(s.leaf(0), s.color("sun"), s.rng.uniform(0, 0.5)),
            3,
        )


def _hills(s: Scene, y: float) -> None:
    far = mix(s.leaf(0), s.color("sky_low"), 0.6)
    s.smooth(
        [
            (-80, y + 80),
            (140, y - 60),
            (420, y - 10),
            (700, y - 80),
            (1000, y - 20),
            (1280, y - 60),
            (1280, y + 200),
            (-80, y + 200),
        ],
        far,
    )
    near = mix(s.leaf(0), s.color("sky_low"), 0.35)
    s.smooth(
        [
            (-80, y + 110),
            (260, y + 20),
            (560, y + 50),
            (900, y),
            (1280, y + 50),
            (1280, y + 220),
            (-80, y + 220),
        ],
        near,
    )


def lost_cat(s: Scene) -> None:
    s.sky(640)
    for step in range(6):
        bush(s, step * 240, 640, 330, s.rng.uniform(190, 330), step)
    brick = s.wall(0)
    s.rect(0, 610, 1200, 290, brick)
    for row in range(8):
        for column in range(13):
            x = column * 100 - (50 if row % 2 else 0)
            s.rect(
                x + 3,
                650 + row * 34,
                94,
                28,
                mix(brick, s.color("cream"), s.rng.uniform(0.02, 0.22)),
                3,
            )
    s.rect(0, 596, 1200, 48, s.color("stone"))
    s.rect(0, 596, 1200, 12, s.color("stone", 0.4))
    _cat(s)
    for x in (120, 1080):
        pot(s, x, 606, 120, 96, s.color("warm", 0.2))
        bush(s, x, 512, 170, 150, 1)
        for step in range(6):
            s.oval(
                x - 60 + step * 24,
                440 + (step % 2) * 40,
                14,
                14,
                s.color(["rose", "sun"][step % 2]),
            )


def _cat(s: Scene) -> None:
    fur = s.rng.choice(
        [s.color("shade", 0.12), mix(s.color("warm"), s.color("sun"), 0.45), s.color("ink", 0.16)]
    )
    dark = mix(fur, s.color("ink"), 0.42)
    belly = mix(fur, s.color("cream"), 0.75)
    s.shadow(600, 606, 220, 18, 0.45)
    s.stroke([(740, 560), (850, 580), (900, 660), (870, 740), (900, 780)], fur, 40)
    for step in range(3):
        s.line([(858 + step * 14, 632 + step * 36), (900 - step * 4, 626 + step * 38)], dark, 12)
    s.smooth([(440, 604), (448, 470), (520, 380), (640, 372), (740, 450), (776, 604)], fur)
    s.smooth([(520, 604), (516, 500), (560, 440), (610, 500), (608, 604)], belly)
    for step in range(4):
        s.stroke(
            [
                (690 + step * 8, 430 + step * 40),
                (650 + step * 6, 444 + step * 40),
                (634 + step * 6, 470 + step * 40),
            ],
            dark,
            12,
        )
    s.oval(512, 596, 40, 20, fur)
    s.oval(602, 596, 40, 20, fur)
    s.poly([(444, 262), (450, 166), (532, 226)], fur)
    s.poly([(668, 262), (662, 166), (580, 226)], fur)
    s.poly([(460, 246), (464, 196), (508, 226)], s.color("rose"))
    s.poly([(652, 246), (648, 196), (604, 226)], s.color("rose"))
    s.smooth(
        [
            (430, 310),
            (470, 226),
            (556, 208),
            (642, 226),
            (682, 310),
            (640, 388),
            (556, 412),
            (472, 388),
        ],
        fur,
    )
    s.smooth([(500, 350), (556, 318), (612, 350), (600, 396), (556, 408), (512, 396)], belly)
    for x in (530, 556, 582):
        s.line([(x, 218), (x, 252)], dark, 10)
    for x in (506, 606):
        s.oval(x, 308, 27, 25, s.color("sun"))
        s.oval(x, 308, 10, 22, s.color("ink", -0.2))
        s.oval(x - 5, 299, 5, 5, (255, 255, 255))
    s.poly([(542, 342), (570, 342), (556, 358)], s.color("rose", -0.1))
    s.stroke([(556, 358), (548, 374), (530, 374)], s.color("ink"), 4)
    s.stroke([(556, 358), (564, 374), (582, 374)], s.color("ink"), 4)
    for side in (-1, 1):
        for step in range(3):
            s.line(
                [(556 + side * 46, 362 + step * 8), (556 + side * 166, 346 + step * 22)],
                s.color("cream"),
                3,
            )
    s.smooth(
        [(462, 410), (556, 436), (650, 410), (644, 432), (556, 458), (468, 432)], s.color("warm")
    )
    s.oval(556, 460, 15, 15, s.color("sun"))


def playground(s: Scene) -> None:
    s.sky(520)
    s.oval(980, 150, 64, 64, s.color("sun", 0.3))
    s.glow(980, 150, 260, 0.6)
    _hills(s, 430)
    _meadow(s, 520)
    tree(s, 110, 620, 1.35)
    tree(s, 1120, 600, 1.15, 1)
    s.smooth(
        [(180, 800), (340, 730), (760, 710), (1060, 770), (980, 860), (500, 890)],
        mix(s.color("sun"), s.color("cream"), 0.45),
    )
    frame = s.color("warm")
    s.shadow(380, 790, 220, 18, 0.4)
    for a, b in (
        ((220, 800), (290, 380)),
        ((360, 800), (290, 380)),
        ((520, 800), (590, 380)),
        ((660, 800), (590, 380)),
    ):
        s.line([a, b], frame, 20)
    s.line([(280, 382), (600, 382)], frame, 22)
    for x, tilt in ((370, -46), (500, 40)):
        s.line([(x - 22, 386), (x - 22 + tilt, 650)], s.color("ink"), 4)
        s.line([(x + 22, 386), (x + 22 + tilt, 650)], s.color("ink"), 4)
        s.rect(x - 36 + tilt, 648, 72, 14, s.color("cool"), 6)
    child = (370 - 46, 650)
    s.rect(child[0] - 18, child[1] - 84, 40, 84, s.color("sun"), 18)
    s.oval(child[0] + 2, child[1] - 108, 28, 28, (214, 160, 121))
    s.smooth(
        [
            (child[0] - 28, child[1] - 108),
            (child[0] - 10, child[1] - 140),
            (child[0] + 26, child[1] - 126),
            (child[0] + 10, child[1] - 118),
        ],
        s.color("ink"),
    )
    s.line(
        [(child[0] + 4, child[1]), (child[0] + 54, child[1] + 10), (child[0] + 72, child[1] + 56)],
        s.color("cool", -0.2),
        18,
    )
    s.shadow(900, 770, 180, 18, 0.4)
    for x in (760, 860):
        s.rect(x, 430, 18, 340, s.color("wood", -0.1))
    s.poly([(734, 440), (818, 350), (902, 440)], s.color("cool"))
    s.rect(756, 560, 126, 18, s.color("wood"))
    for step in range(5):
        s.rect(690 + step * 14, 740 - step * 36, 74, 11, s.color("wood", 0.15), 4)
    s.line([(686, 770), (762, 570)], s.color("wood", -0.2), 11)
    slide = s.color("sun")
    s.stroke([(872, 566), (930, 600), (1000, 720), (1080, 770)], slide, 54)
    s.stroke(
        [(872, 556), (934, 592), (1006, 712), (1084, 760)], mix(slide, (255, 255, 255), 0.4), 14
    )
    s.oval(260, 850, 30, 30, s.color("cool"))
    s.oval(252, 842, 10, 9, s.color("cool", 0.5))
    person(s, 610, 850, 1.15, s.rng.randrange(4))


def park(s: Scene) -> None:
    s.sky(520)
    s.glow(250, 170, 280, 0.7)
    s.oval(250, 170, 58, 58, s.color("sun", 0.3))
    _hills(s, 420)
    _meadow(s, 510)
    path = mix(s.color("stone"), s.color("cream"), 0.3)
    s.smooth(
        [
            (700, 520),
            (650, 600),
            (720, 700),
            (560, 900),
            (1010, 900),
            (900, 720),
            (790, 620),
            (736, 520),
        ],
        path,
    )
    tree(s, 1010, 640, 1.55)
    tree(s, 480, 560, 0.8, 1)
    tree(s, 840, 550, 0.7)
    s.shadow(300, 806, 170, 24, 0.4)
    s.oval(300, 800, 130, 28, s.color("wood", -0.45))
    s.line([(300, 800), (296, 520)], s.color("wood", -0.2), 14)
    for step in range(12):
        angle = step * 0.9
        s.oval(
            296 + math.cos(angle) * (20 + step * 4),
            470 + math.sin(angle) * (18 + step * 3),
            30,
            25,
            mix(s.leaf(step), s.color("sun"), 0.12),
        )
    s.line([(372, 800), (366, 580)], s.color("wood"), 12)
    s.line([(302, 640), (368, 646)], s.color("cream"), 7)
    person(s, 170, 824, 1.5, 1)
    person(s, 430, 830, 1.15, 2)
    s.line([(486, 836), (520, 620)], s.color("wood", 0.1), 11)
    s.smooth([(466, 812), (508, 808), (512, 860), (486, 892), (462, 858)], s.color("shade"))
    can = s.color("cool")
    s.poly([(556, 780), (650, 780), (642, 866), (564, 866)], can)
    s.line([(650, 850), (706, 778)], can, 13)
    s.ring(586, 778, 38, can, 9)
    s.rect(790, 640, 190, 14, s.color("wood"), 5)
    s.rect(790, 606, 190, 12, s.color("wood"), 5)
    s.rect(808, 652, 12, 44, s.color("ink"))
    s.rect(950, 652, 12, 44, s.color("ink"))


def window_plants(s: Scene) -> None:
    s.use(s.rng.choice(["morning", "noon"]))
    s.rect(0, 0, 1200, 900, mix(s.wall(5), s.color("cream"), 0.55))
    s.rect(150, 50, 900, 620, s.color("cream"), 8)
    s.gradient(s.color("sky_top"), s.color("sky_low"), 80, 560)
    for side_x in (0, 1020):
        s.rect(side_x, 0, 180, 760, mix(s.wall(5), s.color("cream"), 0.55))
    s.rect(150, 50, 30, 620, s.color("cream"))
    s.rect(1020, 50, 30, 620, s.color("cream"))
    x = 186.0
    place = first = s.rng.randrange(4)
    while x < 1010:
        w = min(s.rng.choice([150, 180, 210]), 1016 - x)
        top = s.rng.uniform(320, 430)
        wall = mix(s.wall(place), s.color("sky_low"), 0.42)
        s.rect(x, top, w, 640 - top, wall)
        s.poly([(x, top), (x + w / 2, top - w * 0.4), (x + w, top)], wall)
        if w > 100:
            for column in range(2):
                window(s, x + 24 + column * (w / 2 - 4), top + 40, 34, 52, lit=False)
        x += w
        place += 1
    s.rect(582, 50, 36, 620, s.color("cream"))
    s.rect(150, 230, 900, 16, s.color("cream"))
    curtain = mix(s.color("rose"), s.color("cream"), 0.35)
    for side in (0, 1):
        for step in range(4):
            left = 96 + step * 34 if side == 0 else 1104 - step * 34 - 40
            s.rect(
                left, 20, 40, 660 - step * 16, mix(curtain, s.color("ink"), 0.05 * (step % 2)), 14
            )
    s.rect(70, 8, 1060, 26, s.color("wood"), 12)
    s.rect(60, 670, 1080, 50, s.color("wood", 0.22), 6)
    s.rect(60, 714, 1080, 12, s.color("wood", -0.15))
    for place, px in enumerate((210, 420, 620, 830, 1000)):
        s.shadow(px + 10, 672, 70, 12, 0.35)
        pot(
            s,
            px,
            672,
            118,
            96,
            [s.color("warm"), s.color("cool"), s.color("cream"), s.color("sun"), s.color("rose")][
                place
            ],
        )
        _plant(s, px, 572, place + first)
    s.shadow(330, 674, 40, 9, 0.3)
    s.rect(296, 622, 64, 50, s.color("cream"), 12)
    s.ring(364, 646, 17, s.color("cream"), 8)
    s.glow(600, 780, 460, 0.3)


def _plant(s: Scene, x: float, base: float, kind: int) -> None:
    if kind % 4 == 0:
        for step in range(11):
            lean = (step - 5) * 22
            s.stroke(
                [
                    (x, base),
                    (x + lean * 0.5, base - 110),
                    (x + lean * 1.3, base - 160 + abs(lean) * 0.9),
                ],
                s.leaf(step),
                15,
            )
    elif kind % 4 == 1:
        for step in range(6):
            tilt = (step - 2.5) * 26
            tip = (x + tilt, base - 140 - (step % 2) * 40)
            s.line([(x, base), tip], s.leaf(0), 7)
            for petal in range(6):
                angle = petal * math.tau / 6
                s.oval(
                    tip[0] + math.cos(angle) * 17,
                    tip[1] + math.sin(angle) * 17,
                    14,
                    14,
                    s.color(["rose", "warm", "cream"][step % 3]),
                )
            s.oval(*tip, 11, 11, s.color("sun"))
    elif kind % 4 == 2:
        s.rect(x - 34, base - 150, 68, 170, s.leaf(0), 34)
        s.rect(x - 78, base - 90, 44, 30, s.leaf(0), 15)
        s.rect(x - 78, base - 130, 30, 66, s.leaf(0), 15)
        s.rect(x + 30, base - 60, 44, 30, s.leaf(0), 15)
        s.rect(x + 48, base - 104, 30, 66, s.leaf(0), 15)
        for step in range(9):
            s.line(
                [
                    (x - 16 + (step % 3) * 16, base - 130 + (step // 3) * 44),
                    (x - 16 + (step % 3) * 16, base - 118 + (step // 3) * 44),
                ],
                s.color("cream"),
                4,
            )
        s.oval(x, base - 156, 18, 16, s.color("rose"))
    else:
        for step in range(9):
            angle = -math.pi * (0.1 + step * 0.1)
            cx, cy = x + math.cos(angle) * 86, base - 30 + math.sin(angle) * 120
            s.line([(x, base), (cx, cy)], s.leaf(1), 5)
            s.oval(cx, cy, 42, 30, s.leaf(step))
