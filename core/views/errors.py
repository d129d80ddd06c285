"""The pages that say what went wrong, in the language of the address, with a way on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseForbidden, HttpResponseServerError
from django.template import TemplateDoesNotExist, loader
from django.utils import translation

from core import branding

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger("portal.errors")

LAST_RESORT = (
    "<!doctype html><html lang='en'><title>Something went wrong</title>"
    "<h1>Something went wrong</h1><p>We are looking into it. Please try again in a moment.</p>"
)


def _language(request: HttpRequest) -> str:
    """The address decides, then the browser."""
    return (
        translation.get_language_from_path(request.path_info)
        or translation.get_language_from_request(request)
        or settings.LANGUAGE_CODE
    )


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    with translation.override(_language(request)):
        request.LANGUAGE_CODE = translation.get_language()
        content = loader.render_to_string(template, context, request)
    return HttpResponse(content, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403.html", 403)


def too_many(request: HttpRequest, retry_after: int | None = None) -> HttpResponse:
    """Too many tries; ``retry_after`` in seconds tells people and programs when to come back."""
    minutes = -(-retry_after // 60) if retry_after else None
    response = _page(request, "429.html", 429, minutes=minutes)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a request from another site: refused without context.

    The page shows nothing of the person: this also answers requests before sign-in is known.
    """
    with translation.override(_language(request)):
        brand = branding.remembered()
        content = loader.render_to_string("403_csrf.html", {"brand": brand, "back": request.path})
    return HttpResponseForbidden(content)


def server_error(request: HttpRequest) -> HttpResponse:
    """Works without the database, the session and the request's context."""
    content: str
    try:
        with translation.override(_language(request)):
            content = loader.render_to_string("500.html", {"brand": branding.remembered()})
    except (TemplateDoesNotExist, ValueError, LookupError) as error:
        logger.error("the error page itself failed", extra={"error": type(error).__name__})
        content = LAST_RESORT
    return HttpResponseServerError(content)
