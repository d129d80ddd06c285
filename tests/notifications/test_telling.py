import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from neighborhoods.models import Membership
from notifications import kinds, services, tasks
from notifications.kinds import NoticeKind
from notifications.models import Delivery, Notice, Preference
from notifications.services import expansion
from tests.factories.neighborhoods import MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db


def told(channel="inbox", **filters):
    rows = Delivery.objects.filter(channel=channel, **filters)
    return set(rows.values_list("recipient__first_name", flat=True))


def tell(notice):
    while expansion.expand_batch(notice.pk):
        pass


def crowd(neighborhood, size, start=0):
    """Members as the database sees them, without the cost of a password each."""
    people = User.objects.bulk_create(
        User(first_name=f"P{n}", email=f"p{n}@oeverbeke.test") for n in range(start, start + size)
    )
    Membership.objects.bulk_create(
        Membership(
            person=person,
            neighborhood=neighborhood,
            state="active",
            proof="letter_code",
            requested_at=clock.now(),
        )
        for person in people
    )
    return people


def test_everybody_who_may_read_it_is_told_once_on_each_channel(cast, post):
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert told("inbox") == {"Bram", "Wim"}
    assert told("email") == {"Bram", "Wim"}
    assert set(Delivery.objects.values_list("channel", "state")) == {
        ("inbox", "sent"),
        ("email", "new"),
    }


def test_actor_is_told_only_where_nobody_acts(cast, post):
    tell(services.notify(kind="test_help", target=post))
    assert "An" in told()


def test_neighbors_only_is_not_told_to_workers(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, neighbors_only=True)
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert told() == {"Bram"}


@pytest.mark.parametrize("change", ["inactive", "left", "outsider"])
def test_who_does_not_belong_is_not_told(cast, post, change):
    if change == "inactive":
        User.objects.filter(pk=cast.bram.pk).update(is_active=False)
    elif change == "left":
        Membership.objects.filter(person=cast.bram).update(state="left")
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    if change != "outsider":
        assert "Bram" not in told()
    assert not {"Chadia", "Dirk", "Els", "Frida", "Mo", "Cleo", "Ad", "Sus"} & told()


def test_who_has_no_address_gets_no_mail_but_a_line(cast, post):
    User.objects.filter(pk=cast.bram.pk).update(email=None)
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert "Bram" in told("inbox")
    assert "Bram" not in told("email")


@pytest.mark.parametrize("channel", ["inbox", "email"])
def test_who_does_not_want_it_is_not_told_on_that_channel(cast, post, channel):
    Preference.objects.create(person=cast.bram, topic="test-help", channel=channel, is_wanted=False)
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    other = {"inbox": "email", "email": "inbox"}[channel]
    assert "Bram" not in told(channel)
    assert "Bram" in told(other)


def test_wish_about_another_topic_changes_nothing(cast, post):
    Preference.objects.create(person=cast.bram, topic="test-news", channel="email", is_wanted=False)
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert "Bram" in told("email")


def test_default_off_is_told_to_those_who_asked(cast, post):
    topic = kinds.Topic("quiet", "Quiet", defaults=frozenset())
    kinds.register(
        NoticeKind("quiet", topic, "post", kinds.get("test_help").audience, lambda p, r: "x")
    )
    Preference.objects.create(person=cast.bram, topic="quiet", channel="email", is_wanted=True)
    tell(services.notify(kind="quiet", target=post))
    assert told("email") == {"Bram"}
    assert told("inbox") == set()


def test_fixed_topic_is_told_whatever_was_chosen(cast, post):
    Preference.objects.create(
        person=cast.bram, topic="test-matters", channel="email", is_wanted=False
    )
    tell(services.notify(kind="test_matters", target=post))
    assert "Bram" in told("email")


def test_same_thing_twice_is_one_notice(cast, post):
    first = services.notify(kind="test_help", target=post, by=cast.an)
    tell(first)
    second = services.notify(kind="test_help", target=post, by=cast.an)
    tell(second)
    assert first == second
    assert Delivery.objects.filter(channel="inbox").count() == 2


