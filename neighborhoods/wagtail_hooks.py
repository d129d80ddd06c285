"""What this app adds to the dashboard."""

from __future__ import annotations

from wagtail import hooks

from .desk import FlagViewSet, SharedViewSet
from .viewsets import CommunityGroup


@hooks.register("register_admin_viewset")
def register_community() -> CommunityGroup:
    return CommunityGroup()


@hooks.register("register_admin_viewset")
def register_desk() -> list[FlagViewSet | SharedViewSet]:
    return [FlagViewSet(), SharedViewSet()]
