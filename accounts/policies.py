"""Who may see and change people's accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group

from core.policies import Policy

from .models import StaffInvitation, User
from .roles import Role, has_role, people_with

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person


def manages_staff(user: Person) -> bool:
    """Administrators, and a superuser: dashboard accounts are no residents' content."""
    if has_role(user, Role.ADMINISTRATION):
        return True
    return bool(user.is_authenticated and user.is_active and getattr(user, "is_superuser", False))


def staff_managers() -> QuerySet[User]:
    return people_with(Role.ADMINISTRATION) | User.objects.active().filter(is_superuser=True)


class PersonPolicy(Policy[User]):
    """A person changes the own profile; nobody else does, whatever their role."""

    model = User

    def allowed(self, user: Person, action: str) -> QuerySet[User]:
        people = User.objects.all()
        if action in ("view", "change") and user.is_authenticated and user.is_active:
            return people.filter(pk=user.pk)
        return people.none()

    def audience(self, action: str, instance: User) -> QuerySet[User]:
        if action in ("view", "change"):
            return User.objects.active().filter(pk=instance.pk)
        return User.objects.none()


class StaffPolicy(Policy[User]):
    """Administrators manage dashboard accounts; a resident's account is never among them.

    Wagtail asks this for its user screens. A superuser may too, to make the first administrator.
    """

    model = User

    actions = ("view", "change", "delete")

    def may_add(self, user: Person) -> bool:
        return manages_staff(user)

    def allowed(self, user: Person, action: str) -> QuerySet[User]:
        staff = User.objects.staff()
        if action not in self.actions or not manages_staff(user):
            return staff.none()
        # Nobody takes the own account away: the last administrator could do so by mistake.
        return staff.exclude(pk=user.pk) if action == "delete" else staff

    def audience(self, action: str, instance: User) -> QuerySet[User]:
        if action not in self.actions or not instance.is_staff:
            return User.objects.none()
        managers = staff_managers()
        return managers.exclude(pk=instance.pk) if action == "delete" else managers


class RolePolicy(Policy[Group]):
    """Those who manage staff see and change the roles; a role itself is never deleted."""

    model = Group

    def allowed(self, user: Person, action: str) -> QuerySet[Group]:
        groups = Group.objects.all()
        if not manages_staff(user):
            return groups.none()
        if action in ("view", "change"):
            return groups
        if action == "delete":
            return groups.exclude(name__in=list(Role))
        return groups.none()

    def audience(self, action: str, instance: Group) -> QuerySet[User]:
        is_role = instance.name in list(Role)
        if action in ("view", "change") or (action == "delete" and not is_role):
            return staff_managers()
        return User.objects.none()


class InvitationPolicy(Policy[StaffInvitation]):
    """Administrators see the open invitations and may take them back."""

    model = StaffInvitation

    def may_add(self, user: Person) -> bool:
        return manages_staff(user)

    def allowed(self, user: Person, action: str) -> QuerySet[StaffInvitation]:
        rows = StaffInvitation.objects.all()
        if action in ("view", "revoke") and manages_staff(user):
            return rows.filter(accepted_at=None, revoked_at=None)
        return rows.none()

    def audience(self, action: str, instance: StaffInvitation) -> QuerySet[User]:
        is_open = instance.accepted_at is None and instance.revoked_at is None
        if action in ("view", "revoke") and is_open:
            return staff_managers()
        return User.objects.none()


person_policy = PersonPolicy()
staff_policy = StaffPolicy()
invitation_policy = InvitationPolicy()
role_policy = RolePolicy()
