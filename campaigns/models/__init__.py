"""What the municipality tells: the campaign, and its pages."""

from .campaign import Campaign
from .page import CampaignIndexPage, CampaignPage

__all__ = ["Campaign", "CampaignIndexPage", "CampaignPage"]
