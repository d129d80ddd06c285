"""Builds the town and its people: the map, the register, staff, letters, members and workers."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import Role
from accounts.services import create_person
from core import clock
from neighborhoods.models import Membership, Neighborhood
from neighborhoods.services import addresses, admission, codes, imports, workers

from . import people, town

if TYPE_CHECKING:
    from neighborhoods.models import Address

MONTHS_AGO = dt.timedelta(days=200)


@dataclass
class Town:
    """What has been built so far, by the names the demo's texts use."""

    seeded_at: dt.datetime
    neighborhoods: dict[str, Neighborhood] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    members: dict[str, list[User]] = field(default_factory=lambda: defaultdict(list))

    def day(self, ago: float, hour: int = 12, minute: int = 0) -> dt.datetime:
        """A moment ``ago`` days before seeding at that hour, never in the future."""
        moment = (self.seeded_at - dt.timedelta(days=ago)).replace(hour=hour, minute=minute)
        return min(moment, self.seeded_at - dt.timedelta(minutes=20)) if ago >= 0 else moment


def build(seeded_at: dt.datetime) -> Town:
    """The whole town but for what its people say."""
    built = Town(seeded_at)
    with clock.travel(seeded_at - MONTHS_AGO):
        _map(built)
        _staff(built)
        _workers(built)
    _members(built)
    # Hashed once: every account of the demo has the same password.
    User.objects.update(password=make_password(people.PASSWORD))
    return built


def _map(built: Town) -> None:
    with TemporaryDirectory() as folder:
        boundaries = Path(folder) / "boundaries.geojson"
        boundaries.write_text(json.dumps(town.boundaries()))
        plan = imports.plan_import(
            boundaries,
            imports.Columns(name="name", code="code", district="district", source="Oeverbeke"),
        )
        imports.carry_out(plan=plan)
        register = Path(folder) / "addresses.csv"
        rows = list(town.addresses())
        with register.open("w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        addresses.import_addresses(lines=addresses.read_register(register))
    built.neighborhoods = {each.slug: each for each in Neighborhood.objects.all()}


def _staff(built: Town) -> None:
    for each in people.STAFF:
        person = create_person(
            email=each.email,
            first_name=each.first,
            last_name=each.last,
            language=each.language,
            is_staff=True,
        )
        person.groups.add(Group.objects.get(name=Role[each.role]))
        built.people[each.key] = person
    workers.assign_moderator(
        person=built.people["moderator"],
        neighborhoods=[built.neighborhoods["molenwijk"]],
        valid_from=clock.now(),
        valid_until=None,
        by=built.people["admin"],
    )


def _workers(built: Town) -> None:
    for each in people.WORKERS:
        assignment = workers.invite_worker(
            email=each.email,
            first_name=each.first,
            last_name=each.last,
            organization=each.organization,
            function=each.function,
            neighborhoods=[built.neighborhoods[slug] for slug in each.neighborhoods],
            valid_from=clock.now(),
            valid_until=None,
            by=built.people["admin"],
        )
        built.people[each.key] = assignment.person


def _residents() -> list[people.Resident]:
    """The named ones, and as many others as the neighborhoods need, always the same."""
    chance = random.Random("Oeverbeke")  # noqa: S311  (names, not secrets)
    everybody = list(people.NAMED)
    taken = {f"{each.first} {each.last}" for each in everybody}
    for slug, size in people.SIZES.items():
        there = sum(each.neighborhood == slug for each in people.NAMED)
        while there < size:
            first, last = chance.choice(people.FIRST_NAMES), chance.choice(people.LAST_NAMES)
            if f"{first} {last}" in taken:
                continue
            taken.add(f"{first} {last}")
            key = f"buur{len(everybody)}"
            everybody.append(people.Resident(key, first, last, slug))
            there += 1
    return everybody


def _members(built: Town) -> None:
    """Letters go out to every address; residents join with the code on theirs."""
    residents = _residents()
    by_neighborhood: dict[str, list[people.Resident]] = defaultdict(list)
    for each in residents:
        by_neighborhood[each.neighborhood].append(each)
    chance = random.Random("letters")  # noqa: S311
    for slug, neighborhood in built.neighborhoods.items():
        sent = built.seeded_at - dt.timedelta(days=150)
        with clock.travel(sent):
            batch = codes.make_batch(neighborhood=neighborhood, by=built.people["admin"])
            letters = codes.unseal(batch)
            codes.confirm_printed(batch=batch, by=built.people["admin"])
        chance.shuffle(letters)
        for resident, (_address, code) in zip(by_neighborhood[slug], letters, strict=False):
            with clock.travel(
                sent + dt.timedelta(days=chance.randint(2, 55), hours=chance.randint(0, 11))
            ):
                person = _join(resident, code)
            built.people[resident.key] = person
            built.members[slug].append(person)
        if slug == "molenwijk":
            _others(built, [address for address, _code in letters[-2:]], letters[-3][1])


def _join(resident: people.Resident, code: str) -> User:
    person = create_person(
        email=resident.email,
        first_name=resident.first,
        last_name=resident.last,
        language=resident.language,
        about=resident.about,
        date_joined=clock.now(),
    )
    admission.join_with_code(person=person, digest=codes.digest_of(code))
    return person


def _others(built: Town, addresses_left: list[Address], code: str) -> None:
    """Dirk and a neighbor wait, Els has left."""
    waiting = [("dirk", "Dirk", "Maes", 6), ("josefien", "Josefien", "Raes", 2)]
    for (key, first, last, ago), address in zip(waiting, addresses_left, strict=True):
        with clock.travel(built.day(ago, 9)):
            person = create_person(
                email=f"{key}@{people.DOMAIN}",
                first_name=first,
                last_name=last,
                date_joined=clock.now(),
            )
            admission.ask_to_join(person=person, address=address)
        built.people[key] = person
    els = people.Resident("els", "Els", "Wouters", "molenwijk")
    with clock.travel(built.seeded_at - dt.timedelta(days=120)):
        built.people["els"] = _join(els, code)
    with clock.travel(built.seeded_at - dt.timedelta(days=30)):
        membership = Membership.objects.active().get(person=built.people["els"])
        admission.end_membership(membership=membership, by=built.people["els"])
