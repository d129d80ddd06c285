"""What several apps point at from below: one registry of posts, replies, campaigns, surveys and more.

Feed entries, notices, flags and search know no domain app. They store a target as two columns, its
kind (``"post"``) and its primary key, and ask this registry for everything else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model, QuerySet

    from .policies import Person, Policy


@dataclass(frozen=True)
class Target:
    """How one kind of thing is found, shown and told about.

    ``load`` takes a person and a queryset that ``policy`` already narrowed, and returns the objects
    ready for ``card_template`` in a fixed number of queries, whatever their number.
    ``url`` and ``label`` take one object; ``label`` is the short text a notice or search hit shows.
    """

    kind: str
    policy: Policy[Any]
    url: Callable[[Any], str]
    label: Callable[[Any], str]
    text: Callable[[Any], str]
    card_template: str
    load: Callable[[Person, QuerySet[Any]], Iterable[Any]] = field(
        default=lambda person, queryset: queryset
    )
    # Whether residents' photos may hang on it; they are served to whoever may see the target, on the
    # site or through ``desk_policy`` on the dashboard (what was flagged, what was shared).
    has_photos: bool = False
    desk_policy: Policy[Any] | None = None

    @property
    def model(self) -> type[Model]:
        return self.policy.model


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Adds a kind; call it in ``AppConfig.ready``. A second one of the same kind is an error."""
    if target.kind in _targets:
        raise ImproperlyConfigured(f"Target kind {target.kind!r} is registered twice.")
    _targets[target.kind] = target


def get(kind: str) -> Target:
    """The registered target of that kind; ``KeyError`` when there is none."""
    return _targets[kind]


def all_targets() -> list[Target]:
    return list(_targets.values())


def kind_of(instance: Model) -> str:
    """The kind under which the instance's model is registered; ``KeyError`` when it is not."""
    for target in _targets.values():
        if isinstance(instance, target.model):
            return target.kind
    raise KeyError(type(instance).__name__)


def load_allowed(
    person: Person, kind: str, pks: Iterable[int], action: str = "view"
) -> dict[int, Any]:
    """The objects among ``pks`` that ``person`` may see, by primary key and ready to show."""
    target = get(kind)
    allowed = target.policy.allowed(person, action).filter(pk__in=list(pks))
    return {instance.pk: instance for instance in target.load(person, allowed)}