def test_another_occasion_is_told_again(cast, post):
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    tell(services.notify(kind="test_help", target=post, by=cast.an, occasion="2"))
    assert Delivery.objects.filter(channel="inbox").count() == 4


def test_five_jobs_at_once_write_one_row_each(cast, post, settings):
    """Every job starts from the beginning, as if none had seen what the others did."""
    settings.NOTICE_BATCH = 1
    notice = services.notify(kind="test_help", target=post, by=cast.an)
    for _ in range(5):
        Notice.objects.filter(pk=notice.pk).update(expanded_to=0, expanded_at=None)
        tell(notice)
    assert Delivery.objects.count() == 4


def test_notice_rolls_back_with_what_happened(cast, post):
    with transaction.atomic():
        services.notify(kind="test_help", target=post, by=cast.an)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_nobody_is_told_before_its_moment(cast, post):
    later = clock.now() + dt.timedelta(seconds=10)
    notice = services.notify(kind="test_help", target=post, by=cast.an, not_before=later)
    tell(notice)
    assert told() == set()
    with clock.travel(later):
        tell(notice)
    assert told() == {"Bram", "Wim"}


def test_post_that_is_gone_tells_nobody(cast, post):
    notice = services.notify(kind="test_help", target=post, by=cast.an)
    post.feed_entries.all().delete() if hasattr(post, "feed_entries") else None
    post.delete()
    tell(notice)
    notice.refresh_from_db()
    assert told() == set()
    assert notice.expanded_at is not None


def test_post_that_was_binned_meanwhile_tells_nobody(cast, post):
    notice = services.notify(kind="test_help", target=post, by=cast.an)
    type(post).objects.filter(pk=post.pk).update(state="binned")
    tell(notice)
    assert told() == set()


def test_cancelled_notice_tells_nobody(cast, post):
    notice = services.notify(kind="test_help", target=post, by=cast.an)
    services.cancel(kind="test_help", target=post)
    tell(notice)
    assert told() == set()


def test_cancel_in_the_middle_stops_the_mails_that_wait(cast, post):
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    services.cancel(kind="test_help", target=post)
    assert told("email", state="new") == set()
    assert told("inbox", state="sent") == {"Bram", "Wim"}


def test_withdrawn_thing_leaves_the_inbox_and_comes_back_without_repeats(cast, post):
    notice = services.notify(kind="test_help", target=post, by=cast.an)
    tell(notice)
    services.withdraw(target=post)
    assert told("inbox", state="sent") == set()
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert told("inbox", state="sent") == {"Bram", "Wim"}
    assert Delivery.objects.count() == 4


def test_expansion_goes_on_where_it_was(cast, post, settings):
    settings.NOTICE_BATCH = 1
    notice = services.notify(kind="test_help", target=post, by=cast.an)
    assert expansion.expand_batch(notice.pk)
    assert len(told()) == 1
    tell(notice)
    assert told() == {"Bram", "Wim"}


def test_statements_do_not_grow_with_the_people(cast, post, django_assert_max_num_queries):
    notice = services.notify(kind="test_help", target=post, by=cast.an)
    crowd(cast.molenwijk, 10)
    with CaptureQueriesContext(connection) as few:
        assert expansion.expand_batch(notice.pk)
    again = services.notify(kind="test_help", target=post, by=cast.an, occasion="2")
    crowd(cast.molenwijk, 5000, start=10)
    with CaptureQueriesContext(connection) as many:
        assert expansion.expand_batch(again.pk)
    assert len(few) == len(many) <= 9
    assert again.deliveries.filter(channel="inbox").count() == 500


def test_five_thousand_people_are_told_in_ten_batches(cast, post):
    crowd(cast.molenwijk, 5000)
    notice = services.notify(kind="test_help", target=post, by=cast.an)
    with CaptureQueriesContext(connection) as all_of_it:
        tell(notice)
    assert notice.deliveries.filter(channel="inbox").count() == 5002
    assert len(all_of_it) <= 9 * 12


