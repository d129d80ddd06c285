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


district_policy = AdministrationPolicy(District)
letters_policy = AdministrationPolicy(JoinCodeBatch)
work_assignment_policy = AdministrationPolicy(WorkAssignment)
moderator_assignment_policy = AdministrationPolicy(ModeratorAssignment)
