"""What the dashboard finds of what is said, and who is told what was decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core import clock
from core.policies import Policy

from ..models import Decision, Flag, Membership, Post, Reply, WorkAssignment
from .belonging import NOBODY, moderated_by, moderators_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


class DeskPostPolicy(Policy[Post]):
    """What the dashboard finds of posts: flagged ones for moderators, shared ones for officers."""

    model = Post

    officers = (Role.COMMUNICATION, Role.PARTICIPATION, Role.CARE)

    def may_list(self, user: Person, action: str) -> bool:
        """Whether the person has such a list at all, be it empty today."""
        if action == "moderate":
            return has_role(user, Role.MODERATION)
        if action == "view_shared":
            return has_role(user, *self.officers)
        return action == "view" and has_role(user, Role.MODERATION, *self.officers)

    def allowed(self, user: Person, action: str) -> QuerySet[Post]:
        rows = Post.objects.all()
        if action == "moderate":
            # Nobody judges the own case.
            return rows.filter(self._flagged(user)).exclude(author=user.pk)
        if action == "view_shared":
            return rows.filter(self._shared()) if has_role(user, *self.officers) else rows.none()
        if action != "view":
            return rows.none()
        seen = self._flagged(user)
        if has_role(user, *self.officers):
            seen |= self._shared()
        return rows.filter(seen)

    def _shared(self) -> Q:
        # Shared by its author, seen by neighbors, still up, and not taken back. Only as long as the
        # author belongs there: who has moved away could no longer take it back.
        at_home = Membership.objects.active().filter(
            person=OuterRef("author"), neighborhood=OuterRef("neighborhood")
        )
        at_work = WorkAssignment.objects.current().filter(
            person=OuterRef("author"), neighborhoods=OuterRef("neighborhood")
        )
        is_up = Q(
            shared_with_municipality_at__isnull=False, state="live", visible_from__lte=clock.now()
        )
        return is_up & Q(author__is_active=True) & (Exists(at_home) | Exists(at_work))

    def _flagged(self, user: Person) -> Q:
        replies = Reply.objects.filter(post=OuterRef(OuterRef("pk"))).values("pk")
        post_flag = Flag.objects.filter(target_kind="post", target_id=OuterRef("pk"))
        reply_flag = Flag.objects.filter(target_kind="reply", target_id__in=replies)
        return Q(neighborhood__in=moderated_by(user)) & (Exists(post_flag) | Exists(reply_flag))

    def audience(self, action: str, instance: Post) -> QuerySet[User]:
        people = User.objects.none()
        if action in ("view", "moderate") and self._has_flag(instance):
            people = moderators_of(instance.neighborhood_id)
        if action == "moderate":
            people = people.exclude(pk=instance.author_id or NOBODY)
        if action in ("view", "view_shared") and self._is_shared(instance):
            people = people | people_with(*self.officers)
        return people

    def _is_shared(self, instance: Post) -> bool:
        return Post.objects.filter(self._shared(), pk=instance.pk).exists()

    def _has_flag(self, instance: Post) -> bool:
        return Flag.objects.filter(
            Q(target_kind="post", target_id=instance.pk)
            | Q(target_kind="reply", target_id__in=instance.replies.values("pk"))
        ).exists()


class DeskReplyPolicy(Policy[Reply]):
    """Of the replies under a post a moderator sees those that were flagged themselves, and no other."""

    model = Reply

    def allowed(self, user: Person, action: str) -> QuerySet[Reply]:
        flags = Flag.objects.filter(target_kind="reply", target_id=OuterRef("pk"))
        rows = Reply.objects.filter(Exists(flags), post__neighborhood__in=moderated_by(user))
        if action == "view":
            return rows
        if action == "moderate":
            # Nobody judges the own case, nor an answer to the own post.
            return rows.exclude(author=user.pk).exclude(post__author=user.pk)
        return rows.none()

    def audience(self, action: str, instance: Reply) -> QuerySet[Any]:
        people: QuerySet[User] = moderators_of(instance.post.neighborhood_id)
        is_flagged = Flag.objects.filter(target_kind="reply", target_id=instance.pk).exists()
        if not is_flagged or action not in ("view", "moderate"):
            return people.none()
        if action == "view":
            return people
        parties = [instance.author_id or NOBODY, instance.post.author_id or NOBODY]
        return people.exclude(pk__in=parties)


class DecisionPolicy(Policy[Decision]):
    """A decision is read by the author of what was judged, also after leaving the neighborhood."""

    model = Decision

    def allowed(self, user: Person, action: str) -> QuerySet[Decision]:
        rows = Decision.objects.all()
        if action != "view" or not (user.is_authenticated and user.is_active):
            return rows.none()
        posts = Post.objects.filter(author=user.pk).values("pk")
        replies = Reply.objects.filter(author=user.pk).values("pk")
        return rows.filter(
            Q(target_kind="post", target_id__in=posts)
            | Q(target_kind="reply", target_id__in=replies)
        )

    def audience(self, action: str, instance: Decision) -> QuerySet[User]:
        if action != "view":
            return User.objects.none()
        things: type[Post] | type[Reply] = Post if instance.target_kind == "post" else Reply
        authors = things.objects.filter(pk=instance.target_id).values("author")
        return User.objects.active().filter(pk__in=authors)


desk_post_policy = DeskPostPolicy()
desk_reply_policy = DeskReplyPolicy()
decision_policy = DecisionPolicy()
