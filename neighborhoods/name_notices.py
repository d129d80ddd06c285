"""What people are told about a name that the town had to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policies import name_policy
from core import targets
from notifications.kinds import NoticeKind, register

from .models import Membership
from .notices import MEMBERSHIP

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import NameRequest, User


def the_person(request: NameRequest) -> QuerySet[User]:
    return name_policy.audience("view_own", request)


def page_of(request: NameRequest) -> str:
    """Who waits at the door goes back to it; everybody else to the profile."""
    if Membership.objects.pending().filter(person=request.person_id).exists():
        return reverse("neighborhoods:join_status")
    return reverse("accounts:profile_edit")


def words(request: NameRequest, recipient: Any) -> dict[str, Any]:
    return {"name": request.full_name, "reason": request.reason}


targets.register(
    targets.Target(
        kind="name_request",
        policy=name_policy,
        url=page_of,
        label=lambda request: request.full_name,
        text=lambda request: "",
        card_template="",
    )
)
register(
    NoticeKind(
        name="name_approved",
        topic=MEMBERSHIP,
        target_kind="name_request",
        audience=the_person,
        title=lambda request, recipient: (
            _("The town approved the name %(name)s") % {"name": request.full_name}
        ),
        action="view_own",
        context=words,
    ),
    NoticeKind(
        name="name_refused",
        topic=MEMBERSHIP,
        target_kind="name_request",
        audience=the_person,
        title=lambda request, recipient: (
            _("The town did not accept the name %(name)s") % {"name": request.full_name}
        ),
        action="view_own",
        context=words,
    ),
)
