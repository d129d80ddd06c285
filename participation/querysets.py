"""Sets of surveys, of their pages and of who took part, named once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from wagtail.models import PageQuerySet

from core import clock

if TYPE_CHECKING:
    from core.policies import Person


class SurveyQuerySet(models.QuerySet[Any]):
    def public(self) -> SurveyQuerySet:
        """Surveys with a published page in at least one language."""
        from .models import SurveyPage

        return self.filter(Exists(SurveyPage.objects.live().filter(survey=OuterRef("pk"))))

    def with_live_source(self) -> SurveyQuerySet:
        """Surveys whose page in the language they were written in is published."""
        from .models import SurveyPage

        pages = SurveyPage.objects.live().filter(
            survey=OuterRef("pk"), locale__language_code=OuterRef("source_language")
        )
        return self.filter(Exists(pages))

    def opened(self) -> SurveyQuerySet:
        """Asked people at some time: open now, or closed."""
        return self.filter(state__in=["open", "closed"])

    def taking_answers(self) -> SurveyQuerySet:
        """Open at this moment; the moment of closing itself is no longer inside."""
        now = clock.now()
        return self.filter(state="open", opens_at__lte=now, closes_at__gt=now)

    def with_results(self) -> SurveyQuerySet:
        """Closed, counted, and with results the officer made public."""
        return self.filter(state="closed", results_published=True)

    def editable(self) -> SurveyQuerySet:
        """Nobody was asked yet, so whom it is for may still change."""
        return self.filter(state="draft")

    def due_to_open(self) -> SurveyQuerySet:
        return self.filter(state="scheduled", opens_at__lte=clock.now())

    def due_to_close(self) -> SurveyQuerySet:
        return self.filter(state="open", closes_at__lte=clock.now())

    def for_desk(self) -> SurveyQuerySet:
        """Newest first, with the title in the source language."""
        from .models import SurveyPage

        pages = SurveyPage.objects.filter(
            survey=OuterRef("pk"), locale__language_code=OuterRef("source_language")
        )
        title = models.Subquery(pages.values("title")[:1])
        return self.annotate(title=title).exclude(title=None).order_by("-created_at", "-pk")

    def with_part_of(self, person: Person) -> SurveyQuerySet:
        """Each survey with ``took_part``: whether the person is in its list of participations."""
        from .models import Participation

        own = Participation.objects.filter(survey=OuterRef("pk"), person=person.pk or 0)
        return self.annotate(took_part=Exists(own))

    def at_address(self, slug: str, language: str) -> SurveyQuerySet:
        """The survey whose published page has that address, in ``language`` before any other."""
        from .models import SurveyPage

        is_other = Case(
            When(locale__language_code=language, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        pages = SurveyPage.objects.live().filter(slug=slug).order_by(is_other, "pk")
        return self.filter(pk__in=list(pages.values_list("survey_id", flat=True)[:1]))


class SurveyPageQuerySet(PageQuerySet):
    def for_readers_of(self, language: str) -> SurveyPageQuerySet:
        """One published page a survey: in ``language``, else in the one it was written in."""
        siblings = self.model.objects.live().filter(
            survey=OuterRef("survey"), locale__language_code=language
        )
        is_own = Q(locale__language_code=language)
        is_source = Q(locale__language_code=F("survey__source_language"))
        return self.live().filter(is_own | (is_source & ~Exists(siblings)))

    def for_cards(self) -> SurveyPageQuerySet:
        """Everything a card shows, in a fixed number of queries; the questions are left out."""
        return self.select_related("survey", "locale").defer("questions")


class ParticipationQuerySet(models.QuerySet[Any]):
    def counts(self) -> dict[str, int]:
        """How many took part, by stratum."""
        rows = self.order_by().values("stratum").annotate(number=models.Count("pk"))
        return {row["stratum"]: row["number"] for row in rows}
