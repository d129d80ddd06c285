"""What the pages about one's own home show: where one lives, and where one is about to move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .policies import membership_policy
from .querysets import RETURN_WITHIN
from .services import arrival, belongings
from .services.move_limit import needs_counter

if TYPE_CHECKING:
    import datetime as dt

    from core.policies import Person

    from .journey import Journey
    from .models import Address, Membership, Neighborhood
    from .services.arrival import EidProof


@dataclass(frozen=True)
class Plan:
    """One move, as told so far: from ``home`` to ``address``."""

    home: Membership
    address: Address
    neighborhood: Neighborhood
    has_letter: bool
    needs_counter: bool
    eid: EidProof | None = None

    @property
    def is_immediate(self) -> bool:
        """Whether it happens at once; otherwise somebody of the town looks first."""
        return self.is_proven and not self.needs_counter

    @property
    def is_proven(self) -> bool:
        """Whether a letter or an eID proves the new address; an address alone does not."""
        return self.has_letter or self.eid is not None

    @property
    def is_next_door(self) -> bool:
        """Whether the neighborhood stays the same: then nothing is lost."""
        return self.neighborhood.pk == self.home.neighborhood_id

    @property
    def is_no_move(self) -> bool:
        return self.address.pk == self.home.address_id


def plan_of(journey: Journey, home: Membership) -> Plan | None:
    """The move that the screens of joining have led to; None while they have not."""
    digest = journey["digest"] if journey.has_letter else ""
    if digest:
        address = arrival.picked(digest, journey["address"])
    else:
        address = arrival.address_by_id(journey["address"])
    # A letter's household lies in the neighborhood that its code opens.
    neighborhood = address.neighborhood if address is not None else None
    if address is None or neighborhood is None:
        return None
    eid = journey.eid
    if digest or (eid and (eid.person, eid.address) != (home.person_id, address.pk)):
        eid = None
    return Plan(
        home=home,
        address=address,
        neighborhood=neighborhood,
        has_letter=bool(digest),
        needs_counter=needs_counter(home.person, neighborhood),
        eid=eid,
    )


@dataclass(frozen=True)
class Left:
    """A home that one may still come back to."""

    membership: Membership
    until: dt.datetime
    has_things_in_bin: bool


def home_of(person: Person) -> Any:
    """The membership that the person may leave: the home."""
    rows = membership_policy.allowed(person, "leave")
    return rows.select_related("person", "neighborhood", "address").first()


def since(home: Membership) -> dt.datetime | None:
    """Since when one lives there; a few days away do not count."""
    first = home
    while first.resumes is not None:
        first = first.resumes
    return first.activated_at


def waiting_of(person: Person) -> Any:
    rows = membership_policy.allowed(person, "stop_waiting")
    return rows.select_related("neighborhood", "address").first()


def left_of(person: Person) -> Left | None:
    rows = membership_policy.allowed(person, "come_back")
    membership = rows.select_related("person", "neighborhood", "address").first()
    if membership is None or membership.ended_at is None:
        return None
    in_bin = belongings.put_away_at_leaving(membership)
    return Left(
        membership=membership,
        until=membership.ended_at + RETURN_WITHIN,
        has_things_in_bin=any(rows.exists() for rows in in_bin),
    )
