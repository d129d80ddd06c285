"""What every request and response goes through."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_cache_control

from .views.errors import csrf_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from csp.middleware import PolicyParts
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    GetResponse = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger("portal.request")

# Below the language prefix: what only one person may see, whoever asks.
_PERSONAL = re.compile(
    r"^/(?:[a-z]{2}/)?(?:n|join|account|messages|notifications|search|photos)(?:/|$)|^/admin(?:/|$)"
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WRITING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class RequestLog:
    """One log line a request: the route's name, never its address, which may hold a code or a name."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        logger.info(
            "request",
            extra={
                "request_id": request.request_id,  # type: ignore[attr-defined]
                "method": request.method,
                "route": (match.view_name or "unnamed") if match else "none",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000),
            },
        )
        return response


class SecurityHeaders:
    """Personal answers are never stored by anybody, and never found by a search engine."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        # ``_cached_user`` is set once the page asked who is there; asking here would cost a query.
        asked = hasattr(request, "_cached_user")
        signed_in = asked and user is not None and user.is_authenticated
        is_personal = bool(_PERSONAL.match(request.path_info))
        sets_cookie = bool(response.cookies)
        if signed_in or is_personal or sets_cookie:
            response.headers.pop("Expires", None)
            response.headers["Cache-Control"] = ""
            patch_cache_control(response, private=True, no_store=True)
        if is_personal:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()"
        )
        return response


class PortalLocale(LocaleMiddleware):
    """As Django's, but a missing dashboard page is missing: it has no twin below a language."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path_info.startswith("/admin/"):
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
        return super().process_response(request, response)


class SameOriginWrites:
    """A writing request that says it comes from another site is refused before its CSRF token.

    Methods we do not know (TRACE and inventions) are refused altogether.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS | WRITING_METHODS:
            return HttpResponseNotAllowed(sorted(SAFE_METHODS | WRITING_METHODS))
        if request.method in WRITING_METHODS and self._is_foreign(request):
            # Mail programs unsubscribe with a bare POST (RFC 8058); they send no such header.
            return csrf_failure(request, "foreign origin")
        return self.get_response(request)

    def _is_foreign(self, request: HttpRequest) -> bool:
        if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
            return True
        origin = request.headers.get("Origin")
        if not origin or origin == "null":
            return False
        allowed = {urlsplit(o).netloc for o in settings.CSRF_TRUSTED_ORIGINS}
        return urlsplit(origin).netloc not in {request.get_host(), *allowed}


class ContentSecurity(CSPMiddleware):
    """The strict policy on the public site, a second one for Wagtail's editor below ``/admin/``."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only and parts.config is None:
            parts.config = settings.CONTENT_SECURITY_POLICY_ADMIN["DIRECTIVES"]
        return parts
