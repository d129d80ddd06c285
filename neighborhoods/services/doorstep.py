"""Tries letter codes within limits that hold across processes, and finds addresses for those without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from core.limits import Limit, client_of
from notifications.services import notify

from ..models import Address, JoinCode
from .addresses import read_number, read_postcode
from .admission import CodeRefused, usable_codes

if TYPE_CHECKING:
    from django.db.models import QuerySet

HOUR = 60 * 60
# Failures alone are counted (security.md T-004); what a person gets right clears nothing.
# With 31^11 codes, 200 guesses an hour and 4,000 letters out, a day's chance to hit one of a
# neighborhood's is below 10^-9 (a test computes it).
AN_ACCOUNT = Limit("join_code_account", 5, 24 * HOUR)
A_CLIENT = Limit("join_code_client", 20, HOUR)
A_NEIGHBORHOOD = Limit("join_code_neighborhood", 50, HOUR)
EVERYBODY = Limit("join_code_everybody", 200, HOUR)
# Codes of no neighborhood are counted too, so that they cost what dead codes cost.
NOWHERE = Limit("join_code_nowhere", 1_000_000, HOUR)
LOOKUPS = Limit("join_address_lookups", 30, HOUR)


class TooManyTries(DomainError):
    """A limit is reached; nothing was looked up."""

    def __init__(self) -> None:
        super().__init__(_("There were too many tries. Try again in an hour, or call the town."))


class _Opens(Exception):
    """Carries a good code out of the transaction, which takes the counting back."""

    def __init__(self, code: JoinCode) -> None:
        super().__init__()
        self.code = code


def try_code(*, digest: str, client: str, person: Any = None) -> JoinCode:
    """The code with this hash, if it opens a neighborhood now; uses nothing up.

    Counting comes first and locks the counters, so that many tries at once are evaluated one after
    the other and never more than the limits say; a good code takes its own count back. Raises
    ``TooManyTries`` before anything was looked up, or ``CodeRefused``: one text and the same work
    for wrong, expired, used, revoked.
    """
    # Not inside the caller's transaction: what is counted must stay counted.
    with transaction.atomic():
        try:
            with transaction.atomic():
                _count(client, person)
                code = usable_codes(digest).first()
                if code is not None:
                    raise _Opens(code)
        except _Opens as opens:
            return opens.code
        _count_by_place(digest)
    raise CodeRefused


def _count(client: str, person: Any) -> None:
    limits = [(A_CLIENT, client_of(client)), (EVERYBODY, "everybody")]
    if person is not None and person.is_authenticated:
        limits.insert(0, (AN_ACCOUNT, str(person.pk)))
    for limit, subject in limits:
        if not limit.take(subject):
            raise TooManyTries


def _count_by_place(digest: str) -> None:
    """Counts a failure against the neighborhood of a dead code, and tells when there are too many."""
    dead = JoinCode.objects.select_related("batch").filter(digest=digest).first()
    if dead is None:
        NOWHERE.take("nowhere")
    elif not A_NEIGHBORHOOD.take(str(dead.neighborhood_id)):
        notify(kind="letters_alarm", target=dead.batch, occasion=clock.today().isoformat())


def code_of(digest: str) -> JoinCode | None:
    """The code of a hash that ``try_code`` let pass, if it still opens its neighborhood."""
    code: JoinCode | None = usable_codes(digest).first()
    return code


def households_beside(address: Address) -> QuerySet[Address]:
    """The addresses in the same building: street and number are one, the box may differ."""
    return Address.objects.filter(
        postcode=address.postcode,
        street=address.street,
        number=address.number,
        neighborhood=address.neighborhood_id,
    ).in_order()


def find_address(*, postcode: str, street: str, number: str, client: str) -> Address | None:
    """The address of the register that was typed, in whatever form; None when there is none.

    The register is public knowledge and says nothing about who lives there. Raises ``TooManyTries``.
    """
    if not LOOKUPS.take(client_of(client)):
        raise TooManyTries
    try:
        code = read_postcode(postcode)
        house, box = read_number(number)
    except DomainError:
        return None
    wanted = " ".join(street.split()).casefold()
    near = Address.objects.select_related("neighborhood").filter(
        postcode=code, number=house, neighborhood__isnull=False
    )
    # The database compares capitals with accents differently on SQLite; these rows are few.
    same_street = [row for row in near.in_order() if row.street.casefold() == wanted]
    exact = [row for row in same_street if row.box == box]
    return next(iter(exact), None) or (
        same_street[0] if len(same_street) == 1 and not box else None
    )
