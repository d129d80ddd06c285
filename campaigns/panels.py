"""What the editor of a campaign shows beside its words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class AudiencePanel(Panel):
    """Whom the campaign is for, read-only, with the way to the screen where that is chosen.

    It holds no form field on purpose: the editor saves by itself, and whom the town addresses
    changes by an explicit save alone.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns/admin/audience_panel.html"

        def is_shown(self) -> bool:
            return True

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            campaign = self.instance.campaign if self.instance.campaign_id else None
            context["campaign"] = campaign
            if campaign:
                context["url"] = reverse("campaigns_admin:campaign_send", args=[campaign.public_id])
                context["neighborhoods"] = (
                    [] if campaign.all_neighborhoods else list(campaign.neighborhoods.all())
                )
            return context
