"""Who sees which delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core.policies import Policy

from .models import Delivery

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person

    from .querysets import DeliveryQuerySet

DESK_ROLES = (Role.COMMUNICATION, Role.ADMINISTRATION)


class DeliveryPolicy(Policy[Delivery]):
    """An inbox line is its reader's alone; a mail nobody is sure of is resolved at the desk.

    The desk sees that a mail is uncertain, never whose it is or what it says.
    """

    model = Delivery

    def allowed(self, user: Person, action: str) -> DeliveryQuerySet:
        if action == "view":
            return Delivery.objects.inbox_of(user)
        if action == "resolve" and has_role(user, *DESK_ROLES):
            return Delivery.objects.unresolved()
        return Delivery.objects.none()

    def audience(self, action: str, instance: Delivery) -> QuerySet[Any]:
        if action == "view" and (instance.channel, instance.state) == ("inbox", "sent"):
            return User.objects.active().filter(pk=instance.recipient_id)
        is_unresolved = instance.channel == "email" and instance.state in ("uncertain", "dead")
        if action == "resolve" and is_unresolved:
            return people_with(*DESK_ROLES)
        return User.objects.none()


delivery_policy = DeliveryPolicy()
