"""Where a page of a list begins: a mark that names a moment and a row without showing the row's key."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import NamedTuple

from django.conf import settings

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_KEYS = 1 << 63


class Mark(NamedTuple):
    moment: dt.datetime
    pk: int


def _mask(microseconds: int) -> int:
    """What hides a key: keys of rows are numbers that count up, and nobody may count our rows."""
    digest = hmac.new(
        settings.SECRET_KEY.encode(), f"keyset:{microseconds}".encode(), hashlib.sha256
    )
    return int.from_bytes(digest.digest()[:8], "big") % _KEYS


def encode(moment: dt.datetime, pk: int) -> str:
    microseconds = (moment - _EPOCH) // _MICROSECOND
    return f"{microseconds:x}-{pk ^ _mask(microseconds):x}"


def decode(text: str) -> Mark | None:
    """The mark that ``encode`` wrote, or None for anything else; a forged one is only a place."""
    moment, _, hidden = text.partition("-")
    if not (0 < len(moment) <= 14 and 0 < len(hidden) <= 16):
        return None
    try:
        microseconds, key = int(moment, 16), int(hidden, 16)
        return Mark(_EPOCH + microseconds * _MICROSECOND, (key ^ _mask(microseconds)) % _KEYS)
    except (ValueError, OverflowError):
        return None
