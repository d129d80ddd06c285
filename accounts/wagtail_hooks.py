"""Closes what Wagtail's user app offers beside its screens."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports import audit_logging, locked_pages
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.models.audit_log import LogEntryQuerySet
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet


class ClosedBulkActionMixin:
    """Acting on many people at once by their ids is not offered: the answer is "no such page"."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        raise Http404


# The registry keeps the last class of an action's name, so ours come after Wagtail's.
for _action in (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction):
    _closed = type(f"Closed{_action.__name__}", (ClosedBulkActionMixin, _action), {})
    hooks.register("register_bulk_action", _closed, order=1000)


# --- Filters that list people ("edited by", "locked by" …) ------------------------------------
# Wagtail lists whoever acted once. Somebody who worked here and is a resident now is not shown.
def _staff_only(find: Callable[..., QuerySet[Any]]) -> Callable[..., QuerySet[Any]]:
    @wraps(find)
    def narrowed(*args: Any, **kwargs: Any) -> QuerySet[Any]:
        return find(*args, **kwargs).filter(is_staff=True)

    return narrowed


audit_logging.get_users_for_filter = _staff_only(audit_logging.get_users_for_filter)
locked_pages.get_users_for_filter = _staff_only(locked_pages.get_users_for_filter)
LogEntryQuerySet.get_users = _staff_only(LogEntryQuerySet.get_users)
for _filters, _names in (
    (WorkflowReportFilterSet, ("requested_by",)),
    (PageFilterSet, ("owner", "edited_by")),
):
    for _name in _names:
        _filter = _filters.base_filters[_name]
        _filter.queryset = _staff_only(_filter.queryset)
