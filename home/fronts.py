"""What the home page shows of the rest of the portal, and the links every public page has."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_unpublished

import campaigns.cards
import participation.cards
from neighborhoods.fronts import neighborhood_cards

from .models import ContentPage

if TYPE_CHECKING:
    from .models import HomePage

PARTS = ("neighborhoods", "campaigns", "participation")
CAMPAIGNS_SHOWN = 3
SURVEYS_SHOWN = 2
NEIGHBORHOODS_SHOWN = 12

_remembered: dict[str, tuple[float, list[dict[str, str]]]] = {}


def home_context(page: HomePage) -> dict[str, Any]:
    return {
        "part_urls": {part: part_url(part) for part in PARTS},
        "campaigns": campaigns.cards.latest(CAMPAIGNS_SHOWN),
        "surveys": participation.cards.latest(SURVEYS_SHOWN),
        "neighborhoods": neighborhood_cards(NEIGHBORHOODS_SHOWN),
    }


def part_url(part: str) -> str:
    """The address of a public part of the portal in this language; fixed by the first migration."""
    return f"/{translation.get_language() or settings.LANGUAGE_CODE}/{part}/"


def main_nav(path: str) -> list[dict[str, Any]]:
    """The three public parts of the portal; their addresses are fixed, so this asks no database."""
    labels = (_("Neighborhoods"), _("News"), _("Take part"))
    return [
        {"url": part_url(part), "label": label, "current": path.startswith(part_url(part))}
        for part, label in zip(PARTS, labels, strict=True)
    ]


def footer_links() -> list[dict[str, str]]:
    """Published pages that want to stand in the footer, in this language.

    Every page shows them and they change about once a year, so they are read at most every
    ``FOOTER_MEMORY_SECONDS``; publishing forgets them in this process at once.
    """
    code = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    found = _remembered.get(code)
    if found and time.monotonic() - found[0] < settings.FOOTER_MEMORY_SECONDS:
        return found[1]
    pages = ContentPage.objects.live().public().filter(in_footer=True, locale__language_code=code)
    links = [{"url": page.get_url() or "", "label": page.title} for page in pages]
    _remembered[code] = (time.monotonic(), links)
    return links


def forget(**_kwargs: Any) -> None:
    _remembered.clear()


page_published.connect(forget, dispatch_uid="footer_links_published")
page_unpublished.connect(forget, dispatch_uid="footer_links_unpublished")
