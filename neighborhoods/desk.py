"""The dashboard's menu entries for what residents wrote: flagged things, and posts shared with the town.

Plain viewsets around views of our own: a generic model view would bring adding, editing, copying,
history, usage and exports along, each a door that has to be closed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .policies import desk_post_policy
from .views import desk

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


class ModeratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return desk_post_policy.may_list(request.user, "moderate")


class OfficersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return desk_post_policy.may_list(request.user, "view_shared")


class FlagViewSet(ViewSet):
    name = "flags_desk"
    url_prefix = "flags"
    icon = "warning"
    menu_label = _("Reported")
    menu_order = 260
    menu_item_class = ModeratorsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", desk.flag_list, name="flag_list"),
            path("<uuid:public_id>/", desk.flag_detail, name="flag_detail"),
            path("<uuid:public_id>/decide/", desk.post_decide, name="post_decide"),
            path("replies/<uuid:public_id>/decide/", desk.reply_decide, name="reply_decide"),
        ]


class SharedViewSet(ViewSet):
    name = "shared_desk"
    url_prefix = "shared"
    icon = "mail"
    menu_label = _("Shared with us")
    menu_order = 270
    menu_item_class = OfficersMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", desk.shared_list, name="shared_list"),
            path("<uuid:public_id>/", desk.shared_detail, name="shared_detail"),
        ]
