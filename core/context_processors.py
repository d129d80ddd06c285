"""What every template may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from .branding import current

if TYPE_CHECKING:
    from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """The town's look and the portal's languages."""
    return {"brand": current(), "LANGUAGES": settings.LANGUAGES}
