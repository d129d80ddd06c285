"""Campaigns on the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from . import admin_urls
from .models import CampaignPage
from .policies import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

from accounts.roles import has_role


@hooks.register("register_admin_urls")
def register_campaign_urls() -> list[Any]:
    return [path("campaigns/", include(admin_urls))]


class CampaignsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *READERS)


@hooks.register("register_admin_menu_item")
def register_campaigns_menu_item() -> MenuItem:
    return CampaignsMenuItem(
        _("Campaigns"),
        reverse("campaigns_admin:campaign_list"),
        name="campaigns",
        icon_name="mail",
        order=210,
    )


@hooks.register("register_page_header_buttons")
def audience_and_sending_button(
    page: Any, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[HeaderButton]:
    """One click from any language's editor to whom the campaign is for."""
    if isinstance(page, CampaignPage) and page.campaign_id and has_role(user, *READERS):
        yield HeaderButton(
            _("Audience and sending"),
            reverse("campaigns_admin:campaign_send", args=[page.campaign.public_id]),
            icon_name="mail",
            priority=5,
        )
