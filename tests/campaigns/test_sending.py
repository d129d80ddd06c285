import datetime as dt

import pytest
from django.utils import translation

from campaigns import services
from campaigns.models import Campaign
from core import clock, targets
from core.tasks import sweep
from neighborhoods.models import FeedEntry
from neighborhoods.policies import feed_policy
from notifications.models import Notice
from tests.factories.campaigns import make_campaign
from tests.factories.pages import make_campaign_page, translate_page


def after(seconds):
    return clock.travel(clock.now() + dt.timedelta(seconds=seconds))


def seen_in_feed(person):
    return {
        entry.target_id
        for entry in feed_policy.allowed(person, "view").filter(target_kind="campaign")
    }


def test_it_stands_in_the_feeds_of_just_its_neighborhoods_after_the_hold(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    assert seen_in_feed(cast.an) == set()
    with after(61):
        assert seen_in_feed(cast.an) == {campaign.pk}
        assert seen_in_feed(cast.worker) == {campaign.pk}
        for outsider in (cast.chadia, cast.dirk, cast.els, cast.comms, cast.moderator):
            assert seen_in_feed(outsider) == set()


def test_one_notice_for_the_members_of_its_neighborhoods(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    notice = Notice.objects.get(kind="campaign")
    assert notice.not_before == campaign_now(campaign).hold_until
    with after(61):
        told = targets.get("campaign").policy.audience("receive", campaign_now(campaign))
        assert set(told) == {cast.an, cast.bram}


def campaign_now(campaign):
    return Campaign.objects.get(pk=campaign.pk)


def test_a_second_press_sends_nothing_twice(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    # The second press comes from a screen that was loaded before the first.
    with pytest.raises(services.AlreadySent):
        services.send_campaign(campaign=campaign, by=cast.comms)
    with after(3600), pytest.raises(services.AlreadySent):
        services.send_campaign(campaign=campaign, by=cast.comms)
    assert Notice.objects.filter(kind="campaign").count() == 1
    assert FeedEntry.objects.filter(target_kind="campaign").count() == 1


def test_stopping_within_the_hold_tells_nobody(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    with after(59):
        services.stop_campaign(campaign=campaign, by=cast.comms)
    with after(3600):
        assert seen_in_feed(cast.an) == set()
        assert not FeedEntry.objects.filter(target_kind="campaign").exists()
        assert Notice.objects.get(kind="campaign").cancelled_at is not None
        told = targets.get("campaign").policy.audience("receive", campaign_now(campaign))
        assert not told.exists()


def test_after_the_hold_it_cannot_be_stopped(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    with after(60), pytest.raises(services.TooLate):
        services.stop_campaign(campaign=campaign, by=cast.comms)
    with after(60):
        assert seen_in_feed(cast.an) == {campaign.pk}


def test_a_stopped_one_can_be_sent_again_with_a_notice_of_its_own(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    services.stop_campaign(campaign=campaign, by=cast.comms)
    services.send_campaign(campaign=campaign, by=cast.comms)
    assert Notice.objects.filter(kind="campaign").count() == 2
    assert Notice.objects.filter(kind="campaign", cancelled_at=None).count() == 1


def test_what_nobody_can_read_is_not_sent(cast):
    page = make_campaign_page(live=False)
    campaign = services.address_campaign(
        campaign=page.campaign,
        by=cast.comms,
        theme="inform",
        all_neighborhoods=False,
        neighborhoods=[cast.molenwijk],
    )
    with pytest.raises(services.NothingToSend):
        services.send_campaign(campaign=campaign, by=cast.comms)
    assert not Notice.objects.filter(kind="campaign").exists()
    assert campaign_now(campaign).state == Campaign.State.DRAFT


def test_one_without_neighborhoods_is_not_sent(cast):
    page = make_campaign_page()
    with pytest.raises(services.NothingToSend):
        services.send_campaign(campaign=page.campaign, by=cast.comms)
    assert not FeedEntry.objects.filter(target_kind="campaign").exists()


def test_a_planned_one_goes_out_at_its_moment_and_not_before(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    moment = clock.now() + dt.timedelta(hours=2)
    services.schedule_campaign(campaign=campaign, by=cast.comms, send_at=moment)
    sweep()
    assert campaign_now(campaign).state == Campaign.State.SCHEDULED
    with after(2 * 3600 - 30):
        sweep()
        sweep()
        assert campaign_now(campaign).hold_until == moment
        assert seen_in_feed(cast.an) == set()
    with after(2 * 3600 + 1):
        assert seen_in_feed(cast.an) == {campaign.pk}
    assert Notice.objects.filter(kind="campaign").count() == 1


def test_a_worker_that_was_down_sends_what_was_due(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    moment = clock.now() + dt.timedelta(hours=2)
    services.schedule_campaign(campaign=campaign, by=cast.comms, send_at=moment)
    with after(5 * 3600):
        sweep()
        assert campaign_now(campaign).state in (Campaign.State.HELD, Campaign.State.SENDING)
    assert Notice.objects.filter(kind="campaign").count() == 1


def test_a_planned_one_whose_page_was_taken_down_is_stopped(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.schedule_campaign(
        campaign=campaign, by=cast.comms, send_at=clock.now() + dt.timedelta(hours=1)
    )
    campaign.source_page().unpublish()
    with after(3601):
        sweep()
    assert campaign_now(campaign).state == Campaign.State.STOPPED
    assert not Notice.objects.filter(kind="campaign").exists()


def test_a_planned_one_taken_off_the_plan_stays_off(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.schedule_campaign(
        campaign=campaign, by=cast.comms, send_at=clock.now() + dt.timedelta(hours=1)
    )
    services.stop_campaign(campaign=campaign, by=cast.comms)
    with after(7200):
        sweep()
    assert campaign_now(campaign).state == Campaign.State.STOPPED
    assert not Notice.objects.filter(kind="campaign").exists()


def test_the_past_is_no_moment_to_plan(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    with pytest.raises(services.NothingToSend):
        services.schedule_campaign(
            campaign=campaign, by=cast.comms, send_at=clock.now() - dt.timedelta(seconds=1)
        )


@pytest.mark.parametrize("state", ["scheduled", "held", "sending", "sent"])
def test_whom_it_is_for_does_not_change_once_it_is_planned_or_sent(cast, state):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    Campaign.objects.filter(pk=campaign.pk).update(state=state)
    with pytest.raises(services.AlreadySent):
        services.address_campaign(
            campaign=campaign,
            by=cast.comms,
            theme="inform",
            all_neighborhoods=True,
            neighborhoods=[],
        )
    assert list(campaign_now(campaign).targets()) == [cast.molenwijk]


def test_taking_the_page_down_takes_it_out_of_the_feed(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    services.send_campaign(campaign=campaign, by=cast.comms)
    with after(61):
        assert targets.load_allowed(cast.an, "campaign", [campaign.pk])
        campaign.source_page().unpublish()
        assert not targets.load_allowed(cast.an, "campaign", [campaign.pk])
        assert not targets.get("campaign").policy.allows(cast.an, "receive", campaign)


def test_readers_get_their_language_where_it_is_ready_and_the_source_labelled_where_not(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    translate_page(campaign.source_page(), "fr")
    translate_page(campaign.source_page(), "de", title="Entwurf", live=False)
    services.send_campaign(campaign=campaign, by=cast.comms)
    with after(61):
        cards = {}
        for code in ("nl", "fr", "de", "en"):
            with translation.override(code):
                loaded = targets.load_allowed(cast.an, "campaign", [campaign.pk])
                cards[code] = loaded[campaign.pk].card
    assert cards["nl"]["title"] == cards["de"]["title"] == cards["en"]["title"]
    assert cards["fr"]["title"] == "Le tram 4 change de route"
    assert cards["fr"]["url"].startswith("/fr/campaigns/")
    assert cards["fr"]["language"] == cards["nl"]["language"] == ""
    assert cards["de"]["language"]
    assert cards["de"]["url"].startswith("/nl/campaigns/")


def test_cards_cost_the_same_for_one_and_for_five(cast, django_assert_num_queries):
    campaigns = [make_campaign(everywhere=True, title=f"Nieuws {n}") for n in range(5)]
    targets.load_allowed(cast.an, "campaign", [campaigns[0].pk])
    with django_assert_num_queries(1):
        assert len(targets.load_allowed(cast.an, "campaign", [campaigns[0].pk])) == 1
    with django_assert_num_queries(1):
        found = targets.load_allowed(cast.an, "campaign", [c.pk for c in campaigns])
        assert len(found) == 5


def test_one_whose_time_in_the_feeds_is_over_is_not_sent(cast):
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    Campaign.objects.filter(pk=campaign.pk).update(
        feed_until=clock.now() + dt.timedelta(seconds=30)
    )
    with pytest.raises(services.NothingToSend):
        services.send_campaign(campaign=campaign, by=cast.comms)
    assert not Notice.objects.filter(kind="campaign").exists()


def test_one_planned_sending_that_fails_keeps_no_other_waiting(cast, monkeypatch):
    first = make_campaign(neighborhoods=[cast.molenwijk])
    second = make_campaign(neighborhoods=[cast.molenwijk], title="Tweede")
    for campaign in (first, second):
        services.schedule_campaign(
            campaign=campaign, by=cast.comms, send_at=clock.now() + dt.timedelta(hours=1)
        )
    put = services.put_in_feeds

    def breaking(**facts):
        if facts["target"].pk == first.pk:
            raise RuntimeError("broken")
        put(**facts)

    monkeypatch.setattr(services, "put_in_feeds", breaking)
    with after(3600):
        sweep()
    assert campaign_now(first).state == Campaign.State.SCHEDULED
    assert campaign_now(second).state in (Campaign.State.HELD, Campaign.State.SENDING)
