"""What the dashboard finds of replies; posts stand in ``policies.desk_post_policy``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from core.policies import Policy

from .models import Flag, Reply
from .policies import NOBODY, moderated_by, moderators_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from core.policies import Person


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


desk_reply_policy = DeskReplyPolicy()
