"""Counts that are kept beside the rows, made right again, and the bin emptied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core import clock
from core.services.photos import photos_of, remove_photos
from core.tasks import sweeping

from ..models import FeedEntry, Flag, Membership, Neighborhood, Post, Reaction, Reply
from .posts import BIN_FOR

if TYPE_CHECKING:
    from django.db.models import QuerySet

SWEPT_AT_ONCE = 100


def repair_counters() -> dict[str, int]:
    """Makes every kept count equal to what it counts; says how many were wrong."""
    return {
        "replies": _repair(
            Post.objects.all(),
            "replies_count",
            Reply.objects.live().filter(post=OuterRef("pk")),
            "post",
        ),
        "thanks_of_posts": _repair(
            Post.objects.all(), "thanks_count", _thanks("post"), "target_id"
        ),
        "thanks_of_replies": _repair(
            Reply.objects.all(), "thanks_count", _thanks("reply"), "target_id"
        ),
        "members": _repair(
            Neighborhood.objects.all(),
            "members_count",
            Membership.objects.active().filter(neighborhood=OuterRef("pk")),
            "neighborhood",
        ),
    }


def _thanks(kind: str) -> QuerySet[Reaction]:
    return Reaction.objects.filter(target_kind=kind, target_id=OuterRef("pk"))


def _repair(rows: QuerySet[Any], field: str, counted: QuerySet[Any], group: str) -> int:
    number = counted.order_by().values(group).annotate(number=Count("pk")).values("number")
    true = Coalesce(Subquery(number), 0)
    with transaction.atomic():
        wrong = rows.annotate(true=true).exclude(**{field: true})
        found = list(wrong.values_list("pk", "true"))
        for pk, value in found:
            rows.filter(pk=pk).update(**{field: value})
    return len(found)


def empty_bin(**_signal: Any) -> None:
    """Deletes what lay in the bin for thirty days, with its photos; run by the sweeper.

    What is flagged and not decided stays: throwing it away must not end the case.
    """
    before = clock.now() - BIN_FOR
    old = Post.objects.filter(state="binned", binned_at__lt=before)
    for post in old.exclude(_is_open_case())[:SWEPT_AT_ONCE]:
        with transaction.atomic():
            remove_photos(photos_of(post))
            FeedEntry.objects.filter(target_kind="post", target_id=post.pk).delete()
            Reaction.objects.filter(target_kind="post", target_id=post.pk).delete()
            Reaction.objects.filter(
                target_kind="reply", target_id__in=post.replies.values("pk")
            ).delete()
            post.delete()
    replies = Reply.objects.filter(state="binned", binned_at__lt=before)
    open_flag = Flag.objects.filter(target_kind="reply", target_id=OuterRef("pk"), decision=None)
    for reply in replies.exclude(Exists(open_flag))[:SWEPT_AT_ONCE]:
        reply.delete()


def _is_open_case() -> Q:
    on_post = Flag.objects.filter(target_kind="post", target_id=OuterRef("pk"), decision=None)
    on_reply = Flag.objects.filter(
        target_kind="reply",
        decision=None,
        target_id__in=Reply.objects.filter(post=OuterRef(OuterRef("pk"))).values("pk"),
    )
    return Q(Exists(on_post)) | Q(Exists(on_reply))


sweeping.connect(empty_bin, dispatch_uid="empty bin")
