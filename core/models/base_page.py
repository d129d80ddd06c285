"""What every page of the portal shares."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

# Paths below the language prefix that belong to the portal's own views.
RESERVED_SLUGS = frozenset(
    {"n", "join", "account", "messages", "notifications", "search", "photos"}
)


class BasePage(Page):
    """A public, editorial, translatable page. Residents' content is never one (docs/adr)."""

    show_in_menus_default = False
    # Pages are public: what is not for everybody is no page (docs/adr/0002-pages-are-public.md).
    private_page_options: ClassVar[list[str]] = []
    # A slug is part of the address, not of the text: a translation keeps it.
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        # The depth of a child of the home page is 3.
        if self.slug in RESERVED_SLUGS and (self.depth is None or self.depth <= 3):
            raise ValidationError({"slug": _("This address is taken by the portal itself.")})

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pages = self._in_all_languages()
        context["translations"] = [page for page in pages if page.pk != self.pk]
        context["alternates"] = _alternates(pages, request)
        context["breadcrumb"] = self._trail(request)
        return context

    @property
    def address(self) -> str:
        """The page's path on the one site of an installation, without asking for the site's root."""
        below_home = self.url_path.split("/", 2)[2]
        return f"/{self.locale.language_code}/{below_home}"

    def _in_all_languages(self) -> list[Page]:
        """This page's published forms, itself included; none before it is first saved."""
        if self.pk is None:
            return []
        return list(self.get_translations(inclusive=True).live().select_related("locale"))

    def _trail(self, request: Any) -> list[dict[str, str]]:
        """Where one is, from the home page down; the home page itself needs no trail."""
        if self.depth is None or self.depth <= 2:
            return []
        above = self.get_ancestors().filter(depth__gte=2)
        trail = [{"title": page.title, "url": page.get_url(request) or ""} for page in above]
        return [*trail, {"title": self.title, "url": ""}]


class BaseIndexPage(BasePage):
    """The one page that lists all of something: neighborhoods, campaigns, surveys."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        TranslatableField("introduction"),
        TranslatableField("search_description"),
    ]
    max_count_per_parent = 1

    class Meta:
        abstract = True


def absolute(url: str | None) -> str:
    """An address of ours as it stands in mails, sitemaps and for search engines."""
    return f"{settings.BASE_URL}{url}" if url and url.startswith("/") else url or ""


def _alternates(pages: list[Page], request: Any) -> list[dict[str, str]]:
    """One address a language, and the default for languages we do not speak (hreflang)."""
    found = [
        {"code": page.locale.language_code, "url": absolute(page.get_url(request))}
        for page in pages
    ]
    default = next((other for other in found if other["code"] == settings.LANGUAGE_CODE), None)
    return [*found, {**default, "code": "x-default"}] if default else found
