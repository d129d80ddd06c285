"""Every published public page in every language, for search engines."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet


class PageSitemap(Sitemap):
    """Pages only: residents' content is no page, so nothing of it can stand here."""

    limit = 5_000

    def items(self) -> QuerySet[Page]:
        return Page.objects.live().public().filter(depth__gt=1).order_by("pk")

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> dt.datetime | None:
        return item.last_published_at

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[Any]:
        # The portal's own address, whatever host the request was sent to.
        address = urlsplit(settings.BASE_URL)
        own: Any = SimpleNamespace(domain=address.netloc)
        return super().get_urls(page, own, address.scheme)
