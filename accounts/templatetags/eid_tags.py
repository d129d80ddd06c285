"""Buttons of the configured eID services; nothing where a town has none."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from ..eid.identity import providers

register = template.Library()


@register.simple_tag
def eid_providers() -> list[dict[str, Any]]:
    return providers()


@register.inclusion_tag("accounts/_eid_buttons.html", takes_context=True)
def eid_buttons(context: Any, purpose: str, next_url: str = "") -> dict[str, Any]:
    """A button for each service: one form each, since the answer is a way to another site."""
    wanted = {
        "sign_in": _("Sign in with %(name)s"),
        "link": _("Link %(name)s"),
    }.get(purpose, _("Go on with %(name)s"))
    free = context.get("free")
    offered = free if purpose == "link" and free is not None else providers()
    return {
        "buttons": [
            {"id": each["id"], "label": wanted % {"name": each["name"]}} for each in offered
        ],
        "purpose": purpose,
        "next_url": next_url,
        "csrf_token": context.get("csrf_token"),
    }
