"""What search engines ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from .sitemaps import PageSitemap

if TYPE_CHECKING:
    from django.http import HttpRequest

# Below each language: what only its people see. Leaving it out of a search engine's way saves both
# sides work; that it stays closed is the policies' business.
CLOSED = ("n", "join", "account", "messages", "notifications", "search", "photos")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    return sitemap(request, {"pages": PageSitemap})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = [f"/{code}/{part}/" for code, _name in settings.LANGUAGES for part in CLOSED]
    lines = [
        "User-agent: *",
        *[f"Disallow: {path}" for path in ["/admin/", *closed]],
        f"Sitemap: {settings.BASE_URL}{reverse('home:site_map')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
