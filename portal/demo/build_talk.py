"""Lets the residents of the demo town talk: posts, replies, thanks, solved requests and a flag."""

from __future__ import annotations

import datetime as dt
import uuid
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from core import clock
from core.photos import read_photo
from core.pictures import draw
from neighborhoods.models import Membership
from neighborhoods.services import flags, following, help_requests, posts, replies, welcome
from neighborhoods.welcoming import introduction_of

from .people import NEWCOMER
from .posts import ALL, FOLLOWS, Words

if TYPE_CHECKING:
    from core.photos import Photo
    from neighborhoods.models import Post

    from .build_town import Town


def build(town: Town) -> None:
    """Who reads along next door, and everything people said, oldest first."""
    with clock.travel(town.day(90)):
        for key, slug in FOLLOWS:
            following.follow(neighborhood=town.neighborhoods[slug], by=town.people[key])
    for words in sorted(ALL, key=lambda each: (-each.ago, each.hour)):
        _say(town, words)
    _say_hello(town)


def _say(town: Town, words: Words) -> None:
    author = town.people[words.by]
    moment = town.day(words.ago, words.hour)
    with clock.travel(moment), translation.override(author.language):
        post = posts.create_post(
            neighborhood=town.neighborhoods[words.neighborhood],
            kind="help_request" if words.need else "message",
            by=author,
            data={
                "title": words.title,
                "body": words.text,
                "audience": _audience(words),
                "share": words.shared,
                "on_behalf_of": words.on_behalf_of,
                "need": words.need,
                "when": words.when,
                "needed_on": (moment + dt.timedelta(days=4)).date()
                if words.when == "on_date"
                else None,
            },
            submission_key=uuid.uuid5(uuid.NAMESPACE_URL, f"{words.by}/{words.title}"),
            new_photos=[(_photo(motive, words.title), alt) for motive, alt in words.pictures],
        )
    _answer(town, words, post, moment)


def _say_hello(town: Town) -> None:
    """The newcomer took the first step of the welcome; the other two are open."""
    mia = town.people[NEWCOMER.key]
    membership = (
        Membership.objects.active().select_related("neighborhood", "address").get(person=mia)
    )
    said_at = town.day(1, 19)
    with clock.travel(said_at):
        post = welcome.say_hello(
            membership=membership,
            by=mia,
            body=f"{introduction_of(membership, mia)} Ik kom uit Gent, en ik zing graag.",
            submission_key=uuid.uuid5(uuid.NAMESPACE_URL, "mia/hello"),
        )
    with clock.travel(min(said_at + dt.timedelta(hours=1), town.seeded_at)):
        replies.create_reply(
            post=post,
            by=town.people["an"],
            body="Welkom Mia! Ons koor zoekt nog stemmen, kom eens luisteren.",
            submission_key=uuid.uuid5(post.submission_key, "an"),
        )
        for name in ("an", "bram", "rita"):
            replies.toggle_thanks(target=post, by=town.people[name])


def _audience(words: Words) -> str:
    if words.nearby:
        return "nearby"
    return "neighbors_only" if words.neighbors_only else "neighbors"


def _answer(town: Town, words: Words, post: Post, moment: dt.datetime) -> None:
    now = town.seeded_at
    latest = moment
    for number, answer in enumerate(words.answers):
        latest = min(moment + dt.timedelta(hours=answer.after_hours), now - dt.timedelta(minutes=5))
        with clock.travel(latest), translation.override(town.people[answer.by].language):
            replies.create_reply(
                post=post,
                by=town.people[answer.by],
                body=answer.text,
                submission_key=uuid.uuid5(post.submission_key, f"{answer.by}{number}"),
            )
    with clock.travel(min(latest + dt.timedelta(hours=3), now - dt.timedelta(minutes=2))):
        for name in words.thanks:
            replies.toggle_thanks(target=post, by=town.people[name])
        for name, reason, note in words.flags:
            flags.flag(target=post, reason=reason, note=note, by=town.people[name])
        if words.helper:
            help_requests.solve_help_request(
                post=post, helper=town.people[words.helper], by=town.people[words.by]
            )


def _photo(motive: str, title: str) -> Photo:
    picture = draw(motive, seed=len(title))
    return read_photo(SimpleUploadedFile("photo.jpg", BytesIO(picture).read(), "image/jpeg"))
