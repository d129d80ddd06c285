"""Who may do what with campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Q

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core.policies import Policy
from neighborhoods.models import Membership
from neighborhoods.policies import home_of

from .models import Campaign

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person

READERS = (Role.COMMUNICATION, Role.TRANSLATION)


class CampaignPolicy(Policy[Campaign]):
    """A published campaign is read by anyone; it is told to the members of its neighborhoods.

    On the dashboard communication officers prepare, send and stop it, and translators see for whom
    it is. Actions: ``view``, ``receive``, ``manage``, ``look``, ``address``, ``send``, ``stop``.
    """

    model = Campaign

    def allowed(self, user: Person, action: str) -> QuerySet[Campaign]:
        rows = Campaign.objects.all()
        if action == "view":
            return rows.public()
        if action == "receive":
            home = home_of(user)
            aimed = Q(neighborhoods__in=home) | (Q(all_neighborhoods=True) & Q(Exists(home)))
            # ``pk__in`` and no join: such sets are searched and combined with others.
            hit = Campaign.objects.filter(aimed).values("pk")
            return rows.told().with_live_source().filter(pk__in=hit)
        if not has_role(user, Role.COMMUNICATION):
            # Translators look at what is published: a draft is its officers' business.
            is_seen = action == "look" and has_role(user, Role.TRANSLATION)
            return rows.public() if is_seen else rows.none()
        if action in ("manage", "look"):
            return rows
        if action == "address":
            return rows.open()
        if action == "send":
            # Sending what nobody can read would tell people about a missing page.
            return rows.open().with_live_source()
        if action == "stop":
            return rows.stoppable()
        return rows.none()

    def audience(self, action: str, instance: Campaign) -> QuerySet[User]:
        rows = Campaign.objects.filter(pk=instance.pk)
        nobody = User.objects.none()
        if action == "view":
            return User.objects.active() if rows.public().exists() else nobody
        if action == "receive":
            if not rows.told().with_live_source().exists():
                return nobody
            return addressed(instance)
        if action == "look" and rows.public().exists():
            return people_with(*READERS)
        holds = {
            "manage": rows,
            "look": rows,
            "address": rows.open(),
            "send": rows.open().with_live_source(),
            "stop": rows.stoppable(),
        }.get(action)
        if holds is None or not holds.exists():
            return nobody
        return people_with(Role.COMMUNICATION)


def addressed(campaign: Campaign) -> QuerySet[User]:
    """The active members of the campaign's neighborhoods, whether it was sent or not."""
    members = Membership.objects.active().filter(neighborhood__in=campaign.targets().values("pk"))
    return User.objects.active().filter(pk__in=members.values("person"))


campaign_policy = CampaignPolicy()
