"""What people are told about their own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import events

from .kinds import NoticeKind, Topic, register
from .services import notify

if TYPE_CHECKING:
    from django.db.models import QuerySet

ACCOUNT = Topic("account", gettext_lazy("My account"), is_optional=False, icon="user")


def its_person(export: Any) -> QuerySet[User]:
    return User.objects.active().filter(pk=export.person_id)


register(
    NoticeKind(
        name="data_export_ready",
        topic=ACCOUNT,
        target_kind="data_export",
        audience=its_person,
        title=lambda export, recipient: _("The copy of your data is ready. Fetch it within a day."),
        action="download",
    )
)


@receiver(events.data_export_ready)
def tell_that_a_copy_is_ready(export: Any, **_signal: Any) -> None:
    notify(kind="data_export_ready", target=export)
