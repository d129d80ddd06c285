"""What a person wants to be told, and how."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import transaction

from .. import kinds
from ..models import Channel, Preference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User


class Preset(enum.StrEnum):
    QUIET = "quiet"
    NORMAL = "normal"
    EVERYTHING = "everything"


def wishes_of(person: User) -> dict[tuple[str, str], bool]:
    """What holds for the person, by topic name and channel; fixed topics are always True."""
    chosen = {
        (row.topic, row.channel): row.is_wanted
        for row in Preference.objects.filter(person=person.pk)
    }
    return {
        (topic.name, channel.value): (
            chosen.get((topic.name, channel.value), channel in topic.defaults)
            if topic.is_optional
            else True
        )
        for topic in kinds.all_topics()
        for channel in Channel
    }


@transaction.atomic
def set_wishes(*, wishes: Mapping[tuple[str, str], bool], by: User) -> None:
    """Stores the person's choices by topic name and channel; a fixed topic is never stored."""
    optional = {topic.name for topic in kinds.all_topics() if topic.is_optional}
    Preference.objects.bulk_create(
        [
            Preference(person=by, topic=topic, channel=channel, is_wanted=is_wanted)
            for (topic, channel), is_wanted in wishes.items()
            if topic in optional and channel in Channel.values
        ],
        update_conflicts=True,
        unique_fields=["person", "topic", "channel"],
        update_fields=["is_wanted"],
    )


@transaction.atomic
def choose_preset(*, preset: Preset, by: User) -> None:
    """Quiet: on the site only. Normal: as the town set it. Everything: on every channel."""
    if preset is Preset.NORMAL:
        Preference.objects.filter(person=by.pk).delete()
        return
    set_wishes(
        wishes={
            (topic.name, channel.value): preset is Preset.EVERYTHING or channel is Channel.INBOX
            for topic in kinds.all_topics()
            for channel in Channel
        },
        by=by,
    )


def unsubscribe(*, person_id: int, topic: str) -> None:
    """Ends the mails about one topic; again it changes nothing."""
    Preference.objects.update_or_create(
        person_id=person_id,
        topic=topic,
        channel=Channel.EMAIL,
        defaults={"is_wanted": False},
    )
