"""The lines of the inbox as a reader sees them: unread first, then read, each newest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import keyset

from . import kinds
from .policies import delivery_policy

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User

    from .models import Delivery

PAGE = 20


@dataclass(frozen=True)
class Line:
    public_id: uuid.UUID
    title: str
    topic: Any
    icon: str
    at: dt.datetime
    is_unread: bool


@dataclass(frozen=True)
class InboxPage:
    """``after`` leads to the next page (a mark, with the part of the list it lies in), or is empty.

    ``gone`` are the keys of unread rows about what the person may no longer see.
    """

    lines: list[Line]
    gone: list[int]
    after: str
    has_unread: bool


def inbox_page(person: User, after: str = "") -> InboxPage:
    """One page of the inbox; titles are made now, and what is no longer allowed shows nothing.

    A page may hold fewer lines than others where things have gone: the marks go by rows.
    """
    rows, is_more = _rows(person, after)
    targets = _targets_of(person, rows)
    lines = [_line(person, row, targets[row.pk]) for row in rows if targets.get(row.pk) is not None]
    return InboxPage(
        lines=lines,
        gone=[row.pk for row in rows if row.read_at is None and targets.get(row.pk) is None],
        after=_mark(rows[-1]) if is_more else "",
        has_unread=any(line.is_unread for line in lines),
    )


def _rows(person: User, after: str) -> tuple[list[Delivery], bool]:
    part, _, text = after.partition(".")
    mark = keyset.decode(text)
    mine = delivery_policy.allowed(person, "view").select_related("notice").order_by("-id")
    rows: list[Delivery] = []
    if part != "read":
        unread = mine.unread()
        rows = list((unread.filter(pk__lt=mark.pk) if mark else unread)[: PAGE + 1])
        mark = None
    if len(rows) <= PAGE:
        read = mine.read()
        rows += list((read.filter(pk__lt=mark.pk) if mark else read)[: PAGE + 1 - len(rows)])
    return rows[:PAGE], len(rows) > PAGE


def _mark(row: Delivery) -> str:
    part = "new" if row.read_at is None else "read"
    return f"{part}.{keyset.encode(row.created_at, row.pk)}"


def _targets_of(person: User, rows: list[Delivery]) -> dict[int, Any]:
    """What each row is about, by the row's key, where the person may still see it."""
    by_kind: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        by_kind[row.notice.kind].append(row)
    found: dict[int, Any] = {}
    for name, lines in by_kind.items():
        kind = kinds.find(name)
        if kind is None:
            continue
        seen = kind.load_allowed(person, {line.notice.target_id for line in lines})
        found |= {line.pk: seen.get(line.notice.target_id) for line in lines}
    return found


def _line(person: User, row: Delivery, target: Any) -> Line:
    kind = kinds.get(row.notice.kind)
    return Line(
        public_id=row.notice.public_id,
        title=kind.title(target, person),
        topic=kind.topic.label,
        icon=kind.topic.icon,
        at=row.created_at,
        is_unread=row.read_at is None,
    )


def path_of(person: User, delivery: Delivery) -> str | None:
    """Where the line leads, or None when the person may no longer go there."""
    kind = kinds.find(delivery.notice.kind)
    if kind is None:
        return None
    target_id = delivery.notice.target_id
    target = kind.load_allowed(person, [target_id]).get(target_id)
    return kind.path_of(target) if target is not None else None
