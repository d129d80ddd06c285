"""The person's language, the door of the dashboard, and what stays behind after signing out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseForbidden
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core import branding

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    GetResponse = Callable[[HttpRequest], HttpResponse]

DASHBOARD = "/admin/"
SIGN_OUT = frozenset({"account_logout", "wagtailadmin_logout"})


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


class DashboardDoor:
    """No dashboard page without a dashboard account and its second factor, or after a long pause.

    Whoever is signed in without a dashboard account is refused, whatever the address: sending them to
    the sign-in page would send them back here. Development and the demo switch the factor off.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DASHBOARD) or not request.user.is_authenticated:
            return self.get_response(request)
        if not (request.user.is_staff and request.user.has_perm("wagtailadmin.access_admin")):
            return self._refusal(request)
        if self._was_away(request):
            logout(request)
            return redirect_to_login(request.get_full_path())
        is_leaving = request.path_info == f"{DASHBOARD}logout/"
        if settings.STAFF_SECOND_FACTOR and not is_leaving and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse:
        """The page that says so, without the menus: looking them up would cost queries for nothing."""
        context = {"brand": branding.remembered(), "user": request.user}
        return HttpResponseForbidden(render_to_string("403.html", context))

    def _was_away(self, request: HttpRequest) -> bool:
        """Whether the last dashboard page lies too far back; remembers this one, once a minute."""
        now = int(time.time())
        last = request.session.get("dashboard_seen_at", now)
        if now - last > settings.STAFF_IDLE_SECONDS:
            return True
        if now - last > 60 or "dashboard_seen_at" not in request.session:
            request.session["dashboard_seen_at"] = now
        return False


class SignOutClears:
    """After signing out the browser forgets what it kept of our pages, the back button included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.view_name in SIGN_OUT:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
