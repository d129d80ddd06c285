"""What the registry holds about one person, as plain values: the content of their own copy.

Exactly the registered fields of the person's rows. Another person is never named: a key that leads
to somebody else becomes the words "somebody else".
"""

from __future__ import annotations

import datetime as dt
import decimal
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import FileField
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from . import personal_data
from .field_words import words_for
from .personal_data import OnErasure
from .services.erasure import is_key_to_a_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.db.models.fields.files import FieldFile

    from .personal_data import ModelData

YOU = "you"
SOMEBODY_ELSE = "somebody else"


@dataclass(frozen=True)
class Value:
    """One field of one row: for a program (``plain``) and for a reader (``label``, ``shown``)."""

    name: str
    plain: Any
    label: str
    shown: str


@dataclass(frozen=True)
class Row:
    values: list[Value]
    files: list[tuple[str, FieldFile]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """One model's rows about the person. ``elsewhere``: how often they stand on other rows of it."""

    name: str
    label: str
    purpose: str
    how_long: str
    rows: list[Row]
    elsewhere: dict[str, int]


def sections_of(person: Any) -> Iterator[Section]:
    """Every registered model about people, also where it holds nothing about this one."""
    for entry in about_people():
        yield Section(
            name=entry.model._meta.label_lower,
            label=str(entry.label or entry.model._meta.verbose_name_plural),
            purpose=str(entry.purpose),
            how_long=entry.how_long(),
            rows=[_row(entry, one, person) for one in entry.rows_of(person).order_by("pk")],
            elsewhere=_elsewhere(entry, person),
        )


def about_people() -> list[ModelData]:
    """The registered models that hold rows about people; the account itself first."""
    entries = [entry for entry in personal_data.registered().values() if entry.is_about_somebody]
    return sorted(entries, key=lambda entry: entry.model is not get_user_model())


def _elsewhere(entry: ModelData, person: Any) -> dict[str, int]:
    """How often they are helper, judge or giver on another row. Who only points at them is no count of
    theirs: it would tell somebody that they were blocked.
    """
    counts = {
        name: entry.model._default_manager.filter(**{name: person.pk}).count()
        for name, rule in entry.personal.items()
        if rule is OnErasure.DETACH
        and name != entry.person
        and is_key_to_a_person(entry.model, name)
    }
    return {name: number for name, number in counts.items() if number}


def exported_fields(entry: ModelData) -> list[str]:
    """The fields of a model that the person's copy holds, in the model's order."""
    known = (set(entry.personal) | entry.harmless) - entry.withheld
    return [f.name for f in entry.model._meta.concrete_fields if f.name in known]


def _row(entry: ModelData, instance: Model, person: Any) -> Row:
    values, files = [], []
    for name in exported_fields(entry):
        model_field: Any = instance._meta.get_field(name)
        if isinstance(model_field, FileField):
            file = getattr(instance, name)
            if file:
                path = f"photos/{getattr(instance, 'public_id', instance.pk)}-{name}.jpg"
                files.append((path, file))
                values.append(Value(name, path, words_for(model_field), path))
            continue
        plain = _plain(instance, model_field, person)
        values.append(Value(name, plain, words_for(model_field), _shown(instance, name, plain)))
    for label, told in (entry.context(instance) if entry.context else {}).items():
        values.append(Value(label, _jsonable(told), label, _in_words(told)))
    return Row(values, files)


def _plain(instance: Model, model_field: Any, person: Any) -> Any:
    """The value for a program; of a key what it leads to, if that is nobody else's."""
    if not model_field.is_relation:
        return _jsonable(getattr(instance, model_field.attname))
    key = getattr(instance, model_field.attname)
    if key is None:
        return None
    if is_key_to_a_person(type(instance), model_field.name):
        return YOU if key == person.pk else SOMEBODY_ELSE
    entry = personal_data.registered().get(model_field.related_model)
    if entry is not None and entry.person is not None:
        # A row about a person: what it says stands in its own section, if it is theirs.
        return _jsonable(key) if entry.rows_of(person).filter(pk=key).exists() else SOMEBODY_ELSE
    return str(getattr(instance, model_field.name))


def _jsonable(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | decimal.Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _jsonable(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [_jsonable(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _shown(instance: Model, name: str, plain: Any) -> str:
    display = getattr(instance, f"get_{name}_display", None)
    if display is not None and plain not in (None, ""):
        return str(display())
    value = plain if instance._meta.get_field(name).is_relation else getattr(instance, name)
    return _in_words(value)


def _in_words(value: Any) -> str:
    if value is None or value == "" or value == {} or value == []:
        return "–"
    if value == YOU:
        return _("you")
    if value == SOMEBODY_ELSE:
        return _("somebody else")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, dict):
        pairs = ((key, each) for key, each in value.items() if each not in (None, "", [], {}))
        return "; ".join(f"{key}: {_in_words(each)}" for key, each in pairs) or "–"
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(each) for each in value)
    return str(value)
