"""Puts up the town's pages in Dutch, and translates them into French as a translator would."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Locale
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from core.models import PortalImage
from core.pictures import draw
from home.models import HomePage
from neighborhoods.models import NeighborhoodIndexPage, NeighborhoodPage

from . import pages

if TYPE_CHECKING:
    import datetime as dt

    from wagtail.models import Page

    from .build_town import Town

NL, FR = "nl", "fr"


def block_id(*names: object) -> str:
    """The same id for the same place in every language, so that a translation finds its block."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, names))))


def picture(title: str, motive: str, alt: str) -> PortalImage:
    """An editor's image, drawn for the occasion."""
    drawing = draw(motive, seed=len(title), size=(1600, 1000))
    return PortalImage.objects.create(
        title=title,
        description=alt,
        file=ImageFile(SimpleUploadedFile(f"{motive}.jpg", drawing), name=f"{motive}.jpg"),
    )


def publish(page: Page, *, below: Page, at: dt.datetime | None = None) -> None:
    """Adds the page and publishes it, as if it were ``at``."""
    page.live = False
    page.locale = below.locale
    below.add_child(instance=page)
    page.save_revision().publish()
    if at is not None:
        type(page).objects.filter(pk=page.pk).update(
            first_published_at=at, last_published_at=at, latest_revision_created_at=at
        )
    page.refresh_from_db()


def translate(page: Page, in_french: Page, user: Any) -> None:
    """Translates ``page`` with the words of ``in_french``, an unsaved page with the same blocks."""
    source, _ = TranslationSource.update_or_create_from_instance(page)
    french = Locale.objects.get(language_code=FR)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=french)
    words = defaultdict(list)
    for each in _strings(in_french):
        words[each.path].append(each)
    for segment in _strings(page):
        # The pieces of one block come in the same order in both languages.
        if not words[segment.path]:
            continue
        other = words[segment.path].pop(0)
        StringTranslation.objects.update_or_create(
            translation_of=String.from_value(source.locale, segment.string),
            locale=french,
            context=TranslationContext.objects.get(
                object_id=page.translation_key, path=segment.path
            ),
            defaults={
                "data": other.string.data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": user,
            },
        )
    translation.save_target(user=user, publish=True)


def _strings(page: Page) -> list[StringSegmentValue]:
    return [each for each in extract_segments(page) if isinstance(each, StringSegmentValue)]


def build(town: Town) -> None:
    """The home page's name and the public face of each neighborhood."""
    HomePage.objects.filter(depth=2).update(title="Oeverbeke", draft_title="Oeverbeke")
    index = NeighborhoodIndexPage.objects.get(locale__language_code=NL)
    motives = [
        "square",
        "canal",
        "street_morning",
        "window_plants",
        "park",
        "street_evening",
        "harvest",
    ]
    for motive, (slug, (nl, fr)) in zip(motives, pages.NEIGHBORHOODS.items(), strict=True):
        neighborhood = town.neighborhoods[slug]
        page = NeighborhoodPage(
            title=neighborhood.name,
            slug=slug,
            neighborhood=neighborhood,
            introduction=nl,
            picture=picture(neighborhood.name, motive, f"Getekend beeld van {neighborhood.name}."),
        )
        publish(page, below=index)
        words = NeighborhoodPage(
            title=neighborhood.name,
            slug=slug,
            neighborhood=neighborhood,
            introduction=fr,
            locale=page.locale,
        )
        translate(page, words, town.people["translator"])
