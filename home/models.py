"""The home page and pages with text."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import StoryBlock
from core.models import BasePage


class HomePage(BasePage):
    """What somebody sees first: what this is, how to join, what the town has to say."""

    headline = models.CharField(_("headline"), max_length=90)
    lead = models.TextField(
        _("introduction"), max_length=300, help_text=_("Two or three sentences below the headline.")
    )
    body = StreamField(StoryBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("headline"),
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "home.ContentPage",
        "neighborhoods.NeighborhoodIndexPage",
        "campaigns.CampaignIndexPage",
        "participation.ParticipationIndexPage",
    ]
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .fronts import home_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **home_context(self)}


class ContentPage(BasePage):
    """A page with text: privacy, accessibility, house rules, contact.

    ``in_footer`` puts a link to it at the bottom of every page of its language.
    """

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(StoryBlock(), verbose_name=_("text"), blank=True)
    in_footer = models.BooleanField(
        _("in the footer"), default=False, help_text=_("Puts a link at the bottom of every page.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("in_footer"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["home.ContentPage"]
    template = "pages/content_page.html"

    class Meta:
        verbose_name = _("page with text")
        verbose_name_plural = _("pages with text")
