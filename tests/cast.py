"""The named people of every access test: who belongs, who does not, and Chadia from next door."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.roles import Role
from core import clock

from .factories.accounts import UserFactory
from .factories.neighborhoods import (
    MembershipFactory,
    ModeratorAssignmentFactory,
    NeighborhoodFactory,
    WorkAssignmentFactory,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from neighborhoods.models import Neighborhood


@dataclass
class Cast:
    """Two neighborhoods and everybody who has something, or nothing, to do with the first."""

    molenwijk: Neighborhood
    oude_haven: Neighborhood
    an: User  # member of Molenwijk
    bram: User  # member of Molenwijk
    chadia: User  # member of Oude Haven: the outsider
    dirk: User  # pending in Molenwijk
    els: User  # left Molenwijk
    worker: User  # works in both
    former_worker: User  # worked in Molenwijk until a second ago
    moderator: User  # moderates Molenwijk, member of nothing
    comms: User
    participation: User
    care: User
    translator: User
    admin: User
    superuser: User  # is in no role: nothing of residents is shown by being superuser
    anonymous: AnonymousUser

    def everybody(self) -> Iterator[tuple[str, User | AnonymousUser]]:
        """(role, person) for each of the cast."""
        for name, value in vars(self).items():
            if name not in ("molenwijk", "oude_haven"):
                yield name, value


def make_cast() -> Cast:
    """Builds the cast in the database."""
    molenwijk = NeighborhoodFactory(name="Molenwijk", slug="molenwijk", west=3.70)
    oude_haven = NeighborhoodFactory(name="Oude Haven", slug="oude-haven", west=3.72)

    def person(name: str, **fields: object) -> User:
        email = f"{name.split()[0].lower()}@oeverbeke.test"
        first, _, last = name.partition(" ")
        return UserFactory(**{"email": email, "first_name": first, "last_name": last, **fields})

    an, bram = person("An Claes"), person("Bram Devos")
    chadia, dirk, els = person("Chadia Amrani"), person("Dirk Maes"), person("Els Wouters")
    worker = person("Wim Janssens", email="worker@oeverbeke.test")
    former = person("Frida Goossens", email="former@oeverbeke.test")
    cast = Cast(
        molenwijk=molenwijk,
        oude_haven=oude_haven,
        an=an,
        bram=bram,
        chadia=chadia,
        dirk=dirk,
        els=els,
        worker=worker,
        former_worker=former,
        moderator=person(
            "Mo Jacobs", email="moderator@oeverbeke.test", staff=True, role=Role.MODERATION
        ),
        comms=person(
            "Cleo Smet", email="comms@oeverbeke.test", staff=True, role=Role.COMMUNICATION
        ),
        participation=person(
            "Pieter Aerts",
            email="participation@oeverbeke.test",
            staff=True,
            role=Role.PARTICIPATION,
        ),
        care=person("Karin Baert", email="care@oeverbeke.test", staff=True, role=Role.CARE),
        translator=person(
            "Tine Dubois", email="translator@oeverbeke.test", staff=True, role=Role.TRANSLATION
        ),
        admin=person(
            "Ad Mertens", email="admin@oeverbeke.test", staff=True, role=Role.ADMINISTRATION
        ),
        superuser=person(
            "Sus Root", email="superuser@oeverbeke.test", staff=True, is_superuser=True
        ),
        anonymous=AnonymousUser(),
    )
    for member in (an, bram):
        MembershipFactory(person=member, neighborhood=molenwijk)
    MembershipFactory(person=chadia, neighborhood=oude_haven)
    MembershipFactory(person=dirk, neighborhood=molenwijk, pending=True)
    MembershipFactory(person=els, neighborhood=molenwijk, left=True)
    molenwijk.members_count, oude_haven.members_count = 2, 1
    for neighborhood in (molenwijk, oude_haven):
        neighborhood.save(update_fields=["members_count"])
    WorkAssignmentFactory(person=worker, neighborhoods=[molenwijk, oude_haven])
    WorkAssignmentFactory(person=former, neighborhoods=[molenwijk], ended=True)
    ModeratorAssignmentFactory(
        person=cast.moderator,
        neighborhoods=[molenwijk],
        valid_from=clock.now() - dt.timedelta(days=30),
    )
    return cast
