"""Whom an eID signs in: the account it was linked to, and nobody else (django-allauth's hooks)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError
from django.shortcuts import redirect

from . import purposes
from .identity import Identity, providers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PROTOCOL = "openid_connect"


def problem(provider_id: str, reason: str) -> HttpResponse:
    """The one friendly page for whatever went wrong, in the language that is active."""
    return redirect("accounts:eid_problem", provider_id=provider_id, reason=reason)


class EidAdapter(DefaultSocialAccountAdapter):
    """Providers come from the configuration alone; nobody signs up, and no address opens an account."""

    def list_apps(
        self, request: HttpRequest, provider: Any = None, client_id: Any = None
    ) -> list[SocialApp]:
        return [
            SocialApp(
                provider=PROTOCOL,
                provider_id=entry["id"],
                name=entry["name"],
                client_id=entry["client_id"],
                secret=entry["secret"],
                settings=entry,
            )
            for entry in providers()
            if provider in (None, PROTOCOL, entry["id"]) and client_id in (None, entry["client_id"])
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: Any) -> None:
        return None

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Lets the purpose answer; goes on to sign in only for an eID that is linked."""
        provider = sociallogin.provider
        identity = Identity(
            provider=provider.app.provider_id,
            provider_name=provider.app.name,
            subject=sociallogin.account.uid,
            person=sociallogin.user if sociallogin.is_existing else None,
            **provider.claims,
        )
        data = sociallogin.state["data"]
        # Who asked must be who takes the answer up: nobody signs in or out in between.
        if data["person"] != request.user.pk:
            raise ImmediateHttpResponse(problem(identity.provider, "failed"))
        response = purposes.handle(data["purpose"], request, identity)
        if response is None and identity.person is None:
            response = problem(identity.provider, "unknown")
        if response is not None:
            raise ImmediateHttpResponse(response)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        reason = "stopped" if error == AuthError.CANCELLED else "failed"
        raise ImmediateHttpResponse(problem(provider.app.provider_id, reason))
