"""The living page of all components (debug only) and the previews of the town's look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import branding, pictures, samples

if TYPE_CHECKING:
    from django.http import HttpRequest

    from core.models import BrandSettings


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components, living; a page of development, so it does not exist in production."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide/styleguide.html", samples.all_samples())


@require_safe
def picture(request: HttpRequest, motive: str) -> HttpResponse:
    """One of the drawn pictures of the demo town."""
    if not settings.DEBUG or motive not in pictures.MOTIVES:
        raise Http404
    return HttpResponse(pictures.draw(motive, seed=7, size=(800, 600)), content_type="image/jpeg")


def preview_context(row: BrandSettings) -> dict[str, Any]:
    """What the preview of an unsaved look shows."""
    brand = row.as_brand()
    return {
        "brand": brand,
        "brand_look": f"?look={branding.sign(brand)}",
        "posts": samples.sample_posts()[:2],
        "form": samples.SampleForm(),
        "campaign": samples.sample_campaign(),
        "surveys": samples.sample_surveys()[:1],
        "base_url": settings.BASE_URL,
        "title": brand.name,
    }
