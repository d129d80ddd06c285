import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from campaigns.models import Campaign
from campaigns.policies import campaign_policy
from core import clock
from tests.factories.campaigns import make_campaign

ACTIONS = ["view", "receive", "manage", "look", "address", "send", "stop", "no_such_action"]
OFFICER = {"comms"}
READERS = {"comms", "translator"}
EVERYBODY = None


def in_state(cast, state, *, live=True, everywhere=False):
    campaign = make_campaign(neighborhoods=[cast.molenwijk], everywhere=everywhere)
    now = clock.now()
    ends = {"held": now + dt.timedelta(seconds=30), "sending": now, "sent": now}.get(state)
    planned = now + dt.timedelta(hours=1) if state == "scheduled" else None
    Campaign.objects.filter(pk=campaign.pk).update(state=state, hold_until=ends, send_at=planned)
    if not live:
        campaign.source_page().unpublish()
    return Campaign.objects.get(pk=campaign.pk)


def expected(action, state, live):
    """Who of the cast may, by name; EVERYBODY for anybody at all."""
    is_open = state in ("draft", "stopped")
    table = {
        "view": EVERYBODY if live else set(),
        "receive": {"an", "bram"} if live and state in ("sending", "sent") else set(),
        "manage": OFFICER,
        "look": READERS if live else OFFICER,
        "address": OFFICER if is_open else set(),
        "send": OFFICER if is_open and live else set(),
        "stop": OFFICER if state in ("scheduled", "held") else set(),
        "no_such_action": set(),
    }
    return table[action]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("state", ["draft", "scheduled", "held", "sending", "sent", "stopped"])
def test_the_three_directions_of_the_rule_agree(cast, state, live):
    campaign = in_state(cast, state, live=live)
    for action in ACTIONS:
        who = expected(action, state, live)
        audience = set(campaign_policy.audience(action, campaign))
        for name, person in cast.everybody():
            may = who is EVERYBODY or name in who
            words = f"{name} {action} {state} live={live}"
            assert campaign_policy.allows(person, action, campaign) is may, words
            assert (campaign in campaign_policy.allowed(person, action)) is may, words
            if not isinstance(person, AnonymousUser):
                assert (person in audience) is may, words


def test_for_all_neighborhoods_means_members_of_any(cast):
    campaign = in_state(cast, "sent", everywhere=True)
    told = set(campaign_policy.audience("receive", campaign))
    assert told == {cast.an, cast.bram, cast.chadia}
    for name, person in cast.everybody():
        assert campaign_policy.allows(person, "receive", campaign) is (person in told), name


def test_somebody_switched_off_is_told_nothing(cast):
    campaign = in_state(cast, "sent")
    User.objects.filter(pk=cast.an.pk).update(is_active=False)
    cast.an.refresh_from_db()
    assert cast.an not in set(campaign_policy.audience("receive", campaign))
    assert not campaign_policy.allows(cast.an, "receive", campaign)
