"""Facts about a page for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def facts_script(facts: dict[str, Any]) -> SafeString:
    """The facts as a JSON-LD block; Django's ``json_script`` escapes what could end the element."""
    block = str(json_script(facts)).replace("application/json", "application/ld+json", 1)
    return mark_safe(block)  # noqa: S308
