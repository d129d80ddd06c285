"""The registry of fields that hold personal data: what each is for and how long it is kept.

Every model of ours is registered, and every field of it that could hold something about a person
(text, file, date, JSON, address, or a key to a person) is either personal or declared harmless; so is
every model of a library that points at a person. ``tests/core/test_personal_data.py`` fails for one
that is not. Export (``personal_rows``), erasure (``services.erasure``) and the retention job
(``services.retention``) read this registry; nothing else decides what belongs to a person.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
    Hook = Callable[[Any, bool], None]


class OnErasure(enum.StrEnum):
    """What happens to a field when its person asks to be erased."""

    DELETE_ROW = "delete the row"
    CLEAR = "empty the field"
    DETACH = "set to no person; the row stays as a tombstone"
    KEEP = "stays, since it tells nothing without the person"


@dataclass(frozen=True)
class ModelData:
    """One model's entry.

    ``person`` is the lookup from the model to the person it is about (``"author"``), or None where
    no row is about one person; ``find`` finds a person's rows where no key leads there. ``label``
    and ``purpose`` are for the person: what it is, and what it is for.

    ``kept_for`` None means: as long as the person is with us. Otherwise the rows that match
    ``kept_where`` are deleted so long after the date in ``kept_from``; where ``has_own_sweep`` is
    set, a sweep of the app does that, since more than a row goes.

    ``withheld`` are fields that the person's copy leaves out: hashes, keys and secrets that say
    nothing. ``context`` adds to a row what the row alone does not tell, in words.
    """

    model: type[Model]
    person: str | None
    purpose: Words
    personal: dict[str, OnErasure] = field(default_factory=dict)
    harmless: frozenset[str] = frozenset()
    kept_for: dt.timedelta | None = None
    kept_from: str = ""
    kept_where: Q = field(default_factory=Q)
    has_own_sweep: bool = False
    label: Words = ""
    withheld: frozenset[str] = frozenset()
    find: Callable[[Any], QuerySet[Any]] | None = None
    context: Callable[[Any], dict[str, Any]] | None = None

    @property
    def is_about_somebody(self) -> bool:
        return self.person is not None or self.find is not None

    @property
    def deletes_rows(self) -> bool:
        return OnErasure.DELETE_ROW in self.personal.values()

    def rows_of(self, person: Any) -> QuerySet[Any]:
        """The rows that are about this person."""
        rows = self.model._default_manager.all()
        if self.person is not None:
            return rows.filter(**{self.person: person.pk})
        return self.find(person) if self.find else rows.none()

    def how_long(self) -> str:
        """How long the rows are kept, in words."""
        if self.kept_for is None:
            return _("as long as you have an account")
        period = in_words(self.kept_for)
        if self.kept_where:
            return _("as long as you have an account; what has ended: %(period)s") % {
                "period": period
            }
        return period


def in_words(period: dt.timedelta) -> str:
    """A period in the largest unit that says it exactly."""
    days = period.days
    if days and days % 365 == 0:
        return ngettext("%(n)s year", "%(n)s years", days // 365) % {"n": days // 365}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


_models: dict[type[Model], ModelData] = {}
_on_farewell: list[Hook] = []
_on_erasure: list[tuple[int, Hook]] = []


def register(
    model: type[Model],
    *,
    purpose: Words,
    person: str | None = None,
    personal: dict[str, OnErasure] | None = None,
    harmless: Iterable[str] = (),
    withheld: Iterable[str] = (),
    kept_for: dt.timedelta | None = None,
    kept_from: str = "",
    **more: Any,
) -> None:
    """Says which fields of ``model`` are personal; a field name that does not exist is an error.

    ``more`` are further fields of ``ModelData``. Rows about one person stay out of Wagtail's
    reference index: it would list them, in the order in which they came, beside everything they
    point at.
    """
    if person is not None:
        model.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    names = {f.name for f in model._meta.get_fields()}
    for name in [*(personal or {}), *harmless, *withheld]:
        if name not in names:
            raise ImproperlyConfigured(f"{model.__name__} has no field {name!r}.")
    if kept_from:
        _check_path(model, kept_from)
    _models[model] = ModelData(
        model,
        person,
        purpose,
        dict(personal or {}),
        frozenset(harmless),
        kept_for,
        kept_from,
        withheld=frozenset(withheld),
        **more,
    )


def _check_path(model: type[Model], path: str) -> None:
    place: Any = model
    for name in path.split("__"):
        try:
            place = place._meta.get_field(name).related_model
        except (FieldDoesNotExist, AttributeError) as error:
            raise ImproperlyConfigured(f"{model.__name__} has no field {path!r}.") from error


def registered() -> dict[type[Model], ModelData]:
    """Every registered model with its entry."""
    return dict(_models)


def on_farewell(hook: Hook) -> None:
    """Adds what ends in the very transaction in which somebody asks to be erased: access.

    Called with the person and whether their words stay. Call it in ``AppConfig.ready``.
    """
    _on_farewell.append(hook)


def on_erasure(hook: Hook, *, order: int = 100) -> None:
    """Adds what erasure does beyond the registry's rules, before them: files, counts, an index.

    A hook may run again after a crash and must then find nothing left to do. The lowest ``order``
    goes first.
    """
    _on_erasure.append((order, hook))
    _on_erasure.sort(key=lambda entry: entry[0])


def farewell_hooks() -> list[Hook]:
    return list(_on_farewell)


def erasure_hooks() -> list[Hook]:
    return [hook for _order, hook in _on_erasure]
