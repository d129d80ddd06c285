"""Icons of the tabler package: most from one cached sprite, the others inlined."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

# The icons a page of ours repeats. They travel once, in the sprite, not in every card.
_SPRITE = """
    accessible adjustments alert-circle alert-triangle armchair arrow-left arrow-right
    arrows-exchange bell bike bookmark building building-community bulb calendar calendar-event
    camera car chart-bar check checkbox chevron-down chevron-left chevron-right circle-check
    clipboard-list clock coffee confetti copy corner-up-left device-floppy dog door door-enter dots
    download external-link eye eye-off file-text filter flag friends gift hand-stop heart
    heart-handshake help-circle home home-heart id-badge info-circle key language link list-check
    lock login logout mail map-pin menu-2 message message-circle messages mood-smile news pencil
    phone photo photo-plus pin pinned plus printer question-mark rosette-discount-check
    rotate-clockwise search send settings share shield-check shopping-bag speakerphone star thumb-up
    tool trash tree user user-circle user-heart user-plus users world x zoom-question
"""
SPRITE = tuple(_SPRITE.split())
_NAME = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_BOUNDING_BOX = re.compile(r'<path stroke="none"[^>]*/>')


class UnknownIconError(LookupError):
    """A template asked for an icon that the icon package does not have."""


def _file(name: str) -> Path:
    return settings.ICONS_DIR / f"{name}.svg"


@cache
def shapes(name: str) -> str:
    """The shapes of an icon without its wrapper; raises ``UnknownIconError``."""
    if not _NAME.match(name):
        raise UnknownIconError(f"'{name}' is not the name of an icon.")
    try:
        source = _file(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        hint = "" if settings.ICONS_DIR.is_dir() else " The icon package is missing: run 'npm ci'."
        raise UnknownIconError(
            f"There is no icon '{name}' in {settings.ICONS_DIR.name}.{hint}"
        ) from None
    inner = _BOUNDING_BOX.sub("", _SHAPES.sub(r"\1", source))
    return re.sub(r"\s*\n\s*", "", inner).strip()


@cache
def sprite() -> str:
    """One SVG file with every icon of ``SPRITE`` as a symbol named after it."""
    symbols = "".join(
        f'<symbol id="{name}" viewBox="0 0 24 24">{shapes(name)}</symbol>' for name in SPRITE
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


@cache
def sprite_hash() -> str:
    return hashlib.sha256(sprite().encode()).hexdigest()[:8]
