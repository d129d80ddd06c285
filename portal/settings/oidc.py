"""Reads OIDC_PROVIDERS: the eID services with which people may sign in and prove their address."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = ("id", "name", "server_url", "client_id")
KNOWN = {
    *NEEDED,
    *("secret", "scope", "subject", "address", "email_is_trusted", "userinfo"),
    *("token_auth_method", "auth_params"),
}
# Where the parts of the address stand; by default in the form of OpenID Connect Core 5.1.1.
ADDRESS_PARTS = ("street", "number", "box", "postcode")
STANDARD_ADDRESS = {"street": "address.street_address", "postcode": "address.postal_code"}
THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def read_providers(text: str) -> list[dict[str, Any]]:
    """The providers in the order of the list; a mistake stops the start and says what is wrong."""
    if not text.strip():
        return []
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS is no JSON: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ImproperlyConfigured("OIDC_PROVIDERS must be a list of objects.")
    providers = [_provider(entry) for entry in entries]
    ids = [provider["id"] for provider in providers]
    if len(ids) != len(set(ids)):
        raise ImproperlyConfigured("OIDC_PROVIDERS: every provider needs an id of its own.")
    return providers


def _provider(entry: dict[str, Any]) -> dict[str, Any]:
    name = entry.get("id", "?")
    missing = [key for key in NEEDED if not entry.get(key)]
    unknown = sorted(set(entry) - KNOWN)
    if missing or unknown:
        raise ImproperlyConfigured(
            f"OIDC_PROVIDERS, {name}: missing {missing or 'nothing'}, unknown {unknown or 'nothing'}."
        )
    if not re.fullmatch(r"[a-z0-9-]{1,40}", str(name)):
        raise ImproperlyConfigured(
            f"OIDC_PROVIDERS, {name}: an id has small letters, digits and hyphens."
        )
    server = urlsplit(entry["server_url"])
    if server.scheme != "https" and server.hostname not in THIS_MACHINE:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS, {name}: server_url must begin with https://.")
    return {
        "secret": "",
        "scope": ["openid", "profile", "address"],
        "subject": "sub",
        "email_is_trusted": False,
        "userinfo": True,
        "token_auth_method": "client_secret_post",
        "auth_params": {},
        **entry,
        "address": _address(name, entry.get("address", "address")),
    }


def _address(name: Any, told: Any) -> dict[str, str]:
    """Path of the claim for each part: from the name of one standard claim, or told one by one."""
    if told in (None, ""):
        return {}
    if isinstance(told, str):
        return {part: path.replace("address", told, 1) for part, path in STANDARD_ADDRESS.items()}
    if not isinstance(told, dict) or set(told) - set(ADDRESS_PARTS):
        raise ImproperlyConfigured(
            f"OIDC_PROVIDERS, {name}: address is the name of a claim, or names for {ADDRESS_PARTS}."
        )
    return told