def test_what_is_due_is_found_and_told(cast, post, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        later = clock.now() + dt.timedelta(seconds=10)
        services.notify(kind="test_help", target=post, by=cast.an, not_before=later)
    assert callbacks == []
    tasks.look()
    assert told() == set()
    with clock.travel(later), django_capture_on_commit_callbacks(execute=True):
        tasks.look()
    assert told("inbox") == {"Bram", "Wim"}
    assert told("email", state="sent") == {"Bram", "Wim"}


def test_one_look_in_a_turn_queues_a_notice(cast, post, django_capture_on_commit_callbacks):
    Notice.objects.filter(pk=services.notify(kind="test_help", target=post, by=cast.an).pk).update(
        poked_at=None
    )
    with django_capture_on_commit_callbacks() as first:
        tasks.look()
    with django_capture_on_commit_callbacks() as second:
        tasks.look()
    assert (len(first), len(second)) == (1, 0)
    # The job is lost, as Redis loses it with the worker that took it: it is queued again.
    with (
        clock.travel(clock.now() + dt.timedelta(minutes=2)),
        django_capture_on_commit_callbacks() as third,
    ):
        tasks.look()
    assert len(third) == 1


def test_poisoned_notice_is_given_up_and_stops_nobody(
    cast, post, caplog, django_capture_on_commit_callbacks
):
    def fails(target):
        raise ZeroDivisionError

    kinds.register(NoticeKind("poison", kinds.Topic("p", "P"), "post", fails, lambda p, r: "x"))
    bad = services.notify(kind="poison", target=post)
    good = services.notify(kind="test_help", target=post, by=cast.an)
    moment = clock.now()
    for minutes in range(1, 9):
        with (
            clock.travel(moment + dt.timedelta(minutes=2 * minutes)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            tasks.look()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.attempts, bad.error, bad.expanded_at) == (5, "ZeroDivisionError", None)
    assert good.expanded_at is not None
    assert told() == {"Bram", "Wim"}
    assert "was given up" in caplog.text


def test_unknown_kind_is_an_error_at_once(post):
    with pytest.raises(KeyError):
        services.notify(kind="nothing", target=post)


def test_audience_may_be_any_queryset(cast, post):
    """Combined, distinct and ordered ones too: it becomes a subquery."""

    def odd(target):
        people = User.objects.filter(memberships__neighborhood=target.neighborhood_id)
        return people.distinct().order_by("-first_name") | people.filter(pk=cast.an.pk).distinct()

    kinds.register(NoticeKind("odd", kinds.Topic("o", "O"), "post", odd, lambda p, r: "x"))
    tell(services.notify(kind="odd", target=post))
    assert told() == {"An", "Bram", "Dirk", "Els"}


def test_empty_audience_is_told_and_done(cast, post):
    kinds.register(
        NoticeKind(
            "nobody", kinds.Topic("n", "N"), "post", lambda p: User.objects.none(), lambda p, r: "x"
        )
    )
    notice = services.notify(kind="nobody", target=post)
    tell(notice)
    notice.refresh_from_db()
    assert notice.expanded_at is not None


def test_people_of_another_neighborhood_are_not_told(cast, post):
    MembershipFactory(neighborhood=cast.oude_haven)
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert told() == {"Bram", "Wim"}


def test_who_is_switched_off_is_not_told_whatever_the_audience_says(cast, post):
    everybody = kinds.NoticeKind(
        "all", kinds.Topic("a", "A"), "post", lambda p: User.objects.all(), lambda p, r: "x"
    )
    kinds.register(everybody)
    User.objects.filter(pk=cast.bram.pk).update(is_active=False)
    tell(services.notify(kind="all", target=post))
    assert "Bram" not in told()
    assert "Chadia" in told()
