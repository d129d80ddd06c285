"""Who sees those who wait, who lets them in, and who are hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core.policies import Policy

from ..models import Membership
from .belonging import (
    NOBODY,
    apart_from,
    home_of,
    members_of,
    moderated_by,
    moderators_of,
    without_blocked,
    workers_in,
    workplaces_of,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


def hosted_by(user: Person) -> QuerySet[Any]:
    """The key of the neighborhood in which ``user`` is a host, as a subquery."""
    return Membership.objects.hosts().of(user).values("neighborhood")


def hosts_of(neighborhood_id: int) -> QuerySet[User]:
    hosts = Membership.objects.hosts().filter(neighborhood=neighborhood_id)
    return User.objects.active().filter(pk__in=hosts.values("person"))


class WaitingPolicy(Policy[Membership]):
    """People who wait, always somebody else: nobody has a say in the own request.

    Who lives there may answer for them, but only hosts and workers find them in a list; others are
    given the address of the request by the person who waits.
    """

    model = Membership

    def allowed(self, user: Person, action: str) -> QuerySet[Membership]:
        # Where a block lies between two neighbors, they do not meet here either.
        rows = Membership.objects.pending().filter(
            ~apart_from(user, person="person"), person__is_active=True
        )
        rows = rows.exclude(person=user.pk)
        if action == "see":
            return rows.filter(
                Q(neighborhood__in=hosted_by(user)) | Q(neighborhood__in=workplaces_of(user))
            )
        if action == "answer":
            return rows.filter(neighborhood__in=home_of(user))
        if action == "vouch":
            # Thirty days or a host, and never for the own household.
            mine = Membership.objects.trusted().of(user).exclude(address=OuterRef("address"))
            return rows.filter(
                Exists(mine.filter(neighborhood=OuterRef("neighborhood"))), address__isnull=False
            )
        if action == "check":
            # Whom the town removed is let in by two administrators, not at a counter outside.
            return rows.filter(neighborhood__in=workplaces_of(user)).exclude(
                pk__in=Membership.objects.removed_before().values("pk")
            )
        return rows.none()

    def audience(self, action: str, instance: Membership) -> QuerySet[User]:
        people = self._people(action, instance)
        waits = Membership.objects.pending().filter(pk=instance.pk, person__is_active=True)
        if people is None or not waits.exists():
            return User.objects.none()
        people = people.exclude(pk=instance.person_id or NOBODY)
        return without_blocked(people, instance.person_id, instance.neighborhood_id)

    def _people(self, action: str, instance: Membership) -> QuerySet[User] | None:
        there = instance.neighborhood_id
        if action == "see":
            return hosts_of(there) | workers_in(there)
        if action == "answer":
            return members_of(there)
        if action == "vouch" and instance.address_id is not None:
            trusted = Membership.objects.trusted().filter(neighborhood=there)
            trusted = trusted.exclude(address=instance.address_id)
            return User.objects.active().filter(pk__in=trusted.values("person"))
        if action == "check":
            is_removed = Membership.objects.removed_before().filter(pk=instance.pk).exists()
            return None if is_removed else workers_in(there)
        return None


class HostPolicy(Policy[Membership]):
    """A member asks to be a host, an administrator decides, both can end it."""

    model = Membership

    def allowed(self, user: Person, action: str) -> QuerySet[Membership]:
        rows = Membership.objects.active().filter(person__is_active=True)
        if action == "read":
            return rows.of(user)
        if action == "ask":
            return rows.of(user).filter(host_since=None, host_asked_at=None, review_since=None)
        if action == "stop":
            return rows.of(user).exclude(host_since=None, host_asked_at=None)
        if has_role(user, Role.ADMINISTRATION):
            # An administrator who lives there too decides about others only.
            others = rows.exclude(person=user.pk)
            if action == "decide":
                return others.filter(host_since=None, host_asked_at__isnull=False)
            if action == "end":
                return others.hosts()
        return rows.none()

    def audience(self, action: str, instance: Membership) -> QuerySet[User]:
        person = User.objects.active().filter(pk=instance.person_id or NOBODY)
        others = people_with(Role.ADMINISTRATION).exclude(pk=instance.person_id or NOBODY)
        is_host, has_asked = instance.host_since is not None, instance.host_asked_at is not None
        may = {
            "read": (True, person),
            "ask": (not is_host and not has_asked and instance.review_since is None, person),
            "stop": (is_host or has_asked, person),
            "decide": (has_asked and not is_host, others),
            "end": (is_host, others),
        }
        holds, people = may.get(action, (False, person))
        is_there = instance.state == "active" and person.exists()
        return people if holds and is_there else User.objects.none()


class ChainPolicy(Policy[Membership]):
    """Who vouched for whom, and who is looked at again.

    Administrators read it of those who wait or came in by it, moderators of those who came in by it
    in their neighborhoods.
    """

    model = Membership

    def may_list(self, user: Person, action: str) -> bool:
        """Whether the person has such a list at all, be it empty today."""
        return action == "read" and has_role(user, Role.ADMINISTRATION, Role.MODERATION)

    def allowed(self, user: Person, action: str) -> QuerySet[Membership]:
        # Nobody reads who vouched for themselves, whatever their role.
        rows = Membership.objects.exclude(person=user.pk)
        is_administrator = has_role(user, Role.ADMINISTRATION)
        if action == "read":
            seen = Q(proof="vouched", neighborhood__in=moderated_by(user))
            if is_administrator:
                seen |= Q(proof="vouched") | Q(state="pending")
            return rows.filter(seen)
        if action == "review" and is_administrator:
            return rows.active().exclude(review_since=None)
        return rows.none()

    def audience(self, action: str, instance: Membership) -> QuerySet[User]:
        is_looked_at = instance.state == "active" and instance.review_since is not None
        people = User.objects.none()
        if (action == "read" and instance.state == "pending") or (
            action == "review" and is_looked_at
        ):
            people = people_with(Role.ADMINISTRATION)
        elif action == "read" and instance.proof == "vouched":
            people = people_with(Role.ADMINISTRATION) | moderators_of(instance.neighborhood_id)
        return people.exclude(pk=instance.person_id or NOBODY)


waiting_policy = WaitingPolicy()
host_policy = HostPolicy()
chain_policy = ChainPolicy()
