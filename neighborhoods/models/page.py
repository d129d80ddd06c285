"""The public face of neighborhoods in the page tree."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.blocks import StoryBlock
from core.models import BaseIndexPage, BasePage

from .neighborhood import Neighborhood


class NeighborhoodIndexPage(BaseIndexPage):
    """All neighborhoods of the town."""

    subpage_types: ClassVar[list[str]] = ["neighborhoods.NeighborhoodPage"]
    template = "pages/neighborhood_index_page.html"

    class Meta:
        verbose_name = _("all neighborhoods")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..fronts import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context()}


class NeighborhoodPage(BasePage):
    """What everybody may read about one neighborhood, and how to join it."""

    neighborhood = models.ForeignKey(
        Neighborhood,
        verbose_name=_("neighborhood"),
        on_delete=models.PROTECT,
        related_name="pages",
    )
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    picture = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(StoryBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("neighborhood"),
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("neighborhood", overridable=False),
    ]
    parent_page_types: ClassVar[list[str]] = ["neighborhoods.NeighborhoodIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/neighborhood_page.html"

    class Meta:
        verbose_name = _("public page of a neighborhood")
        verbose_name_plural = _("public pages of neighborhoods")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..fronts import page_context

        return {**super().get_context(request, *args, **kwargs), **page_context(self)}
