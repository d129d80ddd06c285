"""Who may do what in a neighborhood. Every list, page, search, mail and dashboard screen asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core import clock
from core.policies import Policy

from .models import (
    Decision,
    District,
    FeedEntry,
    Flag,
    JoinCodeBatch,
    Membership,
    ModeratorAssignment,
    Neighborhood,
    Post,
    Reply,
    WorkAssignment,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


NOBODY = 0  # No row has this key: the author of what an erased person left behind.


def home_of(user: Person) -> QuerySet[Any]:
    """The key of the one neighborhood ``user`` is an active member of, as a subquery."""
    return Membership.objects.active().of(user).values("neighborhood")


def workplaces_of(user: Person) -> QuerySet[Any]:
    """The keys of the neighborhoods ``user`` works in at this moment, as a subquery."""
    return WorkAssignment.objects.current().of(user).values("neighborhoods")


def moderated_by(user: Person) -> QuerySet[Any]:
    """The keys of the neighborhoods whose flags ``user`` handles at this moment, as a subquery."""
    if not has_role(user, Role.MODERATION):
        return ModeratorAssignment.objects.none().values("neighborhoods")
    return ModeratorAssignment.objects.current().of(user).values("neighborhoods")


def members_of(neighborhood_id: int) -> QuerySet[User]:
    return User.objects.active().filter(
        pk__in=Membership.objects.active().filter(neighborhood=neighborhood_id).values("person")
    )


def workers_in(neighborhood_id: int) -> QuerySet[User]:
    return User.objects.active().filter(
        pk__in=WorkAssignment.objects.current()
        .filter(neighborhoods=neighborhood_id)
        .values("person")
    )


def moderators_of(neighborhood_id: int) -> QuerySet[User]:
    return people_with(Role.MODERATION).filter(
        pk__in=ModeratorAssignment.objects.current()
        .filter(neighborhoods=neighborhood_id)
        .values("person")
    )


class NeighborhoodPolicy(Policy[Neighborhood]):
    """A neighborhood is entered by its members and its workers; it is managed by administrators."""

    model = Neighborhood

    def allowed(self, user: Person, action: str) -> QuerySet[Neighborhood]:
        rows = Neighborhood.objects.all()
        if action in ("view", "post", "list_members"):
            return rows.filter(Q(pk__in=home_of(user)) | Q(pk__in=workplaces_of(user)))
        if action == "choose_audience":
            # Only a neighbor can decide that workers do not read along.
            return rows.filter(pk__in=home_of(user))
        if action == "post_on_behalf":
            return rows.filter(pk__in=workplaces_of(user))
        if action == "moderate":
            return rows.filter(pk__in=moderated_by(user))
        if action == "manage" and has_role(user, Role.ADMINISTRATION):
            return rows
        return rows.none()

    def audience(self, action: str, instance: Neighborhood) -> QuerySet[User]:
        if action in ("view", "post", "list_members"):
            return members_of(instance.pk) | workers_in(instance.pk)
        if action == "choose_audience":
            return members_of(instance.pk)
        if action == "post_on_behalf":
            return workers_in(instance.pk)
        if action == "moderate":
            return moderators_of(instance.pk)
        if action == "manage":
            return people_with(Role.ADMINISTRATION)
        return User.objects.none()


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
        # Shared by its author, seen by neighbors, still up, and not taken back.
        return Q(
            shared_with_municipality_at__isnull=False, state="live", visible_from__lte=clock.now()
        )

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
        is_up = instance.state == "live" and instance.visible_from <= clock.now()
        if action in ("view", "view_shared") and instance.shared_with_municipality_at and is_up:
            people = people | people_with(*self.officers)
        return people

    def _has_flag(self, instance: Post) -> bool:
        return Flag.objects.filter(
            Q(target_kind="post", target_id=instance.pk)
            | Q(target_kind="reply", target_id__in=instance.replies.values("pk"))
        ).exists()


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


class MembershipPolicy(Policy[Membership]):
    """Neighbors see each other; only the person sees the own waiting or ended membership."""

    model = Membership

    def allowed(self, user: Person, action: str) -> QuerySet[Membership]:
        rows = Membership.objects.all()
        if action == "view":
            return rows.active().filter(
                Q(neighborhood__in=home_of(user)) | Q(neighborhood__in=workplaces_of(user))
            )
        if action == "view_own":
            return rows.of(user)
        if action == "leave":
            return rows.active().of(user)
        if action == "stop_waiting":
            return rows.pending().of(user)
        if action in ("admit", "refuse"):
            # At the counter: an administrator checks a person who waits.
            return rows.pending() if has_role(user, Role.ADMINISTRATION) else rows.none()
        return rows.none()

    def audience(self, action: str, instance: Membership) -> QuerySet[User]:
        if action == "view" and instance.state == "active":
            return members_of(instance.neighborhood_id) | workers_in(instance.neighborhood_id)
        person = User.objects.active().filter(pk=instance.person_id or NOBODY)
        if action == "view_own":
            return person
        if action == "leave" and instance.state == "active":
            return person
        if action == "stop_waiting" and instance.state == "pending":
            return person
        if action in ("admit", "refuse") and instance.state == "pending":
            return people_with(Role.ADMINISTRATION)
        return User.objects.none()


class WorkerPolicy(Policy[WorkAssignment]):
    """Who belongs to a neighborhood sees who works in it at this moment."""

    model = WorkAssignment

    def allowed(self, user: Person, action: str) -> QuerySet[WorkAssignment]:
        rows = WorkAssignment.objects.current()
        if action != "view":
            return rows.none()
        entered = neighborhood_policy.allowed(user, "view").values("pk")
        link = WorkAssignment.neighborhoods.through.objects.filter(neighborhood__in=entered)
        return rows.filter(pk__in=link.values("workassignment"), person__is_active=True)

    def audience(self, action: str, instance: WorkAssignment) -> QuerySet[User]:
        people = User.objects.none()
        is_current = WorkAssignment.objects.current().filter(pk=instance.pk).exists()
        if action == "view" and is_current and instance.person.is_active:
            for neighborhood in instance.neighborhoods.all():
                people = people | neighborhood_policy.audience("view", neighborhood)
        return people


class DeskPolicy(Policy[Any]):
    """Districts, letters and assignments are the administrators', all of them and nobody else's.

    A worker sees the own assignment, to be told of it.
    """

    def __init__(self, model: type[Any]) -> None:
        self.model = model

    def allowed(self, user: Person, action: str) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if action == "manage" and has_role(user, Role.ADMINISTRATION):
            return rows
        if action == "view_own" and self.model is WorkAssignment:
            return WorkAssignment.objects.of(user)
        return rows.none()

    def audience(self, action: str, instance: Any) -> QuerySet[User]:
        if action == "manage":
            return people_with(Role.ADMINISTRATION)
        if action == "view_own" and self.model is WorkAssignment:
            return User.objects.active().filter(pk=instance.person_id or NOBODY)
        return User.objects.none()


neighborhood_policy = NeighborhoodPolicy()
post_policy = PostPolicy()
reply_policy = ReplyPolicy()
feed_policy = FeedPolicy()
desk_post_policy = DeskPostPolicy()
decision_policy = DecisionPolicy()
membership_policy = MembershipPolicy()
worker_policy = WorkerPolicy()
district_policy = DeskPolicy(District)
letters_policy = DeskPolicy(JoinCodeBatch)
work_assignment_policy = DeskPolicy(WorkAssignment)
moderator_assignment_policy = DeskPolicy(ModeratorAssignment)
