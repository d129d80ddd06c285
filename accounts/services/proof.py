"""A fresh proof that it is really the person: their password, or a code by mail.

It is asked for before something that cannot be taken back, for that one act: nothing is remembered.
Who joined with a letter has no password, and gets the code.
"""

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
TRIES = Limit("proof_tries", 10, HOUR)
MAILS = Limit("proof_mails", 5, HOUR)
TRIES_A_CODE = Limit("proof_code", 5, 24 * HOUR)


class NotProven(DomainError):
    """Wrong, too old, or tried too often: one sentence for each way."""


def send_proof_code(*, person: User, purpose: str) -> dict[str, str]:
    """Mails six digits that hold for one purpose; returns what the session keeps of them.

    Raises ``NotProven`` for somebody without an address, or after too many mails.
    """
    if not person.email:
        raise NotProven(_("You have no e-mail address here, so we cannot send you a code."))
    if not MAILS.take(str(person.pk)):
        raise NotProven(_("We sent you many codes already. Try again in an hour."))
    code = f"{secrets.randbelow(1_000_000):06d}"
    nonce = secrets.token_hex(12)
    _send(person, code)
    return {
        "nonce": nonce,
        "digest": _digest(person, purpose, nonce, code),
        "until": (clock.now() + LASTS).isoformat(),
    }


def _digest(person: User, purpose: str, nonce: str, code: str) -> str:
    text = f"{person.pk}:{purpose}:{nonce}:{code}"
    return salted_hmac("accounts.proof", text, algorithm="sha256").hexdigest()


def _send(person: User, code: str) -> None:
    with translation.override(person.language):
        brand = branding.current()
        context = {"code": code, "brand": brand, "minutes": int(LASTS.total_seconds() // 60)}
        message = EmailMultiAlternatives(
            _("Your code for %(portal)s") % {"portal": brand.name},
            render_to_string("account/email/proof_code_message.txt", context),
            to=[person.email or ""],
        )
    message.send()


def check_proof(
    *, person: User, purpose: str, password: str = "", code: str = "", sent: Mapping[str, Any]
) -> None:
    """Returns for the right password or code. Every try counts. Raises ``NotProven``."""
    if not TRIES.take(str(person.pk)):
        raise NotProven(_("You tried this too often. Wait an hour and try again."))
    if sent:
        if not _is_the_code(person, purpose, code, sent):
            raise NotProven(
                gettext_lazy(
                    "This code is not right, or no longer valid. Look at the last e-mail we sent you."
                )
            )
    elif not (person.has_usable_password() and person.check_password(password)):
        raise NotProven(_("The password is not right."))


def _is_the_code(person: User, purpose: str, code: str, sent: Mapping[str, Any]) -> bool:
    digits = "".join(character for character in code if character.isdigit())
    is_late = dt.datetime.fromisoformat(sent["until"]) <= clock.now()
    if is_late or not TRIES_A_CODE.take(sent["nonce"]):
        return False
    return constant_time_compare(_digest(person, purpose, sent["nonce"], digits), sent["digest"])
