"""Lets some residents of the demo town tell who they are."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import services
from core import clock
from core.photos import as_portrait, read_photo
from core.pictures import draw

from . import people
from .profiles import PROFILES, Told

if TYPE_CHECKING:
    from accounts.models import User

    from .build_town import Town


def build(town: Town) -> None:
    """Profiles and portraits, and one name that waits for the town."""
    with clock.travel(town.day(20)):
        for resident in people.NAMED:
            told = PROFILES.get(resident.key, Told())
            if resident.about or told.fields:
                _tell(town.people[resident.key], told)
    with clock.travel(town.day(1, 16)):
        stijn = town.people["stijn"]
        services.change_profile(
            person=stijn, by=stijn, first_name="Stijn", last_name="Burgemeester-Maertens"
        )


def _tell(person: User, told: Told) -> None:
    shown = {f"shows_{name}": name not in told.hidden for name in [*told.fields, "about"]}
    services.change_profile(person=person, by=person, **told.fields, **shown)
    if told.portrait:
        picture = draw(told.portrait, seed=person.pk % 50, size=(700, 700))
        upload = SimpleUploadedFile("photo.jpg", BytesIO(picture).read(), "image/jpeg")
        services.set_portrait(
            person=person, by=person, is_shown=True, photo=as_portrait(read_photo(upload))
        )
