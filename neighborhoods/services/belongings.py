"""What a person wrote in a neighborhood: what becomes of it when they leave, and how it comes back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from core import audit, clock
from core.models import PrivatePhoto
from core.services import drafts

from ..models import FeedEntry, HelpRequest, Membership, Post, Reply
from .posts import bin_post, restore_post
from .replies import bin_reply, restore_reply
from .stand_ins import keep_replies

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from accounts.models import User

    from ..models import Neighborhood


@transaction.atomic
def leave_behind(*, person: User, neighborhood: Neighborhood, posts: str, by: Any) -> None:
    """Does with the person's words what was chosen (``Membership.OldPosts``).

    Whatever was chosen, drafts are thrown away, open help requests are closed and nothing is shared
    with the municipality any more. What a moderator hid keeps its author, who alone can read why.
    """
    mine = _posts(person, neighborhood)
    _forget_drafts(person, neighborhood)
    HelpRequest.objects.filter(post__in=mine, solved_at=None).update(solved_at=clock.now())
    mine.filter(shared_with_municipality_at__isnull=False).update(shared_with_municipality_at=None)
    if posts == Membership.OldPosts.KEEP:
        return
    HelpRequest.objects.filter(helper=person, post__neighborhood=neighborhood).update(helper=None)
    if posts == Membership.OldPosts.UNNAMED:
        _take_name_off(person, neighborhood)
    else:
        _put_away(person, neighborhood, by)
    audit.record("posts_left_behind", by=by, subject=person, target=neighborhood, posts=posts)


def _posts(person: User, neighborhood: Neighborhood) -> QuerySet[Post]:
    return Post.objects.filter(author=person, neighborhood=neighborhood)


def _replies(person: User, neighborhood: Neighborhood) -> QuerySet[Reply]:
    return Reply.objects.filter(author=person, post__neighborhood=neighborhood)


def _forget_drafts(person: User, neighborhood: Neighborhood) -> None:
    kept = drafts.purposes_of(by=person)
    here = {each for each in kept if each.startswith(f"post:{neighborhood.slug}:")}
    answers = {each: each.removeprefix("reply:") for each in kept if each.startswith("reply:")}
    posts = Post.objects.filter(neighborhood=neighborhood, public_id__in=answers.values())
    ids = set(posts.values_list("public_id", flat=True))
    here |= {purpose for purpose, post in answers.items() if uuid.UUID(post) in ids}
    for purpose in here:
        drafts.discard_draft(purpose=purpose, by=person)


def _take_name_off(person: User, neighborhood: Neighborhood) -> None:
    live = _posts(person, neighborhood).live()  # type: ignore[attr-defined]
    at_posts = Q(target_kind="post", target_id__in=live.values("pk"))
    PrivatePhoto.objects.filter(at_posts, owner=person).update(owner=None)
    FeedEntry.objects.filter(at_posts).update(author=None)
    live.filter(entered_by=person).update(entered_by=None)
    live.update(author=None)
    # Under a post in the bin they are read by nobody, and go with it.
    _replies(person, neighborhood).live().update(author=None)  # type: ignore[attr-defined]


def _put_away(person: User, neighborhood: Neighborhood, by: Any) -> None:
    for post in _posts(person, neighborhood).live():  # type: ignore[attr-defined]
        bin_post(post=post, by=by)
        keep_replies(post=post, author=person)
    # Those under the own posts lie in the bin with them.
    rows = _replies(person, neighborhood).live()  # type: ignore[attr-defined]
    for reply in rows.exclude(post__author=person):
        bin_reply(reply=reply, by=by)


def put_away_at_leaving(membership: Membership) -> tuple[QuerySet[Post], QuerySet[Reply]]:
    """What went into the bin when this membership ended, and still lies there."""
    person: Any = membership.person
    since: dt.datetime | None = membership.ended_at
    in_bin = {"state": "binned", "binned_at__gte": since}
    return (
        _posts(person, membership.neighborhood).filter(**in_bin),
        _replies(person, membership.neighborhood).filter(**in_bin),
    )


@transaction.atomic
def bring_back(*, membership: Membership, by: Any) -> None:
    """Brings back what went into the bin when this membership ended."""
    posts, replies = put_away_at_leaving(membership)
    for post in posts:
        restore_post(post=post, by=by)
    for reply in replies:
        restore_reply(reply=reply, by=by)
