"""The dashboard's roles. Each is a group of the same name, made by a migration."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group

from .models import User

if TYPE_CHECKING:
    from core.policies import Person

    from .models import UserQuerySet


class Role(enum.StrEnum):
    """What somebody may do on the service dashboard; a role shows no neighborhood."""

    COMMUNICATION = "Communication"
    PARTICIPATION = "Participation"
    CARE = "Care"
    TRANSLATION = "Translation"
    MODERATION = "Moderation"
    ADMINISTRATION = "Administration"


def has_role(user: Person, *roles: Role) -> bool:
    """Whether ``user`` is active staff and in one of the roles' groups; a superuser is in no group."""
    if not (user.is_authenticated and user.is_active and getattr(user, "is_staff", False)):
        return False
    return Group.objects.filter(user=user.pk, name__in=roles).exists()


def people_with(*roles: Role) -> UserQuerySet:
    """Active staff in at least one of the roles."""
    # A subquery, not a join: such sets are combined with others by ``|``.
    members = User.groups.through.objects.filter(group__name__in=roles).values("user")
    return User.objects.active().staff().filter(pk__in=members)
