"""Who reads and writes what is said in a neighborhood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import User
from core import clock
from core.policies import Policy

from ..models import FeedEntry, Post, Reply
from .belonging import NOBODY, home_of, members_of, workers_in, workplaces_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


class PostPolicy(Policy[Post]):
    """A post is read by the members of its neighborhood and by its workers, unless the author said no.

    An author sees the own post at once, everybody else from ``visible_from`` on.
    """

    model = Post

    def allowed(self, user: Person, action: str) -> QuerySet[Post]:
        rows = Post.objects.all()
        inside = Q(neighborhood__in=home_of(user)) | (
            Q(neighborhood__in=workplaces_of(user)) & Q(audience="neighbors")
        )
        # The author too must still belong: who left loses the own posts on the site.
        own = Q(author=user.pk) & inside
        if action == "view":
            begun = Q(visible_from__lte=clock.now())
            return rows.live().filter(inside & (begun | Q(author=user.pk)))
        if action in ("reply", "react", "flag"):
            seen = rows.visible().filter(inside)
            return seen.exclude(author=user.pk) if action == "flag" else seen
        if action in ("change", "delete", "share"):
            return rows.live().filter(own)
        if action == "restore":
            return rows.filter(own, state="binned")
        if action == "solve":
            return rows.live().filter(own, kind="help_request", help_request__solved_at=None)
        if action == "reopen":
            return rows.live().filter(own, help_request__solved_at__isnull=False)
        return rows.none()

    def audience(self, action: str, instance: Post) -> QuerySet[User]:
        inside = members_of(instance.neighborhood_id)
        if instance.audience == "neighbors":
            inside = inside | workers_in(instance.neighborhood_id)
        author = inside.filter(pk=instance.author_id or NOBODY)
        is_live = instance.state == "live"
        has_begun = instance.visible_from <= clock.now()
        if action == "view" and is_live:
            return inside if has_begun else author
        if action in ("reply", "react") and is_live and has_begun:
            return inside
        if action == "flag" and is_live and has_begun:
            return inside.exclude(pk=instance.author_id or NOBODY)
        if action in ("change", "delete", "share") and is_live:
            return author
        if action == "restore" and instance.state == "binned":
            return author
        if action in ("solve", "reopen") and is_live and instance.kind == "help_request":
            is_solved = instance.help_request.solved_at is not None
            return author if is_solved == (action == "reopen") else User.objects.none()
        return User.objects.none()


class ReplyPolicy(Policy[Reply]):
    """A reply is read by whoever reads its post."""

    model = Reply

    def allowed(self, user: Person, action: str) -> QuerySet[Reply]:
        rows = Reply.objects.live().filter(post__in=post_policy.allowed(user, "view"))
        if action in ("view", "react"):
            return rows
        if action == "flag":
            return rows.exclude(author=user.pk)
        if action in ("change", "delete"):
            return rows.filter(author=user.pk)
        if action == "restore":
            return Reply.objects.filter(
                post__in=post_policy.allowed(user, "view"), author=user.pk, state="binned"
            )
        return rows.none()

    def audience(self, action: str, instance: Reply) -> QuerySet[User]:
        readers = post_policy.audience("view", instance.post)
        author = readers.filter(pk=instance.author_id or NOBODY)
        if action == "restore":
            return author if instance.state == "binned" else User.objects.none()
        if instance.state != "live":
            return User.objects.none()
        if action in ("view", "react"):
            return readers
        if action == "flag":
            return readers.exclude(pk=instance.author_id or NOBODY)
        if action in ("change", "delete"):
            return author
        return User.objects.none()


class FeedPolicy(Policy[FeedEntry]):
    """A feed line is seen by the neighborhood's members, and by its workers unless hidden from them."""

    model = FeedEntry

    def allowed(self, user: Person, action: str) -> QuerySet[FeedEntry]:
        if action != "view":
            return FeedEntry.objects.none()
        return FeedEntry.objects.visible().filter(
            Q(neighborhood__in=home_of(user))
            | Q(neighborhood__in=workplaces_of(user), hidden_from_workers=False)
        )

    def audience(self, action: str, instance: FeedEntry) -> QuerySet[User]:
        now = clock.now()
        is_over = instance.expires_at is not None and instance.expires_at <= now
        if action != "view" or instance.state != "live" or is_over or instance.visible_from > now:
            return User.objects.none()
        members = members_of(instance.neighborhood_id)
        is_closed = instance.hidden_from_workers
        return members if is_closed else members | workers_in(instance.neighborhood_id)


post_policy = PostPolicy()
reply_policy = ReplyPolicy()
feed_policy = FeedPolicy()
