"""What an eID told us: who it was, and, for the moment of this request alone, name and address."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ..models import normalise_email

if TYPE_CHECKING:
    from ..models import User

LONGEST_CLAIM = 200


@dataclass(frozen=True)
class Identity:
    """Somebody whom a provider has just recognized. ``person`` is the account it is linked to.

    ``subject`` is the keyed hash under which the link is stored. ``address`` holds the parts street,
    number, box and postcode as the provider wrote them, or nothing.
    """

    provider: str
    provider_name: str
    subject: str
    person: User | None = None
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    is_email_trusted: bool = False
    address: dict[str, str] = field(default_factory=dict)


def providers() -> list[dict[str, Any]]:
    """The configured providers, in the order of the configuration; empty where a town has none."""
    found: list[dict[str, Any]] = settings.OIDC_PROVIDERS
    return found


def provider_by_id(provider_id: str) -> dict[str, Any] | None:
    return next((entry for entry in providers() if entry["id"] == provider_id), None)


def subject_digest(provider_id: str, subject: str) -> str:
    """What is stored of a subject. A provider may use a national number as one: it stays out."""
    key = settings.OIDC_SUBJECT_KEY.encode()
    text = f"oidc-subject:{provider_id}:{subject}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def read_claims(provider: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """The fields of an ``Identity`` that the claims hold; what is missing or no text is empty."""
    email = normalise_email(_text(claims, "email")) or ""
    is_verified = claims.get("email_verified") is not False
    parts = {name: _text(claims, path) for name, path in provider["address"].items()}
    return {
        "first_name": _text(claims, "given_name"),
        "last_name": _text(claims, "family_name"),
        "email": email,
        "is_email_trusted": bool(email and provider["email_is_trusted"] and is_verified),
        "address": {name: value for name, value in parts.items() if value},
    }


def _text(claims: dict[str, Any], path: str) -> str:
    """The text at a path of names ("address.postal_code"), on one line and of a sane length."""
    value: Any = claims
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # a postcode or a house number written as a number
    if not isinstance(value, str):
        return ""
    return " ".join(value.replace("\x00", "").split())[:LONGEST_CLAIM]
