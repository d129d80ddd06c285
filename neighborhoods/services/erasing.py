"""What erasure does in neighborhoods: access ends at once, words go or lose their author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.search import index

from core import clock
from core.personal_data import on_erasure, on_farewell

from ..models import (
    FeedEntry,
    HelpRequest,
    Membership,
    ModeratorAssignment,
    Post,
    Reply,
    WorkAssignment,
)
from ..models.post import PostState
from .admission import end_membership, stop_waiting
from .workers import end_assignment

if TYPE_CHECKING:
    from django.db.models import QuerySet

BATCH = 100


def end_belonging(person: Any, keeps_words: bool) -> None:
    """Ends every membership, waiting and assignment, in the transaction of the request."""
    for membership in Membership.objects.filter(person=person.pk, state=Membership.State.ACTIVE):
        end_membership(membership=membership, by=person)
    for waiting in Membership.objects.filter(person=person.pk, state=Membership.State.PENDING):
        stop_waiting(membership=waiting, by=person)
    models: tuple[Any, ...] = (WorkAssignment, ModeratorAssignment)
    for model in models:
        for assignment in model.objects.filter(person=person.pk):
            end_assignment(assignment=assignment, by=person)
    Post.objects.filter(author=person.pk).update(shared_with_municipality_at=None)


def let_words_go(person: Any, keeps_words: bool) -> None:
    """Takes the author off what stays, and the words out of what goes.

    Words that nobody could read any more (in the bin, hidden, held) go whatever the person chose.
    Rows of other people are not touched: their replies, thanks and counts stay as they are.
    """
    posts = Post.objects.filter(author=person.pk)
    replies = Reply.objects.filter(author=person.pk)
    if keeps_words:
        _keep(posts.live())
        replies.live().update(author=None)
    while _take_words_of_posts(posts):
        pass
    while _take_words_of_replies(replies):
        pass


def _keep(posts: QuerySet[Post]) -> None:
    pks = list(posts.values_list("pk", flat=True))
    FeedEntry.objects.filter(target_kind="post", target_id__in=pks).update(author=None)
    # For whom it was written is another person's name.
    Post.objects.filter(pk__in=pks).update(author=None, entered_by=None, on_behalf_of="")


def _take_words_of_posts(posts: QuerySet[Post]) -> bool:
    """A batch at a time, each in one transaction; the author goes with the words, so none is met twice."""
    answered = Reply.objects.live().filter(post=OuterRef("pk")).exclude(author=OuterRef("author"))
    solved = HelpRequest.objects.filter(post=OuterRef("pk"), solved_at__isnull=False)
    some = list(posts.annotate(stays=Exists(answered) | Exists(solved)).order_by("pk")[:BATCH])
    with transaction.atomic():
        for post in some:
            _take_words_of(post, stays=post.stays)
    return bool(some)


def _take_words_of(post: Post, *, stays: bool) -> None:
    """A tombstone where others answered or helped; otherwise the bin, with nothing in it."""
    post.author = post.entered_by = None
    post.title, post.body, post.on_behalf_of = _in_its_place(post.language), "", ""
    if post.state == PostState.LIVE and not stays:
        post.state, post.binned_at = PostState.BINNED, clock.now()
    Post.objects.filter(pk=post.pk).update(
        author=None,
        entered_by=None,
        title=post.title,
        body="",
        on_behalf_of="",
        state=post.state,
        binned_at=post.binned_at,
    )
    entry = FeedEntry.objects.filter(target_kind="post", target_id=post.pk)
    shown = FeedEntry.State.LIVE if post.state == PostState.LIVE else FeedEntry.State.HIDDEN
    entry.update(author=None, state=shown)
    # At once: a job might come after the index was rewritten.
    index.insert_or_update_object(post)


def _take_words_of_replies(replies: QuerySet[Reply]) -> bool:
    """The place in the conversation stays, so that what others said keeps its sense."""
    some = list(replies.order_by("pk")[:BATCH])
    with transaction.atomic():
        for reply in some:
            Reply.objects.filter(pk=reply.pk).update(
                author=None, body=_in_its_place(reply.language)
            )
    return bool(some)


def _in_its_place(language: str) -> str:
    with translation.override(language):
        return _("Taken away by the author")


on_farewell(end_belonging)
on_erasure(let_words_go, order=20)
