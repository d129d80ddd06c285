"""The dashboard's list of mails nobody is sure of; it shows no address, no name and no content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from accounts.roles import has_role
from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import kinds, services
from ..models import Delivery
from ..policies import DESK_ROLES, delivery_policy
from ..services.sending import SENDER_DIED

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from core.requests import SignedInRequest

ACTIONS = {"again": services.send_again, "sent": services.count_as_sent}


def topic_of(delivery: Delivery) -> Any:
    kind = kinds.find(delivery.notice.kind)
    return kind.topic.label if kind else delivery.notice.kind


def cause_of(delivery: Delivery) -> Any:
    """What went wrong, in words where it is known, else as the mail server or the program named it."""
    known = {SENDER_DIED: _("The program that sent it was stopped on the way.")}
    return known.get(delivery.error, delivery.error)


class ActionsColumn(Column):
    cell_template_name = "notifications/desk/_delivery_actions.html"

    def get_value(self, instance: Delivery) -> int:
        return instance.pk


class MailPaginator(WagtailPaginator):
    verbose_name = gettext_lazy("mail")
    verbose_name_plural = gettext_lazy("mails")


class UnresolvedView(ReportView):
    """A list and no spreadsheet: it is worked off, not carried away."""

    model = Delivery
    page_title = gettext_lazy("Uncertain mails")
    paginator_class = MailPaginator
    header_icon = "mail"
    index_url_name = "notifications_admin:unresolved_list"
    results_template_name = "notifications/desk/unresolved_results.html"
    list_export: list[str] = []
    columns = [
        Column("topic", label=gettext_lazy("About"), accessor=topic_of),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        DateColumn("created_at", label=gettext_lazy("Written")),
        Column("attempts", label=gettext_lazy("Attempts")),
        Column("error", label=gettext_lazy("What happened"), accessor=cause_of),
        ActionsColumn("actions", label=gettext_lazy("What now?")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, *DESK_ROLES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Delivery]:
        rows = delivery_policy.allowed(self.request.user, "resolve")
        return rows.select_related("notice").order_by("-id")


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_resolve(request: SignedInRequest, pk: int, action: str) -> HttpResponse:
    """Asks first, then sends the mail again or counts it as sent."""
    delivery = get_allowed_or_404(delivery_policy, request.user, "resolve", pk=pk)
    back = reverse_lazy("notifications_admin:unresolved_list")
    if request.method == "POST":
        try:
            ACTIONS[action](delivery=delivery, by=request.user)
        except DomainError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Done. The mail is off the list."))
        return redirect(back)
    heading = {"again": _("Send again"), "sent": _("Count as sent")}[action]
    context = {
        "action": action,
        "back": back,
        "header_title": heading,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": back, "label": UnresolvedView.page_title},
            {"url": "", "label": heading, "sublabel": topic_of(delivery)},
        ],
    }
    return render(request, "notifications/desk/delivery_resolve.html", context)
