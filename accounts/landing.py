"""Where a person goes after signing in; apps above this one say where their people belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import User

    Landing = Callable[[User], str | None]

_landings: list[tuple[int, Landing]] = []


def register(landing: Landing, *, order: int) -> None:
    """Adds a place: a function that returns an address for the people it knows, None for others.

    The lowest ``order`` that has an answer wins. Call it in ``AppConfig.ready``.
    """
    _landings.append((order, landing))
    _landings.sort(key=lambda entry: entry[0])


def page_for(person: User) -> str:
    """The first page after signing in."""
    for _order, landing in _landings:
        if address := landing(person):
            return address
    return f"/{translation.get_language()}/"


def dashboard_for(person: User) -> str | None:
    return reverse("wagtailadmin_home") if person.is_staff else None
