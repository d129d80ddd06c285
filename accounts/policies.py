"""Who may see and change people's accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group

from core.policies import Policy

from .models import Block, DataExport, NameRequest, StaffInvitation, User
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
    """A person changes the own profile, takes a copy along and is erased; nobody else does that."""

    model = User

    actions = ("view", "change", "export", "erase")

    def allowed(self, user: Person, action: str) -> QuerySet[User]:
        people = User.objects.all()
        if action in self.actions and user.is_authenticated and user.is_active:
            return people.filter(pk=user.pk)
        return people.none()

    def audience(self, action: str, instance: User) -> QuerySet[User]:
        if action in self.actions:
            return User.objects.active().filter(pk=instance.pk)
        return User.objects.none()


class EidLinkPolicy(Policy[SocialAccount]):
    """A person sees and takes away the eIDs that open the own account; nobody sees anybody else's."""

    model = SocialAccount

    def allowed(self, user: Person, action: str) -> QuerySet[SocialAccount]:
        links = SocialAccount.objects.all()
        if action in ("view", "unlink") and user.is_authenticated and user.is_active:
            return links.filter(user=user.pk)
        return links.none()

    def audience(self, action: str, instance: SocialAccount) -> QuerySet[User]:
        if action in ("view", "unlink"):
            return User.objects.active().filter(pk=instance.user_id)
        return User.objects.none()


class DataExportPolicy(Policy[DataExport]):
    """A person's own copy is theirs alone; it can be fetched while it is ready and not expired."""

    model = DataExport

    def allowed(self, user: Person, action: str) -> QuerySet[DataExport]:
        rows = DataExport.objects.all()
        if not (user.is_authenticated and user.is_active) or action not in ("view", "download"):
            return rows.none()
        own = rows.filter(person=user.pk)
        if action == "download":
            return own.ready()
        return own.exclude(pk__in=DataExport.objects.over().values("pk"))

    def audience(self, action: str, instance: DataExport) -> QuerySet[User]:
        rows = DataExport.objects.filter(pk=instance.pk)
        if action == "view":
            rows = rows.exclude(pk__in=DataExport.objects.over().values("pk"))
        elif action == "download":
            rows = rows.ready()
        else:
            rows = rows.none()
        return User.objects.active().filter(pk__in=rows.values("person"))


class NamePolicy(Policy[NameRequest]):
    """Administrators decide about names that sound like an office, never about the own."""

    model = NameRequest

    def allowed(self, user: Person, action: str) -> QuerySet[NameRequest]:
        rows = NameRequest.objects.all()
        if action == "view_own" and user.is_authenticated and user.is_active:
            return rows.filter(person=user.pk)
        if action == "decide" and has_role(user, Role.ADMINISTRATION):
            return rows.filter(decided_at=None, person__is_active=True).exclude(person=user.pk)
        return rows.none()

    def audience(self, action: str, instance: NameRequest) -> QuerySet[User]:
        if action == "view_own":
            return User.objects.active().filter(pk=instance.person_id)
        if action == "decide" and instance.decided_at is None and instance.person.is_active:
            return people_with(Role.ADMINISTRATION).exclude(pk=instance.person_id)
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


class BlockPolicy(Policy[Block]):
    """Whom somebody blocked is seen and taken back by that person alone; no role sees it."""

    model = Block

    actions = ("view", "delete")

    def allowed(self, user: Person, action: str) -> QuerySet[Block]:
        rows = Block.objects.all()
        if action in self.actions and user.is_authenticated and user.is_active:
            return rows.filter(blocker=user.pk)
        return rows.none()

    def audience(self, action: str, instance: Block) -> QuerySet[User]:
        if action not in self.actions:
            return User.objects.none()
        return User.objects.active().filter(pk=instance.blocker_id)


block_policy = BlockPolicy()
person_policy = PersonPolicy()
eid_link_policy = EidLinkPolicy()
export_policy = DataExportPolicy()
name_policy = NamePolicy()
staff_policy = StaffPolicy()
invitation_policy = InvitationPolicy()
role_policy = RolePolicy()
