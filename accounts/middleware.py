"""The person's language, and the second factor of staff."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils import timezone, translation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    GetResponse = Callable[[HttpRequest], HttpResponse]

DASHBOARD = "/admin/"


class PersonLocale:
    """The dashboard speaks the person's own language; the site speaks the one in its address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(DASHBOARD) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        timezone.deactivate()
        return response


class StaffSecondFactor:
    """No dashboard page without a second factor, and none after half an hour of nothing.

    The dashboard signs in on the site's own page. Development and the demo switch the factor off.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DASHBOARD) or not request.user.is_authenticated:
            return self.get_response(request)
        if not request.user.is_staff:
            return self.get_response(request)
        now = int(time.time())
        last = request.session.get("dashboard_seen_at", now)
        if now - last > settings.STAFF_IDLE_SECONDS:
            logout(request)
            return redirect_to_login(request.get_full_path())
        if now - last > 60 or "dashboard_seen_at" not in request.session:
            request.session["dashboard_seen_at"] = now
        if settings.STAFF_SECOND_FACTOR and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return self.get_response(request)
