"""django-allauth's OpenID Connect, made stricter: nonce, signature and one subject on every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.utils import translation
from django.utils.crypto import constant_time_compare, get_random_string

from .identity import provider_by_id, read_claims, subject_digest

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Signatures with a key pair alone: never "none", never one made with a secret that we know too.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
DISCOVERY_KEPT_SECONDS = 600


class EidOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """One answer of a provider: its token must be signed, for us, and for the question we asked."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description; kept for ten minutes, so that buttons cost it nothing."""
        key = f"oidc-discovery:{self.provider_id}"
        found = cache.get(key)
        if found is None:
            found = super().openid_config
            cache.set(key, found, DISCOVERY_KEPT_SECONDS)
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        if app.settings["userinfo"]:
            told = self._fetch_user_info(token.token)
            # OpenID Connect Core 5.3.2: an answer about somebody else must not be used.
            if told.get("sub") != claims["sub"]:
                raise OAuth2Error("The answer is about somebody else.")
            claims = {**told, **claims}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("No token of this form.") from error
        if algorithm not in ALGORITHMS:
            raise OAuth2Error("This kind of signature is not accepted.")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if not self.nonce or not constant_time_compare(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("The token answers another question.")
        return claims


class EidProvider(OpenIDConnectProvider):
    """A provider of ours; what it tells lives in ``claims`` for the request and is stored nowhere."""

    pkce_enabled_default = True
    oauth2_adapter_class = EidOAuth2Adapter
    claims: dict[str, Any]

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: Any = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        nonce = get_random_string(32)
        params = {**self.get_auth_params(), "nonce": nonce}
        response: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params=params, nonce=nonce, **kwargs
        )
        return response

    def extract_uid(self, data: dict[str, Any]) -> str:
        subject = data[self.app.settings["subject"]]
        if not subject or not isinstance(subject, str | int):
            raise OAuth2Error("The answer names nobody.")
        return subject_digest(self.app.provider_id, str(subject))

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        provider = provider_by_id(self.app.provider_id)
        self.claims = read_claims(provider, data) if provider else {}
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an address that a provider tells must never lead to an account."""
        return []


class EidCallbackView(OAuth2CallbackView):
    """Takes an answer up in the language in which it was asked for, and with its nonce."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce", "")
            translation.activate(state["data"]["language"])
        return state, response
