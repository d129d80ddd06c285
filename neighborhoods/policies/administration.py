"""Who manages districts, letters and assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core.policies import Policy

from ..models import District, JoinCodeBatch, ModeratorAssignment, WorkAssignment
from .belonging import NOBODY

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


class AdministrationPolicy(Policy[Any]):
    """Districts, letters and assignments are the administrators', all of them and nobody else's."""

    def __init__(self, model: type[Any]) -> None:
        self.model = model

    def allowed(self, user: Person, action: str) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if action == "manage" and has_role(user, Role.ADMINISTRATION):
            return rows
        return rows.none()

    def audience(self, action: str, instance: Any) -> QuerySet[User]:
        if action == "manage":
            return people_with(Role.ADMINISTRATION)
        return User.objects.none()


class WorkAssignmentPolicy(AdministrationPolicy):
    """Administrators manage work; what waits for a second officer is decided by another of them.

    A worker is told of the own work while it holds ("begin"), and of nothing that waits.
    """

    def __init__(self) -> None:
        super().__init__(WorkAssignment)

    def allowed(self, user: Person, action: str) -> QuerySet[Any]:
        if action == "begin":
            return WorkAssignment.objects.current().of(user)
        if action not in ("manage", "change", "decide", "explain"):
            return WorkAssignment.objects.none()
        rows: Any = super().allowed(user, "manage")
        if action == "change":
            return rows.filter(declined_at=None, replaces=None)
        if action == "decide":
            return rows.waiting().exclude(granted_by=user.pk).exclude(person=user.pk)
        if action == "explain":
            # Whoever asked for it reads why a colleague declined.
            return rows.declined().filter(granted_by=user.pk)
        return rows

    def audience(self, action: str, instance: Any) -> QuerySet[User]:
        officers = people_with(Role.ADMINISTRATION)
        is_declined = instance.declined_at is not None
        if action == "manage":
            return officers
        if action == "change" and not is_declined and instance.replaces_id is None:
            return officers
        if action == "decide" and not is_declined and instance.approved_at is None:
            return officers.exclude(pk__in=[instance.granted_by_id or NOBODY, instance.person_id])
        if action == "explain" and is_declined:
            return officers.filter(pk=instance.granted_by_id or NOBODY)
        if action == "begin":
            current = WorkAssignment.objects.current().filter(pk=instance.pk).values("person")
            return User.objects.active().filter(pk__in=current)
        return User.objects.none()


district_policy = AdministrationPolicy(District)
letters_policy = AdministrationPolicy(JoinCodeBatch)
work_assignment_policy = WorkAssignmentPolicy()
moderator_assignment_policy = AdministrationPolicy(ModeratorAssignment)
