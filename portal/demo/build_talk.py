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
from neighborhoods.services import flags, help_requests, posts, replies

from .posts import ALL, Words

if TYPE_CHECKING:
    from core.photos import Photo
    from neighborhoods.models import Post

    from .build_town import Town


def build(town: Town) -> None:
    """Everything people said, oldest first."""
    for words in sorted(ALL, key=lambda each: (-each.ago, each.hour)):
        _say(town, words)


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
                "audience": "neighbors_only" if words.neighbors_only else "neighbors",
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
