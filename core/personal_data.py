"""The registry of fields that hold personal data: what each is for and how long it is kept.

Every model of ours is registered, and every field of it that could hold something about a person
(text, file, date, JSON, address, or a key to a person) is either personal or declared harmless.
``tests/core/test_personal_data.py`` fails for one that is neither. Export, erasure and the retention
job read this registry; nothing else decides what belongs to a person.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import Model


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
    no row is about one person. ``kept_for`` None means: as long as the person is with us.
    """

    model: type[Model]
    person: str | None
    purpose: str
    personal: dict[str, OnErasure] = field(default_factory=dict)
    harmless: frozenset[str] = frozenset()
    kept_for: dt.timedelta | None = None


_models: dict[type[Model], ModelData] = {}


def register(
    model: type[Model],
    *,
    purpose: str,
    person: str | None = None,
    personal: dict[str, OnErasure] | None = None,
    harmless: Iterable[str] = (),
    kept_for: dt.timedelta | None = None,
) -> None:
    """Says which fields of ``model`` are personal; a field name that does not exist is an error.

    Rows about one person stay out of Wagtail's reference index: it would list them, in the order in
    which they came, beside everything they point at.
    """
    if person is not None:
        model.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    names = {f.name for f in model._meta.get_fields()}
    for name in [*(personal or {}), *harmless]:
        if name not in names:
            raise ImproperlyConfigured(f"{model.__name__} has no field {name!r}.")
    _models[model] = ModelData(
        model, person, purpose, dict(personal or {}), frozenset(harmless), kept_for
    )


def registered() -> dict[type[Model], ModelData]:
    """Every registered model with its entry."""
    return dict(_models)
