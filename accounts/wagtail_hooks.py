"""Closes what Wagtail's user app offers beside its screens."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)


class ClosedBulkActionMixin:
    """Acting on many people at once by their ids is not offered: the answer is "no such page"."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        raise Http404


# The registry keeps the last class of an action's name, so ours come after Wagtail's.
for _action in (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction):
    _closed = type(f"Closed{_action.__name__}", (ClosedBulkActionMixin, _action), {})
    hooks.register("register_bulk_action", _closed, order=1000)
