"""Replies and thanks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit, clock, targets
from core.errors import DomainError
from notifications.services import give_back, notify, withdraw

from ..models import Post, Reaction, Reply
from ..models.post import PostState

if TYPE_CHECKING:
    import uuid

    from accounts.models import User

HOUR = dt.timedelta(hours=1)
MOST_REPLIES_AN_HOUR = 120


class TooManyReplies(DomainError):
    """The person replies faster than anybody can read."""


def create_reply(*, post: Post, by: User, body: str, submission_key: uuid.UUID) -> Reply:
    """Adds one reply and tells the post's author after the seconds of undo.

    The same ``submission_key`` again returns the reply that is there. Raises ``TooManyReplies``.
    """
    now = clock.now()
    mine = Reply.objects.filter(author=by, created_at__gt=now - HOUR)
    recent = dict(mine.values_list("submission_key", "pk")[:MOST_REPLIES_AN_HOUR])
    if submission_key in recent:
        return Reply.objects.get(pk=recent[submission_key])
    if len(recent) >= MOST_REPLIES_AN_HOUR:
        raise TooManyReplies(_("You replied a lot in the last hour. Take a little break."))
    try:
        with transaction.atomic():
            reply = Reply.objects.create(
                post=post,
                author=by,
                body=body,
                language=translation.get_language() or settings.LANGUAGE_CODE,
                submission_key=submission_key,
                created_at=now,
            )
            _count(post.pk, 1)
            if post.author_id != by.pk:
                undo = dt.timedelta(seconds=settings.UNDO_SECONDS)
                notify(kind="reply", target=reply, by=by, not_before=now + undo)
    except IntegrityError:
        return Reply.objects.get(author=by, submission_key=submission_key)
    return reply


def _count(post_id: int, change: int) -> None:
    Post.objects.filter(pk=post_id).update(replies_count=F("replies_count") + change)


@transaction.atomic
def edit_reply(*, reply: Reply, body: str, by: User) -> Reply:
    """Changes the words; readers see that it was edited."""
    reply.body, reply.edited_at = body, clock.now()
    reply.save(update_fields=["body", "edited_at"])
    return reply


@transaction.atomic
def bin_reply(*, reply: Reply, by: User) -> Reply:
    """Takes a reply off; its author can bring it back for thirty days."""
    now = clock.now()
    # Only who turns it counts it, so two clicks at once count once.
    turned = Reply.objects.filter(pk=reply.pk, state=PostState.LIVE).update(
        state=PostState.BINNED, binned_at=now
    )
    if turned:
        _count(reply.post_id, -1)
        withdraw(target=reply)
        audit.record("reply_binned", by=by, target=reply)
    reply.refresh_from_db(fields=["state", "binned_at"])
    return reply


@transaction.atomic
def restore_reply(*, reply: Reply, by: User) -> Reply:
    """Brings a binned reply back."""
    turned = Reply.objects.filter(pk=reply.pk, state=PostState.BINNED).update(
        state=PostState.LIVE, binned_at=None
    )
    if turned:
        _count(reply.post_id, 1)
        give_back(target=reply)
        audit.record("reply_restored", by=by, target=reply)
    reply.refresh_from_db(fields=["state", "binned_at"])
    return reply


@transaction.atomic
def toggle_thanks(*, target: Post | Reply, by: User) -> bool:
    """Gives thanks, or takes them back; says whether they stand now. One a person, counted once."""
    kind = targets.kind_of(target)
    things = type(target).objects.filter(pk=target.pk)
    # The row is the lock: two clicks of one person at once come one after the other.
    things.select_for_update().values_list("pk").get()
    mine = Reaction.objects.filter(target_kind=kind, target_id=target.pk, person=by)
    removed, _rows = mine.delete()
    if not removed:
        Reaction.objects.create(
            target_kind=kind, target_id=target.pk, person=by, created_at=clock.now()
        )
    things.update(thanks_count=F("thanks_count") + (-1 if removed else 1))
    return not removed
