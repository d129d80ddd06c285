"""Proves an e-mail address with a six-digit code, without telling whether it has an account."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, normalise_email
from core import branding, clock
from core.errors import DomainError
from core.limits import Limit, client_of

from .doorstep import HOUR, TooManyTries

if TYPE_CHECKING:
    from collections.abc import Mapping

LASTS = dt.timedelta(minutes=30)
TO_ONE_ADDRESS = Limit("join_mail_address", 5, HOUR)
FROM_ONE_CLIENT = Limit("join_mail_client", 20, HOUR)
TRIES = Limit("join_mail_tries", 5, 24 * HOUR)


class WrongEmailCode(DomainError):
    """The six digits are wrong, too old, or were tried too often."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "This code is not right, or no longer valid. Check the mail or ask for a new one."
            )
        )


@dataclass(frozen=True)
class Proof:
    """What is kept of a code that was sent: its hash, which sending it was, until when."""

    email: str
    digest: str
    nonce: str
    until: str

    def as_dict(self) -> dict[str, str]:
        return {
            "email": self.email,
            "digest": self.digest,
            "nonce": self.nonce,
            "until": self.until,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Proof:
        return cls(data["email"], data["digest"], data["nonce"], data["until"])


def _digest(email: str, nonce: str, code: str) -> str:
    return salted_hmac("join-mail", f"{email}:{nonce}:{code}", algorithm="sha256").hexdigest()


def send_code(*, email: str, client: str) -> Proof:
    """Sends six digits to the address and returns what is kept of them.

    Somebody with an account gets a mail that leads to signing in instead, and the page says the same;
    the digits kept for it are sent to nobody. Raises ``TooManyTries``.
    """
    address = normalise_email(email) or ""
    if not FROM_ONE_CLIENT.take(client_of(client)) or not TO_ONE_ADDRESS.take(address):
        raise TooManyTries
    code = f"{secrets.randbelow(1_000_000):06d}"
    nonce = secrets.token_hex(12)
    person = User.objects.filter(email=address).first()
    language = person.language if person else translation.get_language() or settings.LANGUAGE_CODE
    _send(address, language, None if person else code)
    return Proof(
        email=address,
        digest=_digest(address, nonce, code),
        nonce=nonce,
        until=(clock.now() + LASTS).isoformat(),
    )


def _send(address: str, language: str, code: str | None) -> None:
    with translation.override(language):
        brand = branding.current()
        context = {
            "code": code,
            "brand": brand,
            "minutes": int(LASTS.total_seconds() // 60),
            "join_url": settings.BASE_URL + reverse("neighborhoods:join_start"),
            "login_url": settings.BASE_URL + reverse("account_login"),
        }
        message = EmailMultiAlternatives(
            _("Join %(portal)s") % {"portal": brand.name},
            render_to_string("neighborhoods/join_code_email.txt", context),
            to=[address],
        )
        message.attach_alternative(
            render_to_string("neighborhoods/join_code_email.html", context), "text/html"
        )
    message.send()


def check_code(*, proof: Proof, typed: str) -> str:
    """The proven address. Every try counts, wrong or right. Raises ``WrongEmailCode``."""
    digits = "".join(character for character in typed if character.isdigit())
    is_late = dt.datetime.fromisoformat(proof.until) <= clock.now()
    if is_late or not TRIES.take(proof.nonce):
        raise WrongEmailCode
    if not constant_time_compare(_digest(proof.email, proof.nonce, digits), proof.digest):
        raise WrongEmailCode
    return proof.email
