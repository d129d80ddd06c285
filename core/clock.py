"""The portal's clock: services ask it for the time, so that seeding and tests can move it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_moved_to: ContextVar[dt.datetime | None] = ContextVar("clock", default=None)


def now() -> dt.datetime:
    """The present moment, aware and in UTC, or the moment ``travel`` moved to."""
    return _moved_to.get() or timezone.now()


def today() -> dt.date:
    """Today's date in the town's time zone."""
    return timezone.localdate(now())


@contextmanager
def travel(moment: dt.datetime) -> Iterator[None]:
    """Within the block it is ``moment``, and it stays that moment."""
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
