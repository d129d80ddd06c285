"""Tells the portal's registries about campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import targets
from core.policies import register_policy
from core.tasks import sweeping

from . import cards, services
from .policies import campaign_policy

if TYPE_CHECKING:
    from .models import Campaign

register_policy(campaign_policy)
sweeping.connect(services.sweep_campaigns, dispatch_uid="campaigns")


def campaign_url(campaign: Campaign) -> str:
    page = cards.page_for(campaign)
    return (page.get_url() if page else None) or "/"


def campaign_label(campaign: Campaign) -> str:
    page = cards.page_for(campaign)
    return page.title if page else ""


def campaign_text(campaign: Campaign) -> str:
    page = cards.page_for(campaign)
    return f"{page.title}\n{page.introduction}" if page else ""


targets.register(
    targets.Target(
        kind="campaign",
        policy=campaign_policy,
        url=campaign_url,
        label=campaign_label,
        text=campaign_text,
        card_template="campaigns/_campaign_card.html",
        load=cards.load,
    )
)
