"""Signed links that work without signing in. Each purpose has its own salt, so none opens another's door."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse

if TYPE_CHECKING:
    from accounts.models import User

    from .kinds import Topic

UNSUBSCRIBE = "notifications.unsubscribe"
# Mail is read late; a link in a mail of last year must still end the mails.
UNSUBSCRIBE_FOR = dt.timedelta(days=400)


def unsubscribe_path(person: User, topic: Topic) -> str:
    """The address, in the active language, that ends the mails about one topic for one person."""
    token = signing.dumps([person.public_id.hex, topic.name], salt=UNSUBSCRIBE)
    return reverse("notifications:unsubscribe", args=[token])


def read_unsubscribe(token: str) -> tuple[str, str] | None:
    """(person's public id, topic name), or None for a token that is not ours, not for this, or old."""
    try:
        person, topic = signing.loads(token, salt=UNSUBSCRIBE, max_age=UNSUBSCRIBE_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(person), str(topic)
