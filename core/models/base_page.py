"""What every page of the portal shares."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

# Paths below the language prefix that belong to the portal's own views.
RESERVED_SLUGS = frozenset({"n", "join", "account", "messages", "notifications", "search", "photos"})


class BasePage(Page):
    """A public, editorial, translatable page. Residents' content is never one (docs/adr)."""

    show_in_menus_default = False
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
        context["translations"] = self.get_translations().live()
        return context
