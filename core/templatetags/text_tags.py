"""Shows what people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from core.text import to_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def written(text: str) -> SafeString:
    """Paragraphs, line breaks, simple lists and links of a plain text; the rest is escaped."""
    return to_html(str(text or ""))
