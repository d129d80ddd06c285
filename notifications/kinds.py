"""The kinds of notices: apps declare theirs in ``notices.py``, this app knows none of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from core import targets

from .models import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from core.policies import Policy


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
    icon: str = "bell"


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice.

    ``audience`` takes the target and returns the people as a queryset (it becomes the SELECT of an
    INSERT, so it must be plain SQL). ``title`` takes the target and the recipient and returns one
    line in the active language, for inbox and subject. Mail bodies are
    ``emails/<name>.txt`` and ``emails/<name>.html``, given ``target``, ``recipient`` and ``url``.
    ``action`` is what the target's policy is asked again for each recipient at sending time;
    ``policy`` is asked instead of the target's where people are told for another reason than that
    they read along (a moderator). ``url`` takes the target; without it the target's own is used.
    ``is_same_for_all``: title and body depend on the language alone, so a mail is rendered once a
    language and batch. A kind without a mail template of its own gets ``emails/notice``.
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
    policy: Policy[Any] | None = None
    url: Callable[[Any], str] | None = None
    is_same_for_all: bool = False

    def load_allowed(self, person: Any, pks: Iterable[int]) -> dict[int, Any]:
        """The targets among ``pks`` of which ``person`` may still be told, ready to show."""
        target = targets.get(self.target_kind)
        policy = self.policy or target.policy
        rows = policy.allowed(person, self.action).filter(pk__in=list(pks))
        return {instance.pk: instance for instance in target.load(person, rows)}

    def path_of(self, target: Any) -> str:
        """Where a reader goes from here, in the active language."""
        return self.url(target) if self.url else targets.get(self.target_kind).url(target)


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


def find(name: str) -> NoticeKind | None:
    """The registered kind, or None: rows outlive the code that wrote them."""
    return _kinds.get(name)


def names_with(promise: Promise) -> list[str]:
    """The kinds that keep this promise."""
    return [kind.name for kind in _kinds.values() if kind.promise is promise]


def all_kinds() -> list[NoticeKind]:
    return list(_kinds.values())


def all_topics() -> list[Topic]:
    return list(_topics.values())
