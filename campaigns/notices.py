"""What this app tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.kinds import NoticeKind, Promise, Topic

from . import cards
from .policies import campaign_policy

if TYPE_CHECKING:
    from .models import Campaign

CAMPAIGNS = Topic(
    "campaigns",
    _("News from the municipality"),
    _("What the municipality wants your neighborhood to know."),
    icon="speakerphone",
)


def _title(campaign: Campaign, recipient: Any) -> str:
    page = cards.page_for(campaign)
    return page.title if page else ""


def _context(campaign: Campaign, recipient: Any) -> dict[str, Any]:
    page = cards.page_for(campaign)
    return cards.mail_context(page) if page else {}


kinds.register(
    NoticeKind(
        name="campaign",
        topic=CAMPAIGNS,
        target_kind="campaign",
        audience=lambda campaign: campaign_policy.audience("receive", campaign),
        title=_title,
        action="receive",
        # Being told twice by one's municipality is worse than being told late.
        promise=Promise.NEVER_REPEATED,
        context=_context,
        is_same_for_all=True,
    )
)
