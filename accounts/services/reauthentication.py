"""A code by mail as the fresh proof of somebody who has neither a password nor a second step."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import branding, clock
from core.errors import DomainError
from core.limits import Limit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..models import User

HOUR = 60 * 60
LASTS = dt.timedelta(minutes=15)
MAILS = Limit("fresh_proof_mails", 5, HOUR)
TRIES = Limit("fresh_proof_tries", 15, HOUR)
TRIES_A_CODE = Limit("fresh_proof_code", 5, 24 * HOUR)


class NotFresh(DomainError):
    """The code is wrong, too old, or was tried too often; or too many were asked for."""


def send_fresh_code(*, person: User) -> dict[str, str]:
    """Mails six digits to the person's own address; returns what the session keeps of them."""
    if not person.email or not MAILS.take(str(person.pk)):
        raise NotFresh(gettext_lazy("You tried this too often. Wait a few minutes and try again."))
    code = f"{secrets.randbelow(1_000_000):06d}"
    nonce = secrets.token_hex(12)
    with translation.override(person.language):
        brand = branding.current()
        context = {"code": code, "brand": brand, "user": person, "minutes": LASTS.seconds // 60}
        message = EmailMultiAlternatives(
            _("Your code for %(portal)s") % {"portal": brand.name},
            render_to_string("account/email/fresh_code_message.txt", context),
            to=[person.email],
        )
    message.send()
    return {
        "nonce": nonce,
        "digest": _digest(person, nonce, code),
        "until": (clock.now() + LASTS).isoformat(),
    }


def check_fresh_code(*, person: User, typed: str, sent: Mapping[str, Any] | None) -> None:
    """Returns for the code that was mailed last. Every try counts. Raises ``NotFresh``."""
    wrong = gettext_lazy("This code is not right. Look at the last e-mail we sent you.")
    if not TRIES.take(str(person.pk)) or not sent or not TRIES_A_CODE.take(sent["nonce"]):
        raise NotFresh(wrong)
    digits = "".join(character for character in typed if character.isdigit())
    is_late = dt.datetime.fromisoformat(sent["until"]) <= clock.now()
    if is_late or not constant_time_compare(_digest(person, sent["nonce"], digits), sent["digest"]):
        raise NotFresh(wrong)


def _digest(person: User, nonce: str, code: str) -> str:
    text = f"{person.pk}:{nonce}:{code}"
    return salted_hmac("accounts.fresh-proof", text, algorithm="sha256").hexdigest()
