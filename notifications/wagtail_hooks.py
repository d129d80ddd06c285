"""Uncertain mails among the dashboard's reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.roles import has_role

from . import admin_urls
from .policies import DESK_ROLES

if TYPE_CHECKING:
    from django.http import HttpRequest


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *DESK_ROLES)


@hooks.register("register_admin_urls")
def register_delivery_urls() -> list[Any]:
    return [path("reports/mails/", include(admin_urls))]


@hooks.register("register_reports_menu_item")
def register_delivery_menu_item() -> MenuItem:
    return DeskMenuItem(
        _("Uncertain mails"),
        reverse_lazy("notifications_admin:unresolved_list"),
        name="uncertain-mails",
        icon_name="mail",
        order=650,
    )
