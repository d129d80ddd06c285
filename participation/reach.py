"""Whom a survey asks, as figures nobody can be found in, and in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count

from core import figures
from neighborhoods.models import Membership, Neighborhood

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.figures import Figure

    from .models import Survey


@dataclass(frozen=True)
class Reach:
    neighborhoods: list[tuple[str, Figure]]
    members: Figure


def reach_of(survey: Survey) -> Reach:
    """The members it asks: two queries, whatever the number of neighborhoods."""
    targets = list(survey.targets().order_by("name").values_list("pk", "name"))
    rows = (
        Membership.objects.active()
        .filter(neighborhood__in=[pk for pk, _name in targets], person__is_active=True)
        .values("neighborhood")
        .annotate(members=Count("pk"))
    )
    counts = {row["neighborhood"]: row["members"] for row in rows}
    # An officer may try one set of neighborhoods after the other, so no figure is about a set.
    shown = [figures.about(counts.get(pk, 0)) for pk, _name in targets]
    names = [name for _pk, name in targets]
    return Reach(list(zip(names, shown, strict=True)), figures.sum_of(shown))


@dataclass(frozen=True)
class ReadyLanguage:
    """One language of the portal: its page is published, or its readers get the source."""

    code: str
    name: str
    is_ready: bool
    is_source: bool


def languages_of(survey: Survey) -> list[ReadyLanguage]:
    pages = survey.pages.values_list("locale__language_code", "live")
    live = {code for code, is_live in pages if is_live}
    return [
        ReadyLanguage(code, str(name), code in live, code == survey.source_language)
        for code, name in settings.LANGUAGES
    ]


def neighborhood_choices() -> QuerySet[Neighborhood]:
    """All neighborhoods, for the form in which an officer chooses some."""
    return Neighborhood.objects.order_by("name")
