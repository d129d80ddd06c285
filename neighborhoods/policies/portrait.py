"""Who sees a person's portrait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Profile, User
from core.policies import Policy

from ..models import Membership, WorkAssignment
from .neighborhood import membership_policy, worker_policy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


class PortraitPolicy(Policy[Profile]):
    """A portrait that its owner shows is seen by whoever may see them as a member or a worker.

    The owner always sees it. It follows the person: who leaves, moves or is blocked is asked about
    at each request.
    """

    model = Profile

    def allowed(self, user: Person, action: str) -> QuerySet[Profile]:
        rows = Profile.objects.all()
        if action != "view" or not (user.is_authenticated and user.is_active):
            return rows.none()
        members = membership_policy.allowed(user, "view").values("person")
        workers = worker_policy.allowed(user, "view").values("person")
        seen = Q(person__in=members) | Q(person__in=workers)
        return rows.filter(Q(person=user.pk) | (Q(shows_photo=True) & seen))

    def audience(self, action: str, instance: Profile) -> QuerySet[User]:
        if action != "view":
            return User.objects.none()
        people = User.objects.active().filter(pk=instance.person_id)
        if instance.shows_photo:
            for membership in Membership.objects.active().filter(person=instance.person_id):
                people = people | membership_policy.audience("view", membership)
            for work in WorkAssignment.objects.current().filter(person=instance.person_id):
                people = people | worker_policy.audience("view", work)
        return people


portrait_policy = PortraitPolicy()
