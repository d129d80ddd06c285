"""How a campaign looks in a feed, a list and a mail, in the reader's language."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from core import branding, clock
from core.models.base_page import absolute

from .models import CampaignPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from .models import Campaign

logger = logging.getLogger(__name__)

PAGE_SIZE = 12
CARD_PICTURE = "fill-1200x630|format-webp"


def language() -> str:
    """The language of this page or mail."""
    return (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]


def page_for(campaign: Campaign) -> CampaignPage | None:
    """The published page in the reader's language, else the one it was written in."""
    loaded: CampaignPage | None = getattr(campaign, "reader_page", None)
    if loaded is not None and loaded.reader_language == language():
        return loaded
    page: CampaignPage | None = (
        CampaignPage.objects.for_readers_of(language())
        .filter(campaign=campaign.pk)
        .for_cards()
        .first()
    )
    if page is not None:
        page.reader_language = language()
        campaign.reader_page = page
    return page


def load(person: Any, queryset: QuerySet[Campaign]) -> Iterable[Campaign]:
    """Campaigns ready for their cards: one query for them and their pages, one for pictures."""
    pages = (
        CampaignPage.objects.for_readers_of(language())
        .filter(campaign__in=queryset.order_by().values("pk"))
        .for_cards()
    )
    campaigns = []
    for page in pages:
        campaign = page.campaign
        page.reader_language = language()
        campaign.reader_page = page
        campaign.card = card(page)
        campaigns.append(campaign)
    return campaigns


def card(page: CampaignPage) -> dict[str, Any]:
    """What ``components/campaign_card.html`` shows."""
    campaign = page.campaign
    picture = picture_of(page, CARD_PICTURE)
    return {
        "url": page.address,
        "title": page.title,
        "text": page.introduction,
        "image_url": picture.url if picture else "",
        "image_alt": page.picture.default_alt_text if page.picture else "",
        "theme_label": campaign.get_theme_display(),
        "sender": sender(),
        "time": campaign.hold_until or page.first_published_at,
        "language": other_language(page),
    }


def picture_of(page: CampaignPage, spec: str) -> Any:
    """The picture in that size, or None: also where its file is lost, which must cost no feed."""
    try:
        return page.picture.get_rendition(spec) if page.picture else None
    except SourceImageIOError:
        logger.error("A campaign's picture is lost", extra={"page": page.pk})
        return None


def sender() -> str:
    brand = branding.current()
    return brand.municipality or _("Municipality")


def other_language(page: CampaignPage) -> str:
    """The name of the page's language where it is not the reader's; empty where it is."""
    code = page.locale.language_code
    return "" if code == language() else str(dict(settings.LANGUAGES).get(code, code))


def index_context(request: Any, page: Any) -> dict[str, Any]:
    """Published campaigns, newest first, each once."""
    pages = (
        CampaignPage.objects.for_readers_of(page.locale.language_code)
        .public()
        .for_cards()
        .order_by("-first_published_at", "-pk")
    )
    part = Paginator(pages, PAGE_SIZE).get_page(request.GET.get("page"))
    return {"cards": [card(found) for found in part], "part": part}


def latest(count: int) -> list[dict[str, Any]]:
    """Cards of the newest campaigns in the reader's language."""
    pages = CampaignPage.objects.for_readers_of(language()).public().for_cards()
    return [card(page) for page in pages.order_by("-first_published_at", "-pk")[:count]]


def page_context(request: Any, page: CampaignPage) -> dict[str, Any]:
    """Facts beside the text, and the same facts for search engines."""
    # A page that is previewed before its first save has no campaign yet.
    campaign = page.campaign if page.campaign_id else None
    return {
        "theme_label": campaign.get_theme_display() if campaign else "",
        "sender": sender(),
        "time": page.first_published_at or clock.now(),
        "facts": _facts(page),
    }


def _facts(page: CampaignPage) -> dict[str, Any]:
    """schema.org's description of the page; the template writes it with ``json_script``'s escapes."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.introduction,
        "inLanguage": page.locale.language_code if page.locale_id else language(),
        "publisher": {"@type": "GovernmentOrganization", "name": sender()},
    }
    if page.full_url:
        facts["url"] = page.full_url
    for name, moment in (
        ("datePublished", page.first_published_at),
        ("dateModified", page.last_published_at),
    ):
        if moment:
            facts[name] = moment.isoformat()
    return json.loads(json.dumps(facts))


def mail_context(page: CampaignPage) -> dict[str, Any]:
    """What ``emails/campaign.*`` shows; addresses of pictures are absolute."""
    picture = picture_of(page, CARD_PICTURE.split("|")[0] + "|format-jpeg")
    return {
        "page": page,
        "sender": sender(),
        "language_note": other_language(page),
        "page_language": page.locale.language_code if page.locale_id else language(),
        "picture_url": absolute(picture.url) if picture else "",
        "picture_alt": page.picture.default_alt_text if page.picture else "",
    }
