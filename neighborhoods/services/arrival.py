"""The last step of joining: the account is made and the person is in, or nothing happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.services import create_person
from core.errors import DomainError

from ..models import Address
from .admission import ask_to_join, join_with_code
from .doorstep import code_of, households_beside

if TYPE_CHECKING:
    from accounts.models import User

    from ..models import Membership


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
) -> tuple[User, Membership]:
    """Makes an account for a proven address and joins with the code, or waits without one.

    Raises ``EmailTaken``, ``CodeRefused`` and ``DomainError``; then there is no account either.
    """
    person = create_person(
        email=email,
        first_name=first_name,
        last_name=last_name,
        shown_name=shown_name,
        language=language,
    )
    return person, come_in(person=person, digest=digest, address_id=address_id)


@transaction.atomic
def come_in(*, person: Any, digest: str = "", address_id: int | None = None) -> Membership:
    """Joins with the code and the household that was picked, or waits at the address."""
    if digest:
        return join_with_code(person=person, digest=digest, address=_picked(digest, address_id))
    address = address_by_id(address_id)
    if address is None:
        raise DomainError
    return ask_to_join(person=person, address=address)


def _picked(digest: str, address_id: int | None) -> Address | None:
    """The household that was picked, if it lies in the building the letter went to."""
    code = code_of(digest)
    if code is None or address_id is None:
        return None
    return households_beside(code.address).filter(pk=address_id).first()


def address_by_id(address_id: int | None) -> Address | None:
    if address_id is None:
        return None
    return Address.objects.select_related("neighborhood").filter(pk=address_id).first()
