"""Hosts, and neighbors who vouch: Molenwijk as it welcomes people, with something to decide in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.services import create_person
from core import clock
from neighborhoods.models import Address, Membership
from neighborhoods.services import admission, hosts, vouching

from . import people

if TYPE_CHECKING:
    from accounts.models import User

    from .build_town import Town


def build(built: Town) -> None:
    """An is a host and Sofie asks to be one; Hasna came in by two neighbors, Dirk has one so far."""
    _host(built, "an", asked=40, made=39)
    with clock.travel(built.day(3)):
        hosts.ask_to_host(membership=_home(built.people["sofie"]), by=built.people["sofie"])
    _newcomer(built)
    with clock.travel(built.day(5, 18)):
        vouching.vouch(membership=_waiting(built.people["dirk"]), by=built.people["bram"])


def _home(person: User) -> Membership:
    home: Membership = Membership.objects.active().get(person=person)
    return home


def _waiting(person: User) -> Membership:
    waiting: Membership = Membership.objects.pending().get(person=person)
    return waiting


def _host(built: Town, key: str, *, asked: float, made: float) -> None:
    membership = _home(built.people[key])
    with clock.travel(built.day(asked)):
        hosts.ask_to_host(membership=membership, by=built.people[key])
    with clock.travel(built.day(made)):
        hosts.make_host(membership=membership, by=built.people["admin"])


def _newcomer(built: Town) -> None:
    """Somebody whom two neighbors let in three weeks ago."""
    free = Address.objects.filter(
        neighborhood=built.neighborhoods["molenwijk"], memberships=None
    ).in_order()
    with clock.travel(built.day(24, 19)):
        person = create_person(
            email=f"hasna@{people.DOMAIN}",
            first_name="Hasna",
            last_name="Yildiz",
            date_joined=clock.now(),
        )
        admission.ask_to_join(person=person, address=free[len(free) - 1])
    for key, ago in (("an", 23), ("jef", 21)):
        with clock.travel(built.day(ago, 20)):
            vouching.vouch(membership=_waiting(person), by=built.people[key])
    built.people["hasna"] = person
    built.members["molenwijk"].append(person)
