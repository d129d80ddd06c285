"""The town's style sheet, its icons, logo and manifest: addresses that change with their content."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core import branding, icons

if TYPE_CHECKING:
    from django.http import HttpRequest

FOREVER = "public, max-age=31536000, immutable"


def _forever(content: str | bytes, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers={"Cache-Control": FOREVER})


def _moved(name: str, digest: str) -> HttpResponse:
    """To the current address, not remembered: tomorrow's look may bring this one back."""
    response = redirect(name, digest)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def theme_css(request: HttpRequest, digest: str) -> HttpResponse:
    brand = branding.previewed(request.GET.get("look", "")) or branding.current()
    if digest != brand.hash:
        return _moved("core:theme_css", brand.hash)
    return _forever(brand.css, "text/css; charset=utf-8")


@require_safe
def theme_icons(request: HttpRequest, digest: str) -> HttpResponse:
    if digest != icons.sprite_hash():
        return _moved("core:theme_icons", icons.sprite_hash())
    return _forever(icons.sprite(), "image/svg+xml")


@require_safe
def theme_logo(request: HttpRequest, digest: str) -> HttpResponse:
    brand = branding.current()
    if not brand.logo or not default_storage.exists(brand.logo):
        raise Http404
    if digest != brand.hash:
        return _moved("core:theme_logo", brand.hash)
    content_type = mimetypes.guess_type(brand.logo)[0] or "application/octet-stream"
    with default_storage.open(brand.logo) as file:
        response = _forever(file.read(), content_type)
    # Were it opened as a page of its own, nothing in it may run.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    brand = branding.current()
    icon = static("portal/img/icon.svg")
    return JsonResponse(
        {
            "name": brand.name,
            "short_name": brand.name[:12],
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": branding.GROUND,
            "theme_color": brand.primary,
            "icons": [
                {"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
                for purpose in ("any", "maskable")
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(public=True, max_age=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it of their own accord beside a file or a page that names no icon."""
    return redirect(static("portal/img/icon.svg"))
