"""Pictures for the demo town, drawn by us: the same seed always draws the same picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import kitchen, nature, street, things
from .scene import PALETTES, Scene

if TYPE_CHECKING:
    from collections.abc import Callable

MOTIVES: dict[str, Callable[[Scene], None]] = {
    "street_morning": street.morning,
    "street_evening": street.evening,
    "canal": street.canal,
    "square": street.square,
    "bicycle": things.bicycle,
    "ladder": things.ladder,
    "bookshelf": things.bookshelf,
    "tools": things.tools,
    "armchair": things.armchair,
    "garden_table": kitchen.garden_table,
    "cake": kitchen.cake,
    "soup": kitchen.soup,
    "harvest": kitchen.harvest,
    "lost_cat": nature.lost_cat,
    "playground": nature.playground,
    "park": nature.park,
    "window_plants": nature.window_plants,
}

__all__ = ["MOTIVES", "PALETTES", "draw"]


def draw(
    motive: str, seed: int = 1, size: tuple[int, int] = (1200, 900), palette: str | None = None
) -> bytes:
    """A JPEG of the motive (a key of ``MOTIVES``); the seed varies colours, details and light.

    ``palette`` is a key of ``PALETTES``; without it the seed chooses one.
    """
    scene = Scene(f"{motive}-{seed}", palette)
    MOTIVES[motive](scene)
    return scene.jpeg(size)
