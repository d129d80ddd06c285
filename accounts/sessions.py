"""Signing a person in outside of django-allauth's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.auth import login

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def begin_session(request: HttpRequest, person: User) -> None:
    """Signs the person in, and lists the session among those that they, and we, can end.

    Django's ``login`` alone tells allauth nothing: such a session would outlive every sign-out
    "everywhere".
    """
    login(request, person, backend=BACKEND)
    UserSession.objects.create_from_request(request)
