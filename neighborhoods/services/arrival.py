"""The last step of joining: the account is made and the person is in, or nothing happens."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.services import ask_for_name, create_person, is_settled, link_eid
from core import clock
from core.errors import DomainError

from ..models import Address, Membership
from .admission import NameNotChecked, admit, ask_to_join, join_with_code
from .doorstep import code_of, households_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User

EID_LASTS = dt.timedelta(minutes=30)


class EidTooOld(DomainError):
    """The eID was used too long ago, or by somebody else in this browser."""

    def __init__(self) -> None:
        super().__init__(_("It was too long ago that you used your eID. Use it once more."))


@dataclass(frozen=True)
class EidProof:
    """What an eID proved in this session: who somebody is, and the address of the register, if any.

    ``person`` is the key of the account that used it, None for somebody who has none yet. ``email``
    is filled only with an address that the provider has checked and that we trust it with.
    """

    provider: str
    name: str
    subject: str
    person: int | None
    address: int | None
    email: str
    until: str

    @classmethod
    def begin(cls, **told: Any) -> EidProof:
        return cls(until=(clock.now() + EID_LASTS).isoformat(), **told)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> EidProof:
        return cls(**data)

    def as_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    def is_fresh(self) -> bool:
        return dt.datetime.fromisoformat(self.until) > clock.now()


@transaction.atomic
def arrive(
    *,
    email: str,
    first_name: str,
    last_name: str,
    shown_name: str,
    language: str,
    digest: str = "",
    address_id: int | None = None,
    eid: EidProof | None = None,
) -> tuple[User, Membership]:
    """Makes an account for a proven e-mail address and joins with code or eID, or waits without.

    An eID is linked to the account: it signs in from now on, and makes no second account. Raises
    ``EmailTaken``, ``EidTaken``, ``CodeRefused``, ``NameRefused`` and ``DomainError``; then there is
    no account.
    """
    first_name, last_name = names.proper(first_name, last_name)
    person = create_person(
        email=email,
        first_name=first_name,
        last_name=last_name,
        shown_name=shown_name,
        language=language,
    )
    # Who used the eID had no account yet, or it proves nothing about this one.
    if eid is not None and eid.person is None and eid.is_fresh():
        link_eid(person=person, by=person, provider=eid.provider, subject=eid.subject)
        eid = dataclasses.replace(eid, person=person.pk)
    return person, come_in(person=person, digest=digest, address_id=address_id, eid=eid)


@transaction.atomic
def come_in(
    *,
    person: Any,
    digest: str = "",
    address_id: int | None = None,
    posts: str | None = None,
    eid: EidProof | None = None,
) -> Membership:
    """Joins with the code and the household that was picked, or with an eID; else waits.

    An eID lets in its own person, at the very address it told, and nobody else and nowhere else.
    ``posts`` lets somebody who has a home move, see ``admission.admit``. Who has a name
    that sounds like an office waits whatever they prove, with the code unused; the town is asked.
    """
    if digest:
        household = picked(digest, address_id)
        try:
            return join_with_code(person=person, digest=digest, address=household, posts=posts)
        except NameNotChecked:
            code = code_of(digest)
            address = household or (code.address if code else None)
    else:
        address = address_by_id(address_id)
    if address is None:
        raise DomainError
    if eid is not None and (eid.person, eid.address) == (person.pk, address.pk):
        try:
            return join_with_eid(person=person, eid=eid, posts=posts)
        except NameNotChecked:
            # Asked again once the name is settled; until then they wait at the address.
            pass
    if not is_settled(person):
        ask_for_name(
            person=person, by=person, first_name=person.first_name, last_name=person.last_name
        )
    return ask_to_join(person=person, address=address, posts=posts)


@transaction.atomic
def join_with_eid(*, person: Any, eid: EidProof, posts: str | None = None) -> Membership:
    """Lets ``person`` in at the address that their eID told, and links the eID to the account.

    One eID lets one account in. ``posts`` lets somebody who has a home move; whom only the counter
    may let in waits, see ``admission.admit``. Raises ``EidTooOld``, ``EidTaken``, ``AlreadyAtHome``, and
    ``DomainError`` for an address in no neighborhood.
    """
    if eid.person != person.pk or not eid.is_fresh():
        raise EidTooOld
    address = address_by_id(eid.address)
    if address is None or address.neighborhood is None:
        raise DomainError(_("There is no neighborhood at this address yet."))
    link_eid(person=person, by=person, provider=eid.provider, subject=eid.subject)
    return admit(
        person=person,
        neighborhood=address.neighborhood,
        proof=Membership.Proof.EID,
        by=person,
        address=address,
        posts=posts,
    )


def picked(digest: str, address_id: int | None) -> Address | None:
    """The household that was picked, if it lies in the building the letter went to."""
    code = code_of(digest)
    if code is None or address_id is None:
        return None
    return households_beside(code.address).filter(pk=address_id).first()


def address_by_id(address_id: int | None) -> Address | None:
    if address_id is None:
        return None
    return Address.objects.select_related("neighborhood").filter(pk=address_id).first()
