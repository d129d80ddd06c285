"""Paper, paint and light for the drawn pictures: flat shapes, soft shadows, a warm glow, grain."""

from __future__ import annotations

import io
import random
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1200, 900
SCALE = 1.5  # Drawn larger and shrunk at the end, so that edges are smooth.

if TYPE_CHECKING:
    from collections.abc import Sequence

Color = tuple[int, int, int]
Point = tuple[float, float]


def rgb(color: str) -> Color:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mix(one: Color, other: Color, part: float) -> Color:
    """``part`` of the way from one colour to the other."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


# Four lights of one town; every colour of a picture comes from here, so they go together.
PALETTES: dict[str, dict[str, str | list[str]]] = {
    "morning": {
        "sky_top": "#bfdde6",
        "sky_low": "#fdeccb",
        "light": "#ffd79a",
        "walls": ["#b9593f", "#f2dfc0", "#2f6b57", "#d98e6c", "#8aa79a", "#e8c27a"],
        "leaf": ["#3d7a55", "#5f9a63", "#8dbb74"],
        "ink": "#1d3735",
        "cream": "#fff4df",
        "stone": "#d8cab4",
        "shade": "#8a7a68",
        "warm": "#b9482f",
        "sun": "#ffcf70",
        "wood": "#b07b4f",
        "cool": "#4d86a0",
        "rose": "#e9a8a0",
    },
    "noon": {
        "sky_top": "#a9d6ea",
        "sky_low": "#eef7ee",
        "light": "#fff0c9",
        "walls": ["#c8694a", "#f6ead2", "#3b7d66", "#e0a078", "#94b7b5", "#f0cf84"],
        "leaf": ["#3f8557", "#69a863", "#9cc873"],
        "ink": "#1c3b3c",
        "cream": "#fffaf0",
        "stone": "#e2d7c4",
        "shade": "#9a8d7b",
        "warm": "#c2502f",
        "sun": "#ffdc7c",
        "wood": "#be8a5b",
        "cool": "#4b90b4",
        "rose": "#efb3ac",
    },
    "evening": {
        "sky_top": "#6f8fae",
        "sky_low": "#f7b98a",
        "light": "#ff9f66",
        "walls": ["#8e4336", "#d9b996", "#2a5750", "#a96752", "#657f80", "#c59a5e"],
        "leaf": ["#2f5e4a", "#47775a", "#6f9468"],
        "ink": "#1b2b33",
        "cream": "#fbe8cf",
        "stone": "#b7a596",
        "shade": "#6d6263",
        "warm": "#a83f2c",
        "sun": "#ffbf63",
        "wood": "#8e603f",
        "cool": "#3f6d8c",
        "rose": "#d98f86",
    },
    "autumn": {
        "sky_top": "#cfdcd8",
        "sky_low": "#faeed6",
        "light": "#ffd08a",
        "walls": ["#a9503a", "#ecdcbd", "#3f6a55", "#cf8558", "#90a097", "#d9ae5f"],
        "leaf": ["#b2672c", "#d2913a", "#8a8a45"],
        "ink": "#27342f",
        "cream": "#fff3dc",
        "stone": "#d3c3aa",
        "shade": "#877562",
        "warm": "#b04a2a",
        "sun": "#fbc765",
        "wood": "#a06c42",
        "cool": "#5b8390",
        "rose": "#dfa08f",
    },
}


@cache
def _grain() -> Image.Image:
    """Paper: fine noise around middle grey, the same every time."""
    pixels = random.Random("paper").randbytes(256 * 256)  # noqa: S311  # a drawing, not a secret
    tile = Image.frombytes("L", (256, 256), pixels).filter(ImageFilter.GaussianBlur(0.6))
    return tile.point(lambda value: 128 + (value - 128) // 7)


class Scene:
    """One picture of 1200 by 900 units, painted back to front."""

    def __init__(self, seed: str, palette: str | None = None) -> None:
        self.rng = random.Random(seed)  # noqa: S311  # a drawing, not a secret
        name = palette or self.rng.choice(["morning", "noon", "morning", "autumn"])
        self.palette = PALETTES[name]
        self.image = Image.new("RGB", (round(WIDTH * SCALE), round(HEIGHT * SCALE)))
        self.pen = ImageDraw.Draw(self.image)

    def use(self, palette: str) -> None:
        """Paints the rest in another light."""
        self.palette = PALETTES[palette]

    def color(self, name: str, lighter: float = 0.0) -> Color:
        """A colour of the palette, lightened (or, below zero, darkened) by a part."""
        value = self.palette[name]
        base = rgb(self.rng.choice(value) if isinstance(value, list) else value)
        target = (255, 250, 240) if lighter > 0 else rgb(str(self.palette["ink"]))
        return mix(base, target, abs(lighter))

    def wall(self, place: int) -> Color:
        walls = self.palette["walls"]
        return rgb(walls[place % len(walls)])

    def leaf(self, place: int) -> Color:
        leaves = self.palette["leaf"]
        return rgb(leaves[place % len(leaves)])

    def gradient(self, top: Color, bottom: Color, y: float = 0, height: float = HEIGHT) -> None:
        strip = Image.new("RGB", (1, 64))
        for row in range(64):
            strip.putpixel((0, row), mix(top, bottom, row / 63))
        box = (round(WIDTH * SCALE), round(height * SCALE))
        self.image.paste(strip.resize(box, Image.Resampling.BICUBIC), (0, round(y * SCALE)))

    def sky(self, until: float = HEIGHT) -> None:
        self.gradient(self.color("sky_top"), self.color("sky_low"), 0, until)

    def rect(self, x: float, y: float, w: float, h: float, color: Color, radius: float = 0) -> None:
        box = [x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE]
        self.pen.rounded_rectangle(box, radius * SCALE, fill=color)

    def poly(self, points: Sequence[Point], color: Color) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=color)

    def oval(self, x: float, y: float, rx: float, ry: float, color: Color) -> None:
        box = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self.pen.ellipse(box, fill=color)

    def ring(self, x: float, y: float, r: float, color: Color, width: float) -> None:
        box = [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE]
        self.pen.ellipse(box, outline=color, width=round(width * SCALE))

    def line(self, points: Sequence[Point], color: Color, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=color, width=round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.oval(x, y, width / 2, width / 2, color)

    def smooth(self, points: Sequence[Point], color: Color) -> None:
        """A closed soft shape through the points (Catmull-Rom)."""
        self.poly(curve(points, closed=True), color)

    def stroke(self, points: Sequence[Point], color: Color, width: float) -> None:
        """An open soft line through the points."""
        self.line(curve(points, closed=False), color, width)

    def _soft_mask(self, x: float, y: float, rx: float, ry: float, blur: float) -> Image.Image:
        part = 8
        small = Image.new("L", (WIDTH // part, HEIGHT // part))
        box = [(x - rx) / part, (y - ry) / part, (x + rx) / part, (y + ry) / part]
        ImageDraw.Draw(small).ellipse(box, fill=255)
        small = small.filter(ImageFilter.GaussianBlur(blur / part))
        return small.resize(self.image.size, Image.Resampling.BICUBIC)

    def _tint(self, mask: Image.Image, color: Color, strength: float) -> None:
        mask = mask.point(lambda value: round(value * strength))
        self.image.paste(color, (0, 0, *self.image.size), mask)

    def shadow(self, x: float, y: float, rx: float, ry: float, strength: float = 0.35) -> None:
        """A soft shadow on the ground."""
        self._tint(self._soft_mask(x, y, rx, ry, 18), self.color("ink"), strength)

    def glow(self, x: float, y: float, r: float, strength: float = 0.5) -> None:
        """Warm light around a point."""
        self._tint(self._soft_mask(x, y, r, r, r * 0.55), self.color("light"), strength)

    def jpeg(self, size: tuple[int, int]) -> bytes:
        """Light from one side, darker corners, paper grain; then the file."""
        side = self.rng.choice([120, 1080])
        self.glow(side, 80, 420, 0.34)
        vignette = self._soft_mask(600, 430, 700, 560, 160)
        self._tint(ImageChops.invert(vignette), self.color("ink"), 0.28)
        picture = self.image.resize(size, Image.Resampling.LANCZOS)
        paper = Image.new("L", size)
        for x in range(0, size[0], 256):
            for y in range(0, size[1], 256):
                paper.paste(_grain(), (x, y))
        picture = ImageChops.overlay(picture, Image.merge("RGB", (paper,) * 3))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=84, optimize=True, progressive=True)
        return out.getvalue()


def curve(points: Sequence[Point], *, closed: bool, steps: int = 10) -> list[Point]:
    """Points on the Catmull-Rom curve through the given ones."""
    count = len(points)
    found: list[Point] = []
    for place in range(count if closed else count - 1):
        if closed:
            before, start, end, after = (points[(place + o) % count] for o in (-1, 0, 1, 2))
        else:
            before, start = points[max(place - 1, 0)], points[place]
            end, after = points[place + 1], points[min(place + 2, count - 1)]
        for step in range(steps):
            t = step / steps
            x, y = (
                0.5
                * (
                    2 * b
                    + (c - a) * t
                    + (2 * a - 5 * b + 4 * c - d) * t * t
                    + (3 * b - a - 3 * c + d) * t**3
                )
                for a, b, c, d in zip(before, start, end, after, strict=True)
            )
            found.append((x, y))
    if not closed:
        found.append(points[-1])
    return found
