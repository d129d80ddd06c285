"""The list of erasures that lies outside the database, so that a restore cannot bring anybody back.

One JSON object a line: a hash of the person's public id, the date, and whether their words stayed.
The id is random, so the hash leads to nobody without a copy of the very row it stands for.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from .models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    who: str
    on: str
    keeps_words: bool


def mark_of(public_id: uuid.UUID) -> str:
    return hashlib.sha256(b"stoep.erasure:" + public_id.bytes).hexdigest()


def write_line(*, person: User, asked_at: dt.datetime, keeps_words: bool) -> None:
    """Adds the person's line and returns once it is on the disk; a second call changes nothing.

    Raises ``OSError`` where the file cannot be written: an erasure that is not in the ledger is not
    done.
    """
    mark = mark_of(person.public_id)
    line = {"who": mark, "on": asked_at.date().isoformat(), "keeps_words": keeps_words}
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if mark in _read(file):
            return
        # A line that a crash cut off is ended, so that it spoils no other.
        start = b"" if _ends_well(file) else b"\n"
        file.write(start + json.dumps(line).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_ledger() -> dict[str, Line]:
    """All lines by their mark; none where there is no file."""
    path = _path()
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return _read(file)


def _path() -> Path:
    return Path(settings.ERASURE_LEDGER)


def _read(file: IO[bytes]) -> dict[str, Line]:
    file.seek(0)
    found = {}
    for number, text in enumerate(file, 1):
        if not text.strip():
            continue
        try:
            data = json.loads(text)
            found[data["who"]] = Line(data["who"], data["on"], bool(data["keeps_words"]))
        except (ValueError, KeyError, TypeError):
            logger.warning("Line %d of the erasure ledger cannot be read", number)
    return found


def _ends_well(file: IO[bytes]) -> bool:
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
