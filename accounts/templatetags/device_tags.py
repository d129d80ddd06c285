"""Devices in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first word that is found counts: Edge and Chrome both call themselves Safari.
BROWSERS = ("Edg", "OPR", "Firefox", "SamsungBrowser", "Chrome", "Safari")
NAMES = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Macintosh": "Mac"}
SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "CrOS", "Linux")


@register.filter
def device(user_agent: str) -> str:
    """Two words, like Firefox on Android, instead of what the browser calls itself."""
    browser = next((word for word in BROWSERS if word in user_agent), "")
    system = next((word for word in SYSTEMS if word in user_agent), "")
    if not (browser and system):
        return _("Another program")
    return _("%(browser)s on %(system)s") % {
        "browser": NAMES.get(browser, browser),
        "system": NAMES.get(system, system),
    }
