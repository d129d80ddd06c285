"""Writes what people say about themselves; nobody else writes it for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.services.photos import remove_photos, store_photos

from .. import names
from ..models import Profile, User
from .names import ask_for_name, drop_requests

if TYPE_CHECKING:
    from core.photos import Photo

OF_THE_PERSON = frozenset(
    {"first_name", "last_name", "shown_name", "about", "language", "time_zone"}
)
OF_THE_PROFILE = frozenset(
    field.name for field in Profile._meta.concrete_fields if field.name not in ("id", "person")
)


def _check_own(person: User, by: Any) -> None:
    if by.pk != person.pk:
        raise DomainError(_("Only the person can change the own profile."))


def _profile_of(person: User) -> Profile:
    return Profile.objects.get_or_create(person=person)[0]


@transaction.atomic
def change_profile(*, person: User, by: Any, **fields: Any) -> User:
    """Changes what a person shows, and who sees it; only the person does.

    A name that sounds like an office waits for the town, and the old one stays until then. Raises
    ``NameRefused`` for what is no name.
    """
    _check_own(person, by)
    unknown = fields.keys() - OF_THE_PERSON - OF_THE_PROFILE
    if unknown:
        raise TypeError(f"No profile field: {', '.join(sorted(unknown))}")
    if fields.keys() & {"first_name", "last_name"}:
        fields = _with_name(person, fields)
    _set(person, {name: fields[name] for name in fields.keys() & OF_THE_PERSON})
    told = {name: fields[name] for name in fields.keys() & OF_THE_PROFILE}
    if told:
        _set(_profile_of(person), told)
    return person


def _with_name(person: User, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with the tidied new name; without a name while the new one has to be checked."""
    old = {"first_name": person.first_name, "last_name": person.last_name}
    first, last = names.proper(**{name: fields.get(name, old[name]) for name in old})
    new = {"first_name": first, "last_name": last}
    rest = {name: value for name, value in fields.items() if name not in old}
    if new == old:
        return rest
    if names.sounds_official(first, last):
        ask_for_name(person=person, by=person, **new)
        return rest
    drop_requests(person=person)
    return rest | new


def _set(row: User | Profile, values: dict[str, Any]) -> None:
    if values:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))


@transaction.atomic
def set_portrait(*, person: User, by: Any, is_shown: bool, photo: Photo | None = None) -> User:
    """Takes a new portrait or keeps the one there is, and says whether neighbors see it.

    Raises ``OverQuota`` when the person stored as much as a month allows.
    """
    _check_own(person, by)
    profile = _profile_of(person)
    _set(profile, {"shows_photo": is_shown})
    if photo is not None:
        old = person.photo
        [person.photo] = store_photos(photos=[(photo, "")], by=person, target=profile)
        person.save(update_fields=["photo"])
        remove_photos([old] if old else [])
    return person


@transaction.atomic
def remove_portrait(*, person: User, by: Any) -> User:
    """Takes the portrait away, with its files."""
    _check_own(person, by)
    old = person.photo
    if old is not None:
        person.photo = None
        person.save(update_fields=["photo"])
        remove_photos([old])
    return person
