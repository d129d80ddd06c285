"""How sign-in behaves in this portal (django-allauth's hooks)."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from core import branding
from core.limits import client_address

from . import landing
from .models import normalise_email

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User


def display_name(user: User) -> str:
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up here: an account is made by joining a neighborhood or by an invitation."""

    # One wording of ours for each, in the four languages; none says whether an account exists.
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account cannot be used at the moment."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "duplicate_email": _("This is your e-mail address already."),
        "enter_current_password": _("Enter the password you have now."),
        "incorrect_code": _("This code is not right. Look at the last e-mail we sent you."),
        "incorrect_password": _("The password is not right."),
        "invalid_or_expired_key": _("This link does not work, or no longer."),
        "invalid_password_reset": _("This link does not work, or no longer."),
        "rate_limited": _("You tried this too often. Wait a few minutes and try again."),
        "same_as_current": _("This is the same as what you have now."),
        "too_many_login_attempts": _("You tried this too often. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing.page_for(cast("User", request.user))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{translation.get_language()}/"

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Only a page of the very host that was asked; no other of ours, no other scheme."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def clean_email(self, email: str) -> str:
        return normalise_email(super().clean_email(email)) or ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends in the person's language; to somebody unknown in the language of the page."""
        user = context.get("user")
        language = getattr(user, "language", None) or translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, {**context, "brand": branding.current()})


class MfaAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("You cannot switch off your second step."),
        "cannot_generate_recovery_codes": _("Set up a second step first."),
        "incorrect_code": _("This code is not right. Take the newest one of your app."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def get_totp_issuer(self) -> str:
        return branding.current().name

    def encrypt(self, text: str) -> str:
        """Secrets of authenticator apps and recovery codes: a leaked database alone is not enough."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault() -> MultiFernet:
    """Encrypts under SECRET_KEY and still reads what the fallback keys wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"accounts.mfa:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
