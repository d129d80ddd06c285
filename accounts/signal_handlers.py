"""What django-allauth tells us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import email_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver

from core import audit

from .services import end_sessions

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User


@receiver(email_changed)
def after_email_change(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """A changed address ends every other session: it may be how an intruder stays."""
    end_sessions(person=user, keep=request.session.session_key)
    audit.record("email_change", by=user, subject=user)


@receiver(authenticator_added)
def after_second_factor(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Sessions that began with less than a second factor end: the dashboard would let them in now."""
    end_sessions(person=user, keep=request.session.session_key)
    audit.record("second_factor_add", by=user, subject=user)


@receiver(authenticator_removed)
def after_second_factor_removed(user: User, **_kwargs: Any) -> None:
    audit.record("second_factor_remove", by=user, subject=user)
