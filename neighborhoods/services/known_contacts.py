"""Lets a waiting person in who reads a code that went to a contact the municipality knows.

Whether it knows one is told to nobody: asking writes the same row and queues the same job, and the
page says the same sentence. The contact is looked up in the job, used, and forgotten.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, branding, clock, sms
from core.errors import DomainError
from core.limits import Limit, client_of
from core.tasks import enqueue_on_commit

from .. import contacts
from ..models import ContactCode, Membership
from .admission import NotWaiting, admit

if TYPE_CHECKING:
    from accounts.models import User

DAY = 24 * 60 * 60
LASTS = dt.timedelta(minutes=30)
A_PERSON = Limit("contact_code_person", 3, DAY)
AN_ADDRESS = Limit("contact_code_address", 3, 7 * DAY)
A_CLIENT = Limit("contact_code_client", 10, DAY)
TRIES = Limit("contact_code_tries", 5, DAY)
# All the tries of one person, whatever the codes: 15 a day in a million.
TRIES_OF_A_PERSON = Limit("contact_code_tries_person", 15, DAY)
MOST_CONTACTS = 4


class TooManyCodes(DomainError):
    """The person, or this client, has asked often enough."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("You have asked for a code three times today. Try again tomorrow.")
        )


class WrongContactCode(DomainError):
    """Wrong, too old, used, tried too often, or for another address: one sentence."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("This code is not right, or no longer valid. Look at the last message.")
        )


def ask_for_code(*, membership: Membership, by: User, client: str) -> ContactCode:
    """Has a code sent to whatever contact the municipality knows at the address, or to nobody.

    Too many codes to one address are swallowed: the limit of a house must not tell what its other
    people do. Raises ``TooManyCodes`` and ``NotWaiting``.
    """
    # What is counted stays counted, so not inside the transaction below.
    if not A_CLIENT.take(client_of(client)) or not A_PERSON.take(str(by.pk)):
        raise TooManyCodes
    may_send = AN_ADDRESS.take(str(membership.address_id))
    with transaction.atomic():
        waiting = _waiting(membership, by)
        now = clock.now()
        code = ContactCode.objects.create(
            membership=waiting,
            address_id=waiting.address_id,
            # Swallowed: a digest that no code has.
            digest="" if may_send else "0" * 64,
            asked_at=now,
            expires_at=now + LASTS,
        )
        audit.record("contact_code_asked", by=by, subject=by, target=waiting)
        enqueue_on_commit(send_contact_code, code.pk)
    return code


def _waiting(membership: Membership, by: User) -> Membership:
    waiting = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("neighborhood")
        .filter(pk=membership.pk, person=by.pk, state=Membership.State.PENDING)
        .exclude(address=None)
        .first()
    )
    if waiting is None:
        raise NotWaiting
    return waiting


def send_contact_code(pk: int) -> None:
    """Makes the code, keeps its hash and sends it; a repeat after a crash makes a new one.

    The hash is kept whether there is a contact or not. A source or a mail server that is down leaves
    the row as it was, for the sweeper.
    """
    code = (
        ContactCode.objects.select_related("address", "membership__person")
        .filter(pk=pk, digest="", expires_at__gt=clock.now())
        .first()
    )
    if code is None or code.membership.person is None:
        return
    known = contacts.contacts_of(code.address)[:MOST_CONTACTS]
    plain = f"{secrets.randbelow(1_000_000):06d}"
    for contact in known:
        _send(contact, plain, code.membership.person.language)
    code.digest = _digest(code.pk, plain)
    code.save(update_fields=["digest"])


def send_waiting_codes(**_kwargs: object) -> None:
    """Sends what a crash, or a source that was down, left; the sweeper calls it every minute."""
    now = clock.now()
    late = now - dt.timedelta(minutes=1)
    unsent = ContactCode.objects.filter(digest="", expires_at__gt=now, asked_at__lt=late)
    for pk in unsent.values_list("pk", flat=True):
        send_contact_code(pk)


def _digest(pk: int, plain: str) -> str:
    return salted_hmac("contact-code", f"{pk}:{plain}", algorithm="sha256").hexdigest()


def _send(contact: contacts.Contact, plain: str, language: str) -> None:
    with translation.override(language or settings.LANGUAGE_CODE):
        brand = branding.current()
        if contact.kind == "sms":
            text = _("%(code)s is your code for %(portal)s. Give it to nobody.")
            sms.send(to=contact.value, text=text % {"code": plain, "portal": brand.name})
            return
        context = {"code": plain, "brand": brand, "minutes": int(LASTS.total_seconds() // 60)}
        template = "neighborhoods/contact_code_email"
        message = EmailMultiAlternatives(
            _("Your code for %(portal)s") % {"portal": brand.name},
            render_to_string(f"{template}.txt", context),
            to=[contact.value],
        )
        message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    message.send()


def join_with_contact_code(*, membership: Membership, typed: str, by: User) -> Membership:
    """Lets the person in with the code they asked for last. Every try counts, wrong or right.

    The code proves the address it was asked for: whoever waits at another one by now is not let in.
    Raises ``WrongContactCode`` for everything that does not open, and ``NotWaiting``.
    """
    latest = membership.contact_codes.order_by("-asked_at", "-pk").first()
    # Not inside the transaction below: what is counted stays counted.
    if not TRIES_OF_A_PERSON.take(str(by.pk)) or latest is None or not TRIES.take(str(latest.pk)):
        raise WrongContactCode
    digits = "".join(character for character in typed if character.isdigit())
    if not constant_time_compare(_digest(latest.pk, digits), latest.digest):
        raise WrongContactCode
    return _open(membership, latest, by)


@transaction.atomic
def _open(membership: Membership, code: ContactCode, by: Any) -> Membership:
    waiting = _waiting(membership, by)
    now = clock.now()
    used = ContactCode.objects.filter(
        pk=code.pk, used_at=None, expires_at__gt=now, address=waiting.address_id
    ).update(used_at=now)
    if not used:
        raise WrongContactCode
    return admit(
        person=cast("User", waiting.person),
        neighborhood=waiting.neighborhood,
        proof=Membership.Proof.KNOWN_CONTACT,
        by=by,
        address=waiting.address,
    )
