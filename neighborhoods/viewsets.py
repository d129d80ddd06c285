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

from .policies import chain_policy
from .views import areas, assignments, hosts, letters, names, vouches, waiting, work

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


class AdministratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.ADMINISTRATION)


class ChainMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return chain_policy.may_list(request.user, "read")


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
            path("<int:pk>/pdf/<int:part>/", letters.pdf, name="pdf"),
            path("<int:pk>/table/", letters.table, name="table"),
            path("<int:pk>/confirm/", letters.confirm, name="confirm"),
            path("<int:pk>/revoke/", letters.revoke, name="revoke"),
        ]


class WaitingViewSet(CommunityViewSet):
    name = "community_waiting"
    icon = "time"
    menu_label = _("People at the door")
    menu_order = 400

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", waiting.index, name="index"),
            path("<uuid:public_id>/admit/", waiting.admit, name="admit"),
            path("<uuid:public_id>/refuse/", waiting.refuse, name="refuse"),
            path("<uuid:public_id>/keep/", waiting.keep, name="keep"),
            path("<uuid:public_id>/end/", waiting.end, name="end"),
        ]


class VouchViewSet(CommunityViewSet):
    name = "community_vouches"
    icon = "group"
    menu_label = _("Vouched for")
    menu_order = 410
    menu_item_class = ChainMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", vouches.index, name="index"),
            path("<uuid:public_id>/", vouches.detail, name="detail"),
        ]


class HostViewSet(CommunityViewSet):
    name = "community_hosts"
    icon = "user"
    menu_label = _("Hosts")
    menu_order = 420

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", hosts.index, name="index"),
            path("<uuid:public_id>/make/", hosts.make, name="make"),
            path("<uuid:public_id>/refuse/", hosts.refuse, name="refuse"),
            path("<uuid:public_id>/end/", hosts.end, name="end"),
        ]


class NameViewSet(CommunityViewSet):
    name = "community_names"
    icon = "user"
    menu_label = _("Names to check")
    menu_order = 450

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", names.index, name="index"),
            path("<uuid:public_id>/approve/", names.approve, name="approve"),
            path("<uuid:public_id>/refuse/", names.refuse, name="refuse"),
        ]


class WorkerViewSet(CommunityViewSet):
    name = "community_workers"
    icon = "user"
    menu_label = _("Neighborhood workers")
    menu_order = 500

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", work.worker_list, name="index"),
            path("invite/", work.worker_invite, name="invite"),
            path("<int:pk>/edit/", work.worker_edit, name="edit"),
            path("<int:pk>/decide/", work.worker_decide, name="decide"),
            path("<int:pk>/end/", work.worker_end, name="end"),
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
        VouchViewSet,
        HostViewSet,
        NameViewSet,
        WorkerViewSet,
        ModeratorViewSet,
    )
