"""Posts: put up, undone, edited, binned, brought back, shared with the municipality."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit, clock
from core.errors import DomainError
from core.services import drafts
from core.services.photos import (
    attach_photos,
    detach_photos,
    photos_of,
    remove_photos,
    store_photos,
)
from core.text import first_words
from notifications.services import cancel, give_back, notify, withdraw

from .. import kinds
from ..models import FeedEntry, Post
from ..models.post import Audience, PostState
from .feed import put_in_feeds, remove_from_feeds, set_feed_state

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from accounts.models import User
    from core.models import PrivatePhoto
    from core.photos import Photo

    from ..models import Neighborhood

HOUR = dt.timedelta(hours=1)
MOST_POSTS_AN_HOUR = 20
# How long the bin keeps things.
BIN_FOR = dt.timedelta(days=30)


class TooManyPosts(DomainError):
    """The person posts faster than a neighborhood can read."""


class TooLateToUndo(DomainError):
    """Neighbors can see it already."""


def draft_purpose(neighborhood: Neighborhood, kind: str) -> str:
    return f"post:{neighborhood.slug}:{kind}"


def create_post(
    *,
    neighborhood: Neighborhood,
    kind: str,
    by: User,
    data: dict[str, Any],
    submission_key: uuid.UUID,
    new_photos: Sequence[tuple[Photo, str]] = (),
    kept_photos: Sequence[PrivatePhoto] = (),
) -> Post:
    """Puts up one post, visible to others after ``settings.UNDO_SECONDS``; costs the same for any neighborhood.

    ``data`` is the cleaned data of the kind's form. The same ``submission_key`` again returns the
    post that is there, so a double click or a reload makes no second one. Raises ``TooManyPosts``.
    """
    now = clock.now()
    mine = Post.objects.filter(author=by, created_at__gt=now - HOUR).order_by("-created_at")
    recent = dict(mine.values_list("submission_key", "pk")[:MOST_POSTS_AN_HOUR])
    if submission_key in recent:
        return Post.objects.get(pk=recent[submission_key])
    if len(recent) >= MOST_POSTS_AN_HOUR:
        raise TooManyPosts(_("You posted a lot in the last hour. Take a little break."))
    post = _new_post(neighborhood, kind, by, data, submission_key, now)
    try:
        with transaction.atomic():
            post.save(force_insert=True)
            _complete(post, data, by, new_photos, kept_photos)
    except IntegrityError:
        # The same form, sent twice within a moment: the other one won.
        return Post.objects.get(author=by, submission_key=submission_key)
    return post


def _new_post(
    neighborhood: Neighborhood,
    kind: str,
    by: User,
    data: dict[str, Any],
    submission_key: uuid.UUID,
    now: dt.datetime,
) -> Post:
    return Post(
        neighborhood=neighborhood,
        kind=kind,
        author=by,
        entered_by=by,
        on_behalf_of=data.get("on_behalf_of", ""),
        audience=data.get("audience") or Audience.NEIGHBORS,
        shared_with_municipality_at=now if data.get("share") else None,
        title=title_of(kind, data),
        body=data.get("body", ""),
        language=translation.get_language() or settings.LANGUAGE_CODE,
        submission_key=submission_key,
        created_at=now,
        visible_from=now + dt.timedelta(seconds=settings.UNDO_SECONDS),
    )


def title_of(kind: str, data: dict[str, Any]) -> str:
    """The title as written, else the first words of the text, else what the kind makes of it."""
    title = data.get("title") or first_words(data.get("body", ""))
    return (title or kinds.get(kind).title(data))[:120]


def _complete(
    post: Post,
    data: dict[str, Any],
    by: User,
    new_photos: Sequence[tuple[Photo, str]],
    kept_photos: Sequence[PrivatePhoto],
) -> None:
    kind = kinds.get(post.kind)
    kind.save_details(post, data)
    _hang_photos(post, by, new_photos, kept_photos)
    put_in_feeds(
        target=post,
        kind=post.kind,
        neighborhoods=[post.neighborhood],
        visible_from=post.visible_from,
        author=by,
        hidden_from_workers=post.audience == Audience.NEIGHBORS_ONLY,
        is_new=True,
    )
    drafts.discard_draft(purpose=draft_purpose(post.neighborhood, post.kind), by=by)
    notify(kind=kind.notice, target=post, by=by, not_before=post.visible_from)


def _hang_photos(
    post: Post,
    by: User,
    new_photos: Sequence[tuple[Photo, str]],
    kept_photos: Sequence[PrivatePhoto],
) -> None:
    attach_photos(photos=kept_photos, target=post)
    store_photos(photos=new_photos, by=by, target=post, first_position=len(kept_photos))


@transaction.atomic
def undo_post(*, post: Post, by: User, draft: dict[str, Any]) -> None:
    """Takes back a post that nobody else saw yet: no notice, no trace, and its text is a draft again.

    ``draft`` is what the form needs to show the text again. Raises ``TooLateToUndo``.
    """
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.visible_from <= clock.now():
        raise TooLateToUndo(
            _("It is too late to undo: neighbors can see it. You can delete it instead.")
        )
    cancel(kind=kinds.get(post.kind).notice, target=post)
    remove_from_feeds(target=post)
    kept = [str(photo.public_id) for photo in detach_photos(target=post)]
    drafts.save_draft(
        purpose=draft_purpose(post.neighborhood, post.kind), data={**draft, "kept": kept}, by=by
    )
    post.delete()


@transaction.atomic
def edit_post(
    *,
    post: Post,
    by: User,
    data: dict[str, Any],
    new_photos: Sequence[tuple[Photo, str]] = (),
    kept_photos: Sequence[PrivatePhoto] = (),
) -> Post:
    """Changes words, details, photos and audience; readers see that it was edited.

    Photos that are not kept are removed. Nobody is told again.
    """
    post.title = title_of(post.kind, data)
    post.body = data.get("body", "")
    post.on_behalf_of = data.get("on_behalf_of", post.on_behalf_of)
    post.audience = data.get("audience") or post.audience
    post.edited_at = clock.now()
    post.save(update_fields=["title", "body", "on_behalf_of", "audience", "edited_at"])
    kinds.get(post.kind).save_details(post, data)
    kept = {photo.pk for photo in kept_photos}
    remove_photos(photo for photo in photos_of(post) if photo.pk not in kept)
    _hang_photos(post, by, new_photos, kept_photos)
    FeedEntry.objects.filter(target_kind="post", target_id=post.pk).update(
        hidden_from_workers=post.audience == Audience.NEIGHBORS_ONLY
    )
    return post


@transaction.atomic
def bin_post(*, post: Post, by: User) -> Post:
    """Takes a post off; its author can bring it back for thirty days."""
    if _turn(post, PostState.LIVE, PostState.BINNED, clock.now()):
        set_feed_state(target=post, state=FeedEntry.State.HIDDEN)
        withdraw(target=post)
        audit.record("post_binned", by=by, target=post)
    return post


def _turn(post: Post, old: PostState, new: PostState, binned_at: dt.datetime | None) -> bool:
    """Changes the state, if it is still the old one: what a moderator hid meanwhile stays hidden."""
    rows = Post.objects.filter(pk=post.pk, state=old)
    turned = bool(rows.update(state=new, binned_at=binned_at))
    post.refresh_from_db(fields=["state", "binned_at"])
    return turned


@transaction.atomic
def restore_post(*, post: Post, by: User) -> Post:
    """Brings a binned post back, with everything that hung on it; nobody is told again."""
    if _turn(post, PostState.BINNED, PostState.LIVE, None):
        set_feed_state(target=post, state=FeedEntry.State.LIVE)
        give_back(target=post)
        audit.record("post_restored", by=by, target=post)
    return post


@transaction.atomic
def share_post(*, post: Post, by: User, is_shared: bool) -> Post:
    """Lets the municipality read a post, or no longer; from this moment on."""
    post.shared_with_municipality_at = clock.now() if is_shared else None
    post.save(update_fields=["shared_with_municipality_at"])
    audit.record("post_shared" if is_shared else "post_unshared", by=by, target=post)
    return post
