"""The one shape every access rule takes, and the only file that knows Wagtail's policy class."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.shortcuts import get_object_or_404
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    Person = AbstractBaseUser | AnonymousUser

M = TypeVar("M", bound=Model)


class Policy(Generic[M]):
    """Who may do what, answered in three directions from one rule.

    A subclass writes ``allowed`` (the objects) and ``audience`` (the people); the matrix test holds
    the two equal. ``allows`` is derived, so a list and a page can never disagree. An action that the
    policy does not know allows nothing.
    """

    model: type[M]

    def allowed(self, user: Person, action: str) -> QuerySet[M]:
        """The objects on which ``user`` may do ``action``."""
        return self.model._default_manager.none()

    def audience(self, action: str, instance: M) -> QuerySet[Any]:
        """The people who may do ``action`` on ``instance``."""
        return get_user_model()._default_manager.none()

    def allows(self, user: Person, action: str, instance: M) -> bool:
        """Whether ``user`` may do ``action`` on ``instance``; one query, never overridden."""
        return self.allowed(user, action).filter(pk=instance.pk).exists()


class WagtailPolicy(BasePermissionPolicy):
    """Lets the Wagtail admin ask a portal ``Policy`` the same questions.

    ``add`` has no object yet: a policy that lets people add through the admin says so in
    ``may_add``; without one nobody may.
    """

    def __init__(self, model: type[Model], policy: Policy[Any]) -> None:
        super().__init__(model)
        self.policy = policy

    def user_has_permission(self, user: Person, action: str) -> bool:
        if action in ("add", "create"):
            may_add = getattr(self.policy, "may_add", None)
            return bool(may_add and may_add(user))
        # A list that is empty today is still a list: a policy says so in ``may_list``.
        may_list = getattr(self.policy, "may_list", None)
        if may_list is not None:
            return bool(may_list(user, action))
        return self.policy.allowed(user, action).exists()

    def user_has_any_permission(self, user: Person, actions: Sequence[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Person, action: str, instance: Model) -> bool:
        return self.policy.allows(user, action, instance)

    def instances_user_has_any_permission_for(
        self, user: Person, actions: Sequence[str]
    ) -> QuerySet[Any]:
        return reduce(or_, (self.policy.allowed(user, action) for action in actions))

    def users_with_any_permission_for_instance(
        self, actions: Sequence[str], instance: Model
    ) -> QuerySet[Any]:
        return reduce(or_, (self.policy.audience(action, instance) for action in actions))

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[Any]:
        # Wagtail asks this for filters ("edited by"); nobody needs a list of people from us.
        return get_user_model()._default_manager.none()


def register_policy(policy: Policy[Any]) -> None:
    """Makes the Wagtail admin ask ``policy`` about its model; call it in ``AppConfig.ready``."""
    register_permission_policy(policy.model, WagtailPolicy(policy.model, policy))


def get_allowed_or_404(policy: Policy[M], user: Person, action: str, **lookup: Any) -> M:
    """The only way a view obtains an object: absent and forbidden look the same."""
    return get_object_or_404(policy.allowed(user, action), **lookup)
