"""Who enters a neighborhood, and who sees whom in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core import clock
from core.policies import Policy

from ..models import Membership, Neighborhood, WorkAssignment
from .belonging import (
    NOBODY,
    apart_from,
    followed_by,
    followers_of,
    home_of,
    members_next_door_to,
    members_of,
    moderated_by,
    moderators_of,
    next_door_of,
    without_blocked,
    workers_in,
    workplaces_of,
)
from .welcome import hosted_by, hosts_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person

PAST_WORK_SHOWN_FOR = dt.timedelta(days=365)


# What takes living there or next door.
NEIGHBORLY = ("visit", "follow", "share_nearby", "block", "choose_audience", "look_around")


def _has_neighbors() -> Exists:
    links = Neighborhood.adjacent.through.objects
    return Exists(links.filter(from_neighborhood=OuterRef("pk")))


class NeighborhoodPolicy(Policy[Neighborhood]):
    """A neighborhood is entered by its members and its workers; it is managed by administrators.

    Followers from next door visit it: they see the posts that are open to them, and no more.
    """

    model = Neighborhood

    def allowed(self, user: Person, action: str) -> QuerySet[Neighborhood]:
        rows = Neighborhood.objects.all()
        if action in ("view", "post", "list_members"):
            return rows.filter(Q(pk__in=home_of(user)) | Q(pk__in=workplaces_of(user)))
        if action in NEIGHBORLY:
            return self._allowed_to_neighbors(user, action)
        if action == "post_on_behalf":
            return rows.filter(pk__in=workplaces_of(user))
        if action == "list_waiting":
            return rows.filter(Q(pk__in=hosted_by(user)) | Q(pk__in=workplaces_of(user)))
        if action == "moderate":
            return rows.filter(pk__in=moderated_by(user))
        if action == "manage" and has_role(user, Role.ADMINISTRATION):
            return rows
        return rows.none()

    def _allowed_to_neighbors(self, user: Person, action: str) -> QuerySet[Neighborhood]:
        rows, home = Neighborhood.objects.all(), Q(pk__in=home_of(user))
        if action == "visit":
            return rows.filter(home | Q(pk__in=workplaces_of(user)) | Q(pk__in=followed_by(user)))
        if action == "follow":
            return rows.filter(pk__in=next_door_of(user))
        if action == "share_nearby":
            return rows.filter(home).filter(_has_neighbors())
        if action == "block":
            # Whoever works here reaches everybody, so blocking is the neighbors' alone.
            near = rows.filter(home | Q(pk__in=followed_by(user)))
            return near.exclude(pk__in=workplaces_of(user))
        # Only a neighbor can decide that workers do not read along, and looks over the border.
        return rows.filter(home)

    def audience(self, action: str, instance: Neighborhood) -> QuerySet[User]:
        if action in ("view", "post", "list_members"):
            return members_of(instance.pk) | workers_in(instance.pk)
        if action in NEIGHBORLY:
            return self._neighbors_who_may(action, instance)
        if action == "post_on_behalf":
            return workers_in(instance.pk)
        if action == "list_waiting":
            return hosts_of(instance.pk) | workers_in(instance.pk)
        if action == "moderate":
            return moderators_of(instance.pk)
        if action == "manage":
            return people_with(Role.ADMINISTRATION)
        return User.objects.none()

    def _neighbors_who_may(self, action: str, instance: Neighborhood) -> QuerySet[User]:
        members = members_of(instance.pk)
        if action == "visit":
            return members | workers_in(instance.pk) | followers_of(instance.pk)
        if action == "follow":
            return members_next_door_to(instance.pk)
        if action == "share_nearby":
            return members if instance.adjacent.exists() else members.none()
        if action == "block":
            near = members | followers_of(instance.pk)
            return near.exclude(pk__in=workers_in(instance.pk).values("pk"))
        return members


class MembershipPolicy(Policy[Membership]):
    """Neighbors see each other, save where a block lies between them.

    Only the person sees the own waiting or ended membership.
    """

    model = Membership

    def allowed(self, user: Person, action: str) -> QuerySet[Membership]:
        rows = Membership.objects.all()
        if action == "view":
            return rows.active().filter(
                Q(neighborhood__in=home_of(user)) | Q(neighborhood__in=workplaces_of(user)),
                ~apart_from(user, person="person"),
            )
        if action == "block":
            seen = self.allowed(user, "view").filter(person__isnull=False)
            others = seen.exclude(person=user.pk)
            return others.exclude(neighborhood__in=workplaces_of(user))
        if action == "view_own":
            return rows.of(user)
        if action in ("leave", "welcome"):
            return rows.active().of(user)
        if action == "come_back":
            return rows.open_to_return().of(user)
        if action == "stop_waiting":
            return rows.pending().of(user)
        if action in ("admit", "refuse"):
            # At the counter: an administrator checks a person who waits.
            return rows.pending() if has_role(user, Role.ADMINISTRATION) else rows.none()
        return rows.none()

    def audience(self, action: str, instance: Membership) -> QuerySet[User]:
        if action in ("view", "block") and instance.state == "active":
            workers = workers_in(instance.neighborhood_id)
            seen_by = without_blocked(
                members_of(instance.neighborhood_id) | workers,
                instance.person_id,
                instance.neighborhood_id,
            )
            if action == "view":
                return seen_by
            others = seen_by.exclude(pk=instance.person_id or NOBODY)
            return (
                others.exclude(pk__in=workers.values("pk")) if instance.person_id else others.none()
            )
        person = User.objects.active().filter(pk=instance.person_id or NOBODY)
        if action == "view_own":
            return person
        if action in ("leave", "welcome") and instance.state == "active":
            return person
        if action == "come_back":
            may = Membership.objects.open_to_return().filter(pk=instance.pk)
            return person if may.exists() else User.objects.none()
        if action == "stop_waiting" and instance.state == "pending":
            return person
        if action in ("admit", "refuse") and instance.state == "pending":
            return people_with(Role.ADMINISTRATION)
        return User.objects.none()


class WorkerPolicy(Policy[WorkAssignment]):
    """Who belongs to a neighborhood sees who works in it at this moment, and who did until lately."""

    model = WorkAssignment

    def allowed(self, user: Person, action: str) -> QuerySet[WorkAssignment]:
        rows: QuerySet[WorkAssignment]
        if action == "view":
            rows = WorkAssignment.objects.current().filter(person__is_active=True)
        elif action == "view_past":
            rows = self._past()
        else:
            return WorkAssignment.objects.none()
        entered = neighborhood_policy.allowed(user, "view").values("pk")
        link = WorkAssignment.neighborhoods.through.objects.filter(neighborhood__in=entered)
        return rows.filter(pk__in=link.values("workassignment"))

    def _past(self) -> QuerySet[WorkAssignment]:
        rows = WorkAssignment.objects.ended().filter(
            valid_until__gt=clock.now() - PAST_WORK_SHOWN_FOR
        )
        # What was ended before it began never opened anything.
        return rows.filter(valid_from__lt=F("valid_until"))

    def audience(self, action: str, instance: WorkAssignment) -> QuerySet[User]:
        people = User.objects.none()
        if action == "view" and instance.person.is_active:
            rows: QuerySet[WorkAssignment] = WorkAssignment.objects.current()
        elif action == "view_past":
            rows = self._past()
        else:
            return people
        if rows.filter(pk=instance.pk).exists():
            for neighborhood in instance.neighborhoods.all():
                people = people | neighborhood_policy.audience("view", neighborhood)
        return people


neighborhood_policy = NeighborhoodPolicy()
membership_policy = MembershipPolicy()
worker_policy = WorkerPolicy()
