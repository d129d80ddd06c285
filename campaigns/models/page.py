"""The pages of a campaign: its words and pictures, one page per language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core import clock
from core.blocks import StoryBlock
from core.models import BaseIndexPage, BasePage

from .. import previews
from ..panels import AudiencePanel
from ..querysets import CampaignPageQuerySet
from .campaign import Campaign


class CampaignIndexPage(BaseIndexPage):
    """All campaigns of the town."""

    subpage_types: ClassVar[list[str]] = ["campaigns.CampaignPage"]
    template = "pages/campaign_index_page.html"

    class Meta:
        verbose_name = _("all campaigns")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..cards import index_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **index_context(request, self)}


class CampaignPage(BasePage):
    """The words of one campaign in one language; whom it is for stands on its ``Campaign``.

    A new page makes its campaign; a translation shares the one of its source, and a copy in the
    explorer gets one of its own. A revision never changes which campaign a page belongs to.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="pages", editable=False
    )
    campaign_id: int | None
    introduction = models.TextField(
        _("introduction"),
        max_length=300,
        help_text=_("Two or three sentences. They stand on the card in the feed and in the mail."),
    )
    picture = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(StoryBlock(), verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(CampaignPageQuerySet)()

    content_panels = [
        AudiencePanel(),
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    # Without ``overridable=False`` a translator could point a translation at another campaign.
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("campaign", overridable=False),
    ]
    exclude_fields_in_copy: ClassVar[list[str]] = ["campaign"]
    parent_page_types: ClassVar[list[str]] = ["campaigns.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/campaign_page.html"
    preview_modes: ClassVar[list[tuple[str, Any]]] = [
        ("", _("Web page")),
        ("mail", _("Mail")),
        ("mail-text", _("Mail as plain text")),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._belong_to_a_campaign()
        super().save(*args, **kwargs)

    def _belong_to_a_campaign(self) -> None:
        if self.campaign_id is not None:
            return
        siblings = CampaignPage.objects.filter(translation_key=self.translation_key)
        shared = siblings.exclude(pk=self.pk).values_list("campaign_id", flat=True).first()
        if shared is not None:
            self.campaign_id = shared
            return
        locale = self.locale if self.locale_id else self.get_default_locale()
        self.campaign = Campaign.objects.create(
            source_language=locale.language_code, created_at=clock.now()
        )

    def with_content_json(self, content: dict[str, Any]) -> CampaignPage:
        page = super().with_content_json(content)
        page.campaign_id = self.campaign_id
        return page

    @property
    def is_source(self) -> bool:
        return self.locale.language_code == self.campaign.source_language

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..cards import page_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **page_context(request, self)}

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        if mode_name in ("mail", "mail-text"):
            return previews.mail(self, as_text=mode_name == "mail-text")
        return super().serve_preview(request, mode_name)
