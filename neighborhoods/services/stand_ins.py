"""Posts without words that hold the neighbors' replies to a post which its author took away.

The replies move to the stand-in and the post itself goes into the bin whole, so that it can be
brought back as it was, and nothing of it is left in a list, a search or a photo's address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ..models import FeedEntry, Flag, Post, Reaction, Reply

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


@transaction.atomic
def keep_replies(*, post: Post, author: User) -> Post | None:
    """Lets the replies of others stay while ``post`` lies in the bin; None where there are none."""
    others = Reply.objects.filter(post=post).exclude(author=author)
    if not others.live().exists():
        return None
    stand_in = Post.objects.create(
        neighborhood=post.neighborhood,
        audience=post.audience,
        language=post.language,
        created_at=post.created_at,
        visible_from=post.visible_from,
        stands_in_for=post,
    )
    others.update(post=stand_in)
    entries = list(_entries(post))
    for entry in entries:
        entry.pk, entry.target_id, entry.author = None, stand_in.pk, None
        entry.kind, entry.state = stand_in.kind, FeedEntry.State.LIVE
    FeedEntry.objects.bulk_create(entries)
    _count(post)
    _count(stand_in)
    return stand_in


@transaction.atomic
def give_replies_back(*, post: Post) -> None:
    """Ends ``keep_replies``: the post stands where its stand-in stood, with all its replies."""
    stand_in = Post.objects.select_for_update(of=("self",)).filter(stands_in_for=post).first()
    if stand_in is None:
        return
    Reply.objects.filter(post=stand_in).update(post=post)
    _entries(stand_in).delete()
    # Nothing was there to be thanked for, or to be found wrong.
    for about in (Reaction, Flag):
        about._default_manager.filter(target_kind="post", target_id=stand_in.pk).delete()
    stand_in.delete()
    _count(post)


def _entries(post: Post) -> QuerySet[FeedEntry]:
    return FeedEntry.objects.filter(target_kind="post", target_id=post.pk)


def _count(post: Post) -> None:
    live = Reply.objects.live().filter(post=post).count()
    Post.objects.filter(pk=post.pk).update(replies_count=live)
