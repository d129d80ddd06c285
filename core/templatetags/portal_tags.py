"""Template tags of the public site: icons, time in words, people, figures, languages."""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.urls import (
    NoReverseMatch,
    Resolver404,
    get_script_prefix,
    resolve,
    reverse,
    translate_url,
)
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock, icons

register = template.Library()

LANGUAGE_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English", "de": "Deutsch"}
# The first bar is solid; the others are filled with a pattern that components/chart.html defines.
PATTERNS = ("", "url(#p-stripes)", "url(#p-dots)", "url(#p-waves)", "url(#p-grid)", "url(#p-dense)")


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon, hidden from screen readers: the word beside it (or the button's label) speaks."""
    return _drawn(name, f"icon {extra}".strip(), get_script_prefix())


# A page draws a hundred icons of some twenty sorts. Only templates name them, so the store stays
# small; the prefix is where the portal is mounted, which the sprite's address begins with.
@lru_cache(maxsize=512)
def _drawn(name: str, css: str, _prefix: str) -> SafeString:
    if name in icons.SPRITE:
        return format_html(
            '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
            css,
            reverse("core:theme_icons", args=[icons.sprite_hash()]),
            name,
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        css,
        mark_safe(icons.shapes(name)),  # noqa: S308  # a file of the icon package, never input
    )


@register.simple_tag
def when(moment: dt.datetime | dt.date | None) -> str:
    """A <time> in words ("an hour ago") with the exact moment as its title."""
    if moment is None:
        return ""
    if not isinstance(moment, dt.datetime):
        return format_html(
            '<time datetime="{}">{}</time>',
            moment.isoformat(),
            formats.date_format(moment, "DATE_FORMAT"),
        )
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    exact = formats.date_format(local, "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        exact,
        time_in_words(moment),
    )


@register.filter
def time_in_words(moment: dt.datetime) -> str:
    """How long ago it was, in words up to a week, the date after that or when it lies ahead."""
    now = clock.now()
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    seconds = (now - moment).total_seconds()
    local, today = timezone.localtime(moment), timezone.localdate(now)
    if -60 < seconds < 60:
        return _("just now")
    if 0 < seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if seconds > 0 and local.date() == today:
        hours = int(seconds // 3600)
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    days = (today - local.date()).days
    if days == 1:
        return _("yesterday at %(time)s") % {"time": formats.time_format(local, "H:i")}
    if 1 < days < 7:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    if local.year == today.year:
        return formats.date_format(local, "MONTH_DAY_FORMAT")
    return formats.date_format(local, "DATE_FORMAT")


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last word of a name, at most two."""
    words = [word for word in str(name or "").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def tone(name: str) -> int:
    """One of six avatar tints; the same name always has the same one."""
    return sum(ord(letter) * (place + 1) for place, letter in enumerate(str(name or ""))) % 6


@register.filter
def undo_url(message) -> str:
    """The address of an undo form: services put "undo:<path>" into a message's extra tags."""
    for tag in (message.extra_tags or "").split():
        path = tag.removeprefix("undo:")
        # A path of ours: "//host" and "/\\host" would lead elsewhere.
        if path != tag and re.match(r"^/[^/\\]", path):
            return path
    return ""


@register.filter
def alert_kind(level_tag: str) -> str:
    """Utrecht's alert type of a Django message level."""
    return {"success": "ok", "warning": "warning", "error": "error"}.get(level_tag, "info")


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context) -> dict:
    """Every language with the address of this page in it, or of its home page where it has none."""
    request = context.get("request")
    current = translation.get_language() or settings.LANGUAGE_CODE
    pages = _translated_pages(context.get("page"), request)
    path = request.get_full_path() if request and request.method in {"GET", "HEAD"} else "/"
    return {
        "languages": [
            {
                "code": code,
                "name": LANGUAGE_NAMES.get(code, code),
                "current": code == current,
                "url": pages.get(code) if pages is not None else _in_language(path, code),
            }
            for code, _name in settings.LANGUAGES
        ]
    }


def _translated_pages(page, request) -> dict[str, str] | None:
    """Addresses of a Wagtail page's translations, home pages for the languages it lacks."""
    if not hasattr(page, "get_translations"):
        return None
    found = {code: f"/{code}/" for code, _name in settings.LANGUAGES}
    for other in page.get_translations(inclusive=True).live().select_related("locale"):
        if url := other.get_url(request):
            found[other.locale.language_code] = url
    return found


def _in_language(path: str, code: str) -> str:
    """The same path in another language; the home page where the path leads nowhere."""
    try:
        resolve(path.split("?")[0])
    except Resolver404:
        return f"/{code}/"
    url = translate_url(path, code)
    return url if url.startswith(f"/{code}/") else f"/{code}/"


@register.simple_tag
def url_or(name: str, fallback: str = "", **kwargs) -> str:
    """The address of a URL name, or the fallback while the feature is not there."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return fallback


@register.inclusion_tag("components/progress.html")
def progress(value: int, maximum: int, label: str = "") -> dict:
    return {"value": value, "maximum": maximum, "label": label}


@register.inclusion_tag("components/chart.html")
def chart(rows, title: str, unit: str = "", total: int | None = None) -> dict:
    """A bar chart drawn by the server, with its table; every bar has a pattern and a label.

    ``rows`` is a list of (label, number). ``total`` is what percentages are of; without it
    the sum of the rows.
    """
    rows = [(str(label), number) for label, number in rows]
    whole = sum(number for _label, number in rows) if total is None else total
    largest = max((number for _label, number in rows), default=0)
    bars = []
    for place, (label, number) in enumerate(rows):
        bars.append(
            {
                "label": label,
                "number": number,
                "percent": math.floor(number * 100 / whole + 0.5) if whole else 0,
                "width": round(number * 100 / largest, 2) if largest else 0,
                "fill": PATTERNS[place % len(PATTERNS)],
            }
        )
    return {"title": title, "unit": unit, "bars": bars, "whole": whole}
