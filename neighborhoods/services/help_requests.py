"""Help requests that were solved, and thanks to who helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock, events
from core.errors import DomainError
from notifications.services import notify

from ..models import HelpRequest, Post, Reply

if TYPE_CHECKING:
    from django.db.models import QuerySet


class NotAReplier(DomainError):
    """Only somebody who replied can be named as helper."""


def repliers_of(post: Post) -> QuerySet[User]:
    """Those who replied, the author aside: the people who may be named as helper."""
    replies = Reply.objects.live().filter(post=post)
    return (
        User.objects.active()
        .filter(pk__in=replies.values("author"))
        .exclude(pk=post.author_id)
        .order_by("first_name", "last_name", "pk")[:50]
    )


@transaction.atomic
def solve_help_request(*, post: Post, helper: User | None, by: User) -> Post:
    """Marks it solved and, where a neighbor is named, thanks that neighbor; raises ``NotAReplier``."""
    if helper is not None and not Reply.objects.live().filter(post=post, author=helper).exists():
        raise NotAReplier(_("Choose somebody who replied."))
    now = clock.now()
    solved = HelpRequest.objects.filter(post=post, solved_at=None).update(
        solved_at=now, helper=helper
    )
    if solved:
        audit.record("help_request_solved", by=by, target=post, has_helper=helper is not None)
        if helper is not None:
            # One thank-you a neighbor: opened and solved again, nobody is thanked twice.
            notify(kind="help_thanks", target=post, occasion=str(helper.pk), by=by)
        events.send_on_commit(events.post_solved, Post, post=post)
    return post


@transaction.atomic
def reopen_help_request(*, post: Post, by: User) -> Post:
    """Help is needed again."""
    reopened = HelpRequest.objects.filter(post=post, solved_at__isnull=False).update(
        solved_at=None, helper=None
    )
    if reopened:
        audit.record("help_request_reopened", by=by, target=post)
    return post
