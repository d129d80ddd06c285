"""What neighbors read of a profile: the fields that are filled and whose owner shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from .models import Profile, User


@dataclass(frozen=True)
class Field:
    """A field of the profile that its owner may show; ``label`` is what a neighbor reads above it."""

    name: str
    label: str | _StrPromise
    icon: str
    is_of_the_person: bool = False

    @property
    def switch(self) -> str:
        return f"shows_{self.name}"


FIELDS = (
    Field("about", _("In a few words"), "mood-smile", is_of_the_person=True),
    Field("helps_with", _("Can help with"), "heart-handshake"),
    Field("would_like", _("Would like"), "hand-stop"),
    Field("interests", _("Likes"), "star"),
    Field("languages", _("Speaks"), "language"),
    Field("household", _("Lives with"), "home"),
    Field("here_since", _("Lives here since"), "calendar"),
)


@dataclass(frozen=True)
class Fact:
    label: str | _StrPromise
    icon: str
    text: str


def shown_facts(person: User) -> list[Fact]:
    """What neighbors may read about ``person``, whoever asks; the portrait is not among it."""
    profile = profile_of(person)
    if profile is None:
        return []
    return [
        Fact(field.label, field.icon, str(value))
        for field in FIELDS
        if (value := _value(person, profile, field)) and getattr(profile, field.switch)
    ]


def profile_of(person: User) -> Profile | None:
    return getattr(person, "profile", None)


def portrait_url(person: User) -> str:
    """The small one, for the person's own pages: they see it whoever else does."""
    photo = person.photo
    return reverse("photos:photo_detail", args=[photo.public_id, "small"]) if photo else ""


def _value(person: User, profile: Profile, field: Field) -> Any:
    return getattr(person if field.is_of_the_person else profile, field.name)
