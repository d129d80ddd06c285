"""The person's neighborhoods, for the header, the bottom bar and the left column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from notifications.querysets import unread_count

from .doors import neighborhoods_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def neighborhoods(request: HttpRequest) -> dict[str, Any]:
    """Two queries for a page that shows them, none for a visitor or a page that does not."""
    menu = SimpleLazyObject(lambda: Menu(request))
    return {
        "my_neighborhoods": SimpleLazyObject(lambda: neighborhoods_of(request)),
        "portal_nav": SimpleLazyObject(lambda: menu.bottom()),
        "side_nav": SimpleLazyObject(lambda: menu.side()),
        "neighborhood_switch": SimpleLazyObject(lambda: menu.switch()),
        "unread": SimpleLazyObject(lambda: menu.unread),
        "notifications_url": SimpleLazyObject(lambda: menu.notifications_url),
    }


class Menu:
    """What one person may go to from the page they are on."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.known = neighborhoods_of(request) if _is_signed_in(request) else []
        entered = getattr(request, "neighborhood", None)
        self.here: Any = entered or (self.known[0] if self.known else None)
        self.unread = unread_count(request.user) if _is_signed_in(request) else 0
        self.notifications_url = (
            reverse("notifications:notice_list") if _is_signed_in(request) else ""
        )

    def _item(self, name: str, label: str, icon: str, **more: Any) -> dict[str, Any]:
        url = reverse(f"neighborhoods:{name}", args=[self.here.slug])
        return {"url": url, "label": label, "icon": icon, "current": self.path == url, **more}

    def bottom(self) -> list[dict[str, Any]]:
        """Five within reach of a thumb."""
        if self.here is None:
            return []
        search = f"/{get_language()}/search/"
        return [
            self._item("feed", pgettext("bottom bar", "Home"), "home-heart"),
            self._item("help_list", _("Help"), "hand-stop"),
            self._item("post_choose", _("Post"), "plus", main=True),
            {"url": search, "label": _("Search"), "icon": "search", "current": self.path == search},
            {
                "url": self.notifications_url,
                "label": pgettext("bottom bar", "Notices"),
                "icon": "bell",
                "current": self.path == self.notifications_url,
                "badge": self.unread or "",
            },
        ]

    def side(self) -> list[dict[str, Any]]:
        if self.here is None or "/n/" not in self.path:
            return []
        return [
            self._item("feed", _("What is new"), "home-heart"),
            self._item("help_list", _("Help requests"), "hand-stop"),
            self._item("member_list", _("Neighbors"), "users"),
            self._item("bin_list", _("Bin"), "trash"),
        ]

    def switch(self) -> dict[str, Any]:
        """The way to the other neighborhoods: two taps."""
        if self.here is None:
            return {}
        options = [
            {
                "name": known.name,
                "url": reverse("neighborhoods:feed", args=[known.slug]),
                "current": known.pk == self.here.pk,
            }
            for known in self.known
        ]
        url = reverse("neighborhoods:feed", args=[self.here.slug])
        return {"current": self.here.name, "url": url, "options": options}


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
