"""Sets of campaigns and of their pages, named once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from wagtail.models import PageQuerySet

from core import clock


class CampaignQuerySet(models.QuerySet[Any]):
    def public(self) -> CampaignQuerySet:
        """Campaigns with a published page in at least one language."""
        from .models import CampaignPage

        pages = CampaignPage.objects.live().filter(campaign=OuterRef("pk"))
        return self.filter(Exists(pages))

    def with_live_source(self) -> CampaignQuerySet:
        """Campaigns whose page in the language they were written in is published."""
        from .models import CampaignPage

        pages = CampaignPage.objects.live().filter(
            campaign=OuterRef("pk"), locale__language_code=OuterRef("source_language")
        )
        return self.filter(Exists(pages))

    def open(self) -> CampaignQuerySet:
        """Nobody was told yet and nothing is planned."""
        return self.filter(state__in=self.model.OPEN_STATES)

    def stoppable(self) -> CampaignQuerySet:
        return self.filter(Q(state="scheduled") | Q(state="held", hold_until__gt=clock.now()))

    def for_desk(self) -> CampaignQuerySet:
        """With their pages and neighborhoods, newest first, in a fixed number of queries."""
        return self.prefetch_related("pages__locale", "neighborhoods").order_by("-pk")

    def told(self) -> CampaignQuerySet:
        """Sent, or being sent: the seconds in which it could be stopped are over."""
        return self.filter(state__in=self.model.TOLD_STATES, hold_until__lte=clock.now())


class CampaignPageQuerySet(PageQuerySet):
    def for_readers_of(self, language: str) -> CampaignPageQuerySet:
        """One published page a campaign: in ``language``, else in the one it was written in."""
        siblings = self.model.objects.live().filter(
            campaign=OuterRef("campaign"), locale__language_code=language
        )
        is_own = Q(locale__language_code=language)
        is_source = Q(locale__language_code=F("campaign__source_language"))
        return self.live().filter(is_own | (is_source & ~Exists(siblings)))

    def for_cards(self) -> CampaignPageQuerySet:
        """Everything a card shows, in a fixed number of queries."""
        return self.select_related("campaign", "locale", "picture").prefetch_related(
            "picture__renditions"
        )
