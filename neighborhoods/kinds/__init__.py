"""The kinds of posts. Each is a folder of one shape: ``models``, ``forms`` and ``kind``.

A new kind is a folder, one line in ``registrations.py`` and a migration for its details.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    from ..forms.posts import PostForm
    from ..models import Post


@dataclass(frozen=True)
class Kind:
    """How one kind of post is asked for, stored and shown.

    ``save_details`` takes the post and the form's cleaned data and writes the kind's own row;
    ``initial`` reads that row back for the form; ``facts`` are short words for the card.
    ``details`` is the relation from the post to its row, fetched with every card.
    """

    name: str
    label: str | _StrPromise
    plural: str | _StrPromise
    icon: str
    invitation: str | _StrPromise
    button: str | _StrPromise
    form: type[PostForm]
    notice: str
    details: str = ""
    save_details: Callable[[Post, dict[str, Any]], None] = lambda post, data: None
    initial: Callable[[Post], dict[str, Any]] = lambda post: {}
    facts: Callable[[Post], list[tuple[str, str]]] = lambda post: []
    title: Callable[[dict[str, Any]], str] = lambda data: ""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Adds a kind; call it in ``AppConfig.ready``. A second one of the same name is an error."""
    if kind.name in _kinds:
        raise ImproperlyConfigured(f"Kind {kind.name!r} is registered twice.")
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """The registered kind; ``KeyError`` when there is none."""
    return _kinds[name]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def details() -> list[str]:
    """The relations to every kind's own row, for ``select_related``."""
    return [kind.details for kind in _kinds.values() if kind.details]
