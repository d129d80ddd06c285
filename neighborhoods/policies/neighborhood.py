"""Who enters a neighborhood, and who sees whom in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core.policies import Policy

from ..models import Membership, Neighborhood, WorkAssignment
from .belonging import (
    NOBODY,
    home_of,
    members_of,
    moderated_by,
    moderators_of,
    workers_in,
    workplaces_of,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


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


neighborhood_policy = NeighborhoodPolicy()
membership_policy = MembershipPolicy()
worker_policy = WorkerPolicy()
