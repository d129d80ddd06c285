"""The signed-in person's menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest


def account(request: HttpRequest) -> dict[str, Any]:
    """Costs no query of its own: the person is known already where a page asks."""
    return {"account_nav": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    links = [
        {"url": reverse("accounts:account_detail"), "label": _("My account"), "icon": "user"},
        {
            "url": reverse("account_logout"),
            "label": _("Sign out"),
            "icon": "logout",
            "method": "post",
        },
    ]
    if user.is_staff:
        dashboard = {
            "url": reverse("wagtailadmin_home"),
            "label": _("Dashboard"),
            "icon": "layout-dashboard",
        }
        links.insert(1, dashboard)
    return {"name": user.display_name, "initials": user.initials, "links": links}
