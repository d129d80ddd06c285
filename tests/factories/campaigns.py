"""Campaigns that are ready to be sent, or were."""

from accounts.roles import Role
from campaigns import services
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_campaign_page


def officer():
    return UserFactory(staff=True, role=Role.COMMUNICATION)


def make_campaign(*, neighborhoods=(), by=None, everywhere=False, **fields):
    """A published campaign with an audience, not sent yet."""
    page = make_campaign_page(**fields)
    return services.address_campaign(
        campaign=page.campaign,
        by=by,
        theme="inform",
        all_neighborhoods=everywhere,
        neighborhoods=list(neighborhoods),
    )
