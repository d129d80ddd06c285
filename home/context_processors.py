"""The header's and footer's links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from .fronts import footer_links, main_nav

if TYPE_CHECKING:
    from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    # Lazy: the dashboard and the fragments of a page have neither.
    return {
        "main_nav": SimpleLazyObject(lambda: main_nav(request.path_info)),
        "footer_links": SimpleLazyObject(footer_links),
    }
