"""What somebody who is joining has told so far, kept in the session for seven days.

Of the letter's code only the hash is kept, of the mailed code too.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from core import clock

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

KEY = "join"
KEPT_FOR = dt.timedelta(days=7)
FIELDS = frozenset(
    {
        "digest",  # of the letter's code, as typed or from its QR
        "is_checked",  # the digest passed the limits and opens a neighborhood
        "is_malformed",  # the code in the address was no code: say so once
        "address",  # key of the household
        "postcode", "street", "number",  # as typed, without a letter
        "first_name", "last_name", "shown_name",
        "email",
        "proof",  # what join_mail keeps of the mailed code
    }
)  # fmt: skip


class Journey:
    """A dictionary of ``FIELDS`` in the session that forgets itself after ``KEPT_FOR``."""

    def __init__(self, session: SessionBase) -> None:
        self._session = session
        data = session.get(KEY, {})
        is_old = data.get("saved_at", 0) < (clock.now() - KEPT_FOR).timestamp()
        self._data: dict[str, Any] = {} if is_old else dict(data)

    def __getitem__(self, name: str) -> Any:
        # Templates ask here first, for properties too.
        if name not in FIELDS:
            raise KeyError(name)
        return self._data.get(name)

    def save(self, **told: Any) -> None:
        unknown = told.keys() - FIELDS
        if unknown:
            raise KeyError(f"Not kept: {', '.join(sorted(unknown))}")
        self._data.update(told)
        self._data["saved_at"] = clock.now().timestamp()
        self._session[KEY] = self._data

    def forget(self) -> None:
        self._session.pop(KEY, None)
        self._data = {}

    def typed(self, *names: str) -> dict[str, Any]:
        """What was told of these fields, to fill a form with."""
        return {name: self._data[name] for name in names if self._data.get(name) is not None}

    @property
    def has_letter(self) -> bool:
        return bool(self["digest"] and self["is_checked"])

    @property
    def has_place(self) -> bool:
        """Whether it is clear where the person wants to live: by letter and household, or address."""
        return bool(self["address"])

    @property
    def has_name(self) -> bool:
        return bool(self["first_name"] and self["last_name"])
