"""Where the municipality's own contacts of an address come from: a mailbox or a number to send a code to.

``ADDRESS_CONTACTS`` names a class by its dotted path. It is asked when somebody who waits wants a code,
and what it answers is used for that one message: it is stored nowhere and shown to nobody.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.utils.module_loading import import_string

from core import sms
from core.errors import DomainError

from .services.addresses import read_number, read_postcode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import Address


@dataclass(frozen=True)
class Contact:
    kind: Literal["email", "sms"]
    value: str


class ContactSource(Protocol):
    """What a town plugs in: its population register, its customer file, a list."""

    def contacts_of(self, address: Address) -> list[Contact]:
        """The contacts the municipality knows at this address; empty when it knows none.

        Raises ``OSError`` when the source cannot be asked at the moment: then it is asked again.
        """


class SampleContacts:
    """Development: every address has a mailbox, and the mail lands in the folder of mails."""

    def contacts_of(self, address: Address) -> list[Contact]:
        return [Contact("email", f"address-{address.pk}@contacts.test")]


class CsvContacts:
    """A file of the town: columns postcode, street, number, box, email, phone; one household a line.

    The file is read anew for each code and never imported. Its lines say who lives where: keep it
    outside every folder that is served or backed up with the portal.
    """

    def contacts_of(self, address: Address) -> list[Contact]:
        wanted = (address.postcode, address.street.casefold(), address.number, address.box)
        found: list[Contact] = []
        for line in self._lines():
            if _place(line) == wanted:
                found += _contacts(line)
        return list(dict.fromkeys(found))

    def _lines(self) -> Iterator[dict[str, str]]:
        if not settings.ADDRESS_CONTACTS_FILE:
            raise ImproperlyConfigured("CsvContacts needs ADDRESS_CONTACTS_FILE.")
        with Path(settings.ADDRESS_CONTACTS_FILE).open(encoding="utf-8-sig", newline="") as file:
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            for row in csv.DictReader(file, delimiter=delimiter, restval=""):
                yield {name.strip().casefold(): (row[name] or "") for name in row if name}


def _place(line: dict[str, str]) -> tuple[str, str, str, str] | None:
    """The address of a line in the form of the register; None for a line that names none."""
    try:
        number, box = read_number(line.get("number", ""), box=line.get("box", ""))
        postcode = read_postcode(line.get("postcode", ""))
    except DomainError:
        return None
    return postcode, " ".join(line.get("street", "").split()).casefold(), number, box


def _contacts(line: dict[str, str]) -> Iterator[Contact]:
    email = line.get("email", "").strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            pass
        else:
            yield Contact("email", email)
    number = sms.read_number(line.get("phone", ""))
    if number:
        yield Contact("sms", number)


def is_configured() -> bool:
    return bool(settings.ADDRESS_CONTACTS)


def contacts_of(address: Address) -> list[Contact]:
    """What the town's source knows at this address; text messages only where they can be sent."""
    source: ContactSource = import_string(settings.ADDRESS_CONTACTS)()
    return [
        contact
        for contact in source.contacts_of(address)
        if contact.kind == "email" or sms.is_configured()
    ]
