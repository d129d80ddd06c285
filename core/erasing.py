"""What erasure does in this app's own tables and in those of the libraries, beyond the registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django_q.models import Task

from .models import PrivatePhoto
from .personal_data import on_erasure
from .services.photos import erase_photos

if TYPE_CHECKING:
    from collections.abc import Iterator


def names_of(person: Any) -> list[str]:
    """What would give a person away in a text: address, phone number and whole name."""
    whole = [person.get_full_name(), person.display_name] if person.last_name else []
    return sorted({word for word in [person.email, person.phone, *whole] if word})


def forget_photos(person: Any, keeps_words: bool) -> None:
    """Rows and files. What shows a person cannot stay without the person."""
    erase_photos(PrivatePhoto.objects.filter(owner=person.pk))


def forget_sessions(person: Any, keeps_words: bool) -> None:
    """Every session of the person, and those in which somebody was joining with their address."""
    doomed = [key for key, data in _sessions() if _is_of(person, data)]
    Session.objects.filter(session_key__in=doomed).delete()


def _sessions() -> Iterator[tuple[str, dict[str, Any]]]:
    for session in Session.objects.iterator():
        yield session.session_key, session.get_decoded()


def _is_of(person: Any, data: dict[str, Any]) -> bool:
    if str(data.get("_auth_user_id", "")) == str(person.pk):
        return True
    return bool(person.email) and person.email in json.dumps(data, default=str, ensure_ascii=False)


def forget_log_entries(person: Any, keeps_words: bool) -> None:
    """Wagtail's entries about the account itself: their label is the name."""
    about = ContentType.objects.get_for_model(type(person))
    entries = apps.get_model("wagtailcore", "ModelLogEntry").objects
    entries.filter(content_type=about, object_id=str(person.pk)).delete()


def forget_avatar(person: Any, keeps_words: bool) -> None:
    profile = apps.get_model("wagtailusers", "UserProfile").objects.filter(user=person.pk).first()
    if profile is not None and profile.avatar:
        profile.avatar.delete(save=False)


def forget_job_results(person: Any, keeps_words: bool) -> None:
    """Finished jobs whose error quotes the person: what a database says of a row can name it."""
    words = names_of(person)
    doomed = [
        task.pk for task in Task.objects.iterator() if any(w in str(task.result) for w in words)
    ]
    Task.objects.filter(pk__in=doomed).delete()


def overwrite_index(person: Any, keeps_words: bool) -> None:
    """SQLite's full-text index keeps deleted words in its pages until it is rewritten."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE %s", ["%USING fts5%"]
        )
        for (name,) in cursor.fetchall():
            table = connection.ops.quote_name(name)
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608


on_erasure(forget_photos, order=50)
on_erasure(forget_sessions)
on_erasure(forget_log_entries)
on_erasure(forget_avatar)
on_erasure(forget_job_results)
on_erasure(overwrite_index, order=900)
