"""The kinds of notices: apps declare theirs in ``notices.py``, this app knows none of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from .models import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise


class Promise(enum.Enum):
    """What a crash in the middle of a mail does (design.md, promise 8)."""

    NEVER_LOST = "never lost, repeated at most once a crash with the same Message-ID"
    NEVER_REPEATED = "never repeated; what a crash leaves uncertain is listed and resolved"


@dataclass(frozen=True)
class Topic:
    """One row of the preferences page. ``is_optional`` False: account matters, always sent."""

    name: str
    label: str | _StrPromise
    description: str | _StrPromise = ""
    defaults: frozenset[Channel] = frozenset({Channel.INBOX, Channel.EMAIL})
    is_optional: bool = True


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice.

    ``audience`` takes the target and returns the people as a queryset (it becomes the SELECT of an
    INSERT, so it must be plain SQL). ``title`` takes the target and the recipient and returns one
    line in the active language, for inbox and subject. Mail bodies are
    ``emails/<name>.txt`` and ``emails/<name>.html``, given ``target``, ``recipient`` and ``url``.
    ``action`` is what the target's policy is asked again for each recipient at sending time.
    """

    name: str
    topic: Topic
    target_kind: str
    audience: Callable[[Any], QuerySet[Any]]
    title: Callable[[Any, Any], str]
    promise: Promise = Promise.NEVER_LOST
    action: str = "view"
    channels: frozenset[Channel] = frozenset({Channel.INBOX, Channel.EMAIL})
    context: Callable[[Any, Any], dict[str, Any]] = field(default=lambda target, recipient: {})


_topics: dict[str, Topic] = {}
_kinds: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    """Declares kinds of notices; call it in ``AppConfig.ready``."""
    for kind in kinds:
        if kind.name in _kinds:
            raise ImproperlyConfigured(f"Notice kind {kind.name!r} is registered twice.")
        if _topics.setdefault(kind.topic.name, kind.topic) != kind.topic:
            raise ImproperlyConfigured(f"Topic {kind.topic.name!r} is declared in two ways.")
        _kinds[kind.name] = kind


def get(name: str) -> NoticeKind:
    """The registered kind; ``KeyError`` when there is none."""
    return _kinds[name]


def all_kinds() -> list[NoticeKind]:
    return list(_kinds.values())


def all_topics() -> list[Topic]:
    return list(_topics.values())
