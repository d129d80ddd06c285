"""Takes a person out of every registered table, by the rule that stands beside each field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction

from core import personal_data
from core.personal_data import OnErasure

if TYPE_CHECKING:
    from django.db.models import Field, Model

    from core.personal_data import ModelData


def end_access(*, person: Any, keeps_words: bool) -> None:
    """Ends what the person may do; in the caller's transaction, so that it holds at once."""
    for hook in personal_data.farewell_hooks():
        hook(person, keeps_words)


def erase_data(*, person: Any, keeps_words: bool) -> None:
    """Takes the person out of everything but their own row; again it changes nothing.

    Hooks first: they see the rows as they were. Each step is a transaction of its own, so a crash
    loses one step, and the next run begins there.
    """
    for hook in personal_data.erasure_hooks():
        with transaction.atomic():
            hook(person, keeps_words)
    entries = [
        entry
        for entry in personal_data.registered().values()
        if entry.model is not get_user_model()
    ]
    # Keys last: a detail row finds its person over the row that it belongs to.
    for step in (_delete_or_clear, _detach):
        for entry in entries:
            with transaction.atomic():
                step(entry, person)


def _delete_or_clear(entry: ModelData, person: Any) -> None:
    if entry.person is None:
        return
    own = entry.rows_of(person)
    if entry.deletes_rows:
        own.delete()
        return
    changes = {
        name: _empty(entry.model._meta.get_field(name))
        for name, rule in entry.personal.items()
        if rule is OnErasure.CLEAR
    }
    if changes:
        pks = list(own.values_list("pk", flat=True))
        entry.model._default_manager.filter(pk__in=pks).update(**changes)


def _detach(entry: ModelData, person: Any) -> None:
    """Wherever the person stands on a row: as author, or as helper, judge or giver of somebody else's."""
    for name, rule in entry.personal.items():
        if rule is OnErasure.DETACH and is_key_to_a_person(entry.model, name):
            entry.model._default_manager.filter(**{name: person.pk}).update(**{name: None})


def _empty(field: Field[Any, Any] | Any) -> Any:
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def is_key_to_a_person(model: type[Model], name: str) -> bool:
    field = model._meta.get_field(name)
    return bool(field.is_relation and field.related_model is get_user_model())
