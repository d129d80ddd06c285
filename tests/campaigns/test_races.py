import threading

import pytest
from django.db import connection

from campaigns import services
from campaigns.models import Campaign
from neighborhoods.models import FeedEntry
from notifications.models import Notice
from tests.cast import make_cast
from tests.factories.campaigns import make_campaign

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def at_once(count, act):
    """Runs ``act`` in ``count`` threads that start together; what each returned or raised."""
    barrier, answers = threading.Barrier(count), []

    def run():
        barrier.wait()
        try:
            answers.append(act())
        except services.DomainError as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_twelve_presses_at_once_send_once():
    cast = make_cast()
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    answers = at_once(12, lambda: services.send_campaign(campaign=campaign, by=cast.comms))
    assert answers.count("AlreadySent") == 11
    assert Notice.objects.filter(kind="campaign").count() == 1
    assert FeedEntry.objects.filter(target_kind="campaign").count() == 1


def test_sending_and_addressing_at_once_leave_no_feed_that_does_not_match():
    cast = make_cast()
    campaign = make_campaign(neighborhoods=[cast.molenwijk])
    acts = iter(["send", "address"] * 6)
    lock = threading.Lock()

    def act():
        with lock:
            which = next(acts)
        if which == "send":
            return services.send_campaign(campaign=campaign, by=cast.comms)
        return services.address_campaign(
            campaign=campaign,
            by=cast.comms,
            theme="inform",
            all_neighborhoods=False,
            neighborhoods=[cast.oude_haven],
        )

    at_once(12, act)
    aimed = set(Campaign.objects.get().targets().values_list("pk", flat=True))
    entries = FeedEntry.objects.filter(target_kind="campaign")
    assert set(entries.values_list("neighborhood", flat=True)) == aimed
