"""The dashboard's Community menu: neighborhoods, letters, people who wait, workers, moderators.

Plain Wagtail viewsets around views of our own: a generic model view would bring copying, history,
usage and exports along, each a door that has to be closed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from accounts.roles import Role, has_role

from .views import areas, assignments, letters, waiting

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


class AdministratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.ADMINISTRATION)


class CommunityViewSet(ViewSet):
    menu_item_class = AdministratorsMenuItem

    @property
    def url_prefix(self) -> str:
        return self.name.replace("_", "/", 1)


class NeighborhoodViewSet(CommunityViewSet):
    name = "community_neighborhoods"
    icon = "site"
    menu_label = _("Neighborhoods")
    menu_order = 100

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", areas.index, name="index"),
            path("<int:pk>/", areas.detail, name="detail"),
            path("<int:pk>/edit/", areas.edit, name="edit"),
        ]


class DistrictViewSet(CommunityViewSet):
    name = "community_districts"
    icon = "list-ul"
    menu_label = _("Districts")
    menu_order = 200

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", areas.district_list, name="index"),
            path("add/", areas.district_edit, name="add"),
            path("<int:pk>/edit/", areas.district_edit, name="edit"),
        ]


class LettersViewSet(CommunityViewSet):
    name = "community_letters"
    icon = "mail"
    menu_label = _("Letters")
    menu_order = 300

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", letters.index, name="index"),
            path("new/<int:pk>/", letters.make, name="make"),
            path("<int:pk>/", letters.detail, name="detail"),
            path("<int:pk>/print/", letters.sheets, name="print"),
            path("<int:pk>/confirm/", letters.confirm, name="confirm"),
            path("<int:pk>/revoke/", letters.revoke, name="revoke"),
        ]


class WaitingViewSet(CommunityViewSet):
    name = "community_waiting"
    icon = "time"
    menu_label = _("People who wait")
    menu_order = 400

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", waiting.index, name="index"),
            path("<uuid:public_id>/admit/", waiting.admit, name="admit"),
            path("<uuid:public_id>/refuse/", waiting.refuse, name="refuse"),
        ]


class WorkerViewSet(CommunityViewSet):
    name = "community_workers"
    icon = "user"
    menu_label = _("Neighborhood workers")
    menu_order = 500

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", assignments.worker_list, name="index"),
            path("invite/", assignments.worker_invite, name="invite"),
            path("<int:pk>/edit/", assignments.worker_edit, name="edit"),
            path("<int:pk>/end/", assignments.worker_end, name="end"),
        ]


class ModeratorViewSet(CommunityViewSet):
    name = "community_moderators"
    icon = "openquote"
    menu_label = _("Moderators")
    menu_order = 600

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", assignments.moderator_list, name="index"),
            path("add/", assignments.moderator_add, name="add"),
            path("<int:pk>/end/", assignments.moderator_end, name="end"),
        ]


class CommunityGroup(ViewSetGroup):
    menu_label = _("Community")
    menu_icon = "group"
    menu_name = "community"
    menu_order = 250
    # Other screens of this app may join the menu: a hook of this name returns a ``MenuItem``.
    submenu_hook = "register_community_menu_item"
    items: tuple[Any, ...] = (
        NeighborhoodViewSet,
        DistrictViewSet,
        LettersViewSet,
        WaitingViewSet,
        WorkerViewSet,
        ModeratorViewSet,
    )
