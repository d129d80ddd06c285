"""Figures about people that cannot be traced to a person (design.md, promise 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Figure:
    """A count of people as it may be shown; ``number`` is None when it is too small to tell."""

    number: int | None

    @property
    def is_hidden(self) -> bool:
        return self.number is None

    def __str__(self) -> str:
        if self.number is None:
            return f"<{settings.PRIVACY_THRESHOLD}"
        return str(self.number)


HIDDEN = Figure(None)


def safe(count: int) -> Figure:
    """The count itself from the threshold on, "<10" below it; nought is a small count too."""
    return Figure(count) if count >= settings.PRIVACY_THRESHOLD else HIDDEN


def about(count: int) -> Figure:
    """The count rounded down to tens, so that two of them side by side give no difference away."""
    shown = safe(count)
    return shown if shown.is_hidden else Figure(count // 10 * 10)


def sum_of(parts: Sequence[Figure]) -> Figure:
    """What the shown parts come to: a figure that says nothing its parts do not say themselves.

    For parts that somebody may choose at will: the true totals of many choices, rounded or not, would
    give a small part away by subtraction.
    """
    return safe(sum(part.number or 0 for part in parts))


@dataclass(frozen=True)
class Parts:
    """Counts of the parts of a whole, and the whole, as they may stand beside each other."""

    parts: tuple[Figure, ...]
    whole: Figure


def safe_parts(counts: Sequence[int]) -> Parts:
    """Parts of a whole that cannot be worked out from the whole.

    Where only one part is too small, or the small ones together are, the smallest of the others is
    hidden with them (complementary suppression): whole minus shown parts then says nothing about
    fewer people than the threshold. Parts that are hidden for that reason read "<10" as well.
    """
    least = settings.PRIVACY_THRESHOLD
    hidden = {place for place, count in enumerate(counts) if count < least}
    for place in sorted(range(len(counts)), key=lambda place: counts[place]):
        together = sum(counts[other] for other in hidden)
        if not hidden or (len(hidden) > 1 and together >= least):
            break
        hidden.add(place)
    parts = tuple(
        HIDDEN if place in hidden else Figure(count) for place, count in enumerate(counts)
    )
    return Parts(parts, safe(sum(counts)))
