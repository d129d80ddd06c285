"""Colour arithmetic: contrast, ramps and the nearest colour that passes.

Contrast is WCAG 2.2's relative luminance formula; ramps are made in OKLCH (Ottosson 2020),
where equal steps look equal, so every town's ramp is as even as the demo town's.
"""

from __future__ import annotations

import math
import re

HEX = re.compile(r"^#[0-9a-f]{6}$")
WHITE = "#ffffff"


def parse(color: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1; raises ``ValueError`` for anything but #rrggbb."""
    color = color.lower()
    if not HEX.match(color):
        raise ValueError(f"{color!r} is not a colour like #1f5f4a.")
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def to_hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in rgb)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * max(part, 0) ** (1 / 2.4) - 0.055


def luminance(color: str) -> float:
    red, green, blue = (_linear(part) for part in parse(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def to_oklch(color: str) -> tuple[float, float, float]:
    red, green, blue = (_linear(part) for part in parse(color))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def from_oklch(light: float, chroma: float, hue: float) -> str:
    """The nearest colour a screen can show: chroma gives way, lightness and hue do not."""
    while chroma > 0.001:
        rgb = _from_oklch(light, chroma, hue)
        if all(-0.001 <= part <= 1.001 for part in rgb):
            return to_hex(rgb)
        chroma *= 0.94
    return to_hex(_from_oklch(light, 0, hue))


def nearest_passing(color: str, ground: str, minimum: float) -> str:
    """The colour of the same hue, least darkened (or lightened), that reaches the contrast."""
    if contrast(color, ground) >= minimum:
        return color.lower()
    light, chroma, hue = to_oklch(color)
    step = -0.005 if luminance(ground) > 0.18 else 0.005
    while 0 <= light <= 1:
        light += step
        candidate = from_oklch(min(max(light, 0), 1), chroma, hue)
        if contrast(candidate, ground) >= minimum:
            return candidate
    return "#000000" if step < 0 else WHITE


# Lightness and share of the chroma of each step; 500 is the town's own colour.
RAMP = {50: (0.972, 0.10), 100: (0.937, 0.22), 200: (0.872, 0.42), 300: (0.785, 0.65)}
DEEPER = {700: 0.80, 900: 0.55}


def ramp(color: str) -> dict[int, str]:
    """Seven steps of one hue, from tint to deep; 500 is the colour itself."""
    light, chroma, hue = to_oklch(color)
    steps = {step: from_oklch(lit, chroma * part, hue) for step, (lit, part) in RAMP.items()}
    steps[500] = color.lower()
    steps |= {step: from_oklch(light * part, chroma * part, hue) for step, part in DEEPER.items()}
    return steps
