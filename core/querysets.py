"""Look-ups on this app's own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Heartbeat

if TYPE_CHECKING:
    import datetime as dt


def last_beat(name: str) -> dt.datetime | None:
    """When the named part last showed a sign of life; None when it never did."""
    return Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()
