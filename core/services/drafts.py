"""Keeps what somebody is still writing."""

from __future__ import annotations

from typing import Any

from core import clock
from core.models import Draft

# A form of ours holds a text, a title and some choices; more than this is no draft.
MOST_CHARACTERS = 20_000


def save_draft(*, purpose: str, data: dict[str, Any], by: Any) -> Draft | None:
    """Keeps the fields of a form as typed, one draft a person and purpose; None if there is too much."""
    if sum(len(str(value)) for value in data.values()) > MOST_CHARACTERS:
        return None
    draft, _ = Draft.objects.update_or_create(
        person=by, purpose=purpose, defaults={"data": _storable(data), "saved_at": clock.now()}
    )
    return draft


def _storable(value: Any) -> Any:
    """The same without NUL: no keyboard types it, and PostgreSQL refuses a text that holds one."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_storable(each) for each in value]
    return value


def read_draft(*, purpose: str, by: Any) -> dict[str, Any]:
    """What was kept, or nothing."""
    data = Draft.objects.filter(person=by, purpose=purpose).values_list("data", flat=True).first()
    return data if isinstance(data, dict) else {}


def discard_draft(*, purpose: str, by: Any) -> None:
    """Forgets it: the thing was sent, or the person threw it away."""
    Draft.objects.filter(person=by, purpose=purpose).delete()


def discard_drafts(*, purpose: str) -> None:
    """Forgets everybody's draft for a purpose that has ended."""
    Draft.objects.filter(purpose=purpose).delete()
