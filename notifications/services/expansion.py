"""Turns one notice into deliveries, in SQL: the cost does not grow with the people in a batch."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from accounts.models import User
from core import clock, targets

from .. import kinds
from ..models import Channel, Delivery, Notice, Preference
from ..querysets import MAX_ATTEMPTS

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

logger = logging.getLogger(__name__)

COLUMNS = (
    "notice_id", "event_key", "channel", "state", "not_before", "attempts", "message_id",
    "digest_bucket", "error", "created_at", "sent_at",
)  # fmt: skip


def who_want(people: QuerySet[User], topic: kinds.Topic, channel: Channel) -> QuerySet[User]:
    """Those of ``people`` who are told about ``topic`` on ``channel``: by wish, else by default."""
    if not topic.is_optional:
        return people
    wishes = Preference.objects.filter(person=OuterRef("pk"), topic=topic.name, channel=channel)
    if channel in topic.defaults:
        return people.exclude(Exists(wishes.filter(is_wanted=False)))
    return people.filter(Exists(wishes.filter(is_wanted=True)))


@transaction.atomic
def expand_batch(notice_id: int) -> bool:
    """Writes the deliveries of the next people of a notice; False when nobody is left.

    The row lock lets one job at a time go on; a second one finds what the first has done, and the
    unique constraint forbids a second delivery whatever happens.
    """
    notice = Notice.objects.due().select_for_update().filter(pk=notice_id).first()
    if notice is None:
        return False
    kind = kinds.get(notice.kind)
    target = _target_of(notice)
    people = _audience(kind, target, notice) if target is not None else User.objects.none()
    people = people.filter(pk__gt=notice.expanded_to)
    batch = people.order_by("pk")[: settings.NOTICE_BATCH]
    reached = batch.aggregate(last=Max("pk"))["last"]
    if reached is None:
        notice.expanded_at = clock.now()
        notice.save(update_fields=["expanded_at"])
        return False
    for channel in sorted(kind.channels):
        _insert(notice, channel, who_want(people.filter(pk__lte=reached), kind.topic, channel))
    notice.expanded_to = reached
    notice.poked_at = clock.now()
    notice.save(update_fields=["expanded_to", "poked_at"])
    return True


def record_failure(notice_id: int, error: Exception) -> None:
    """Counts a failed expansion; after the last attempt the notice is given up, loudly."""
    notice = Notice.objects.get(pk=notice_id)
    notice.attempts += 1
    notice.error = type(error).__name__
    notice.poked_at = clock.now()
    notice.save(update_fields=["attempts", "error", "poked_at"])
    is_given_up = notice.attempts >= MAX_ATTEMPTS
    logger.error(
        "Notice %s of kind %s %s",
        notice.pk,
        notice.kind,
        "was given up" if is_given_up else "could not be told",
        exc_info=error,
    )


def _target_of(notice: Notice) -> Model | None:
    model = targets.get(notice.target_kind).model
    return model._default_manager.filter(pk=notice.target_id).first()


def _audience(kind: kinds.NoticeKind, target: Any, notice: Notice) -> QuerySet[User]:
    # A subquery: the policy's own query may be combined, distinct or ordered.
    people = User.objects.active().filter(pk__in=kind.audience(target).order_by().values("pk"))
    return people.exclude(pk=notice.actor_id) if notice.actor_id else people


def _insert(notice: Notice, channel: Channel, people: QuerySet[User]) -> None:
    now = clock.now()
    is_inbox = channel == Channel.INBOX
    if channel == Channel.EMAIL:
        people = people.filter(email__isnull=False)
    try:
        chosen, chosen_params = people.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        return
    moment = connection.ops.adapt_datetimefield_value
    values = (
        # An inbox delivery is the line itself: written is sent.
        notice.pk, notice.event_key, channel.value,
        Delivery.State.SENT.value if is_inbox else Delivery.State.NEW.value,
        moment(now), 0, "", "", "", moment(now), moment(now) if is_inbox else None,
    )  # fmt: skip
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in (*COLUMNS, "recipient_id"))
    marks = ", ".join(["%s"] * len(values))
    # Nothing but names of our own and Django's compiled query is put into the text.
    # SQLite needs the WHERE to tell the clause of the conflict from one of a join.
    statement = (
        f"INSERT INTO {quote(Delivery._meta.db_table)} ({columns}) "  # noqa: S608
        f"SELECT {marks}, person.id FROM ({chosen}) AS person WHERE 1 = 1 "
        "ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *chosen_params])
