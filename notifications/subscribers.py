"""Whom an unsubscribe link speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from accounts.models import User

from . import kinds


@dataclass(frozen=True)
class Subscriber:
    person_id: int
    topic: kinds.Topic


def find_subscriber(named: tuple[str, str] | None) -> Subscriber | None:
    """The person and topic a token named; None when either is gone, or the topic cannot be left."""
    if named is None:
        return None
    person, name = named
    topic = next((t for t in kinds.all_topics() if t.name == name and t.is_optional), None)
    pk = User.objects.filter(public_id=UUID(person)).values_list("pk", flat=True).first()
    return Subscriber(pk, topic) if topic is not None and pk is not None else None
