"""Quiet hours, the pause and the stop: what they hold back, until when, and what they never touch."""

import datetime as dt
import itertools
import zoneinfo

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from notifications import services
from notifications.models import Delivery, MailWish
from notifications.quiet import next_time, rest_of, with_send_from
from notifications.services import expansion, sending
from tests.factories.notifications import DeliveryFactory

from .conftest import HELP, MATTERS
from .test_telling import crowd, tell, told

pytestmark = pytest.mark.django_db
BRUSSELS = zoneinfo.ZoneInfo("Europe/Brussels")
PAGE = "/nl/notifications/preferences/"


def at(text, zone=BRUSSELS, fold=0):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)


NOON, NIGHT, MORNING = at("2026-11-24T12:00"), at("2026-11-24T23:30"), at("2026-11-25T07:00")


@pytest.fixture(autouse=True)
def _autumn():
    """Unless a test says otherwise it is the first of October: everything below lies ahead."""
    with clock.travel(at("2026-10-01T12:00")):
        yield


@pytest.fixture
def bram(client, cast):
    client.force_login(cast.bram)
    return client


def at_night(person, begin=22, end=7):
    return services.set_quiet_hours(quiet_from=begin, quiet_until=end, by=person)


def mail_of(person):
    return Delivery.objects.get(recipient=person, channel="email")


# --- Quiet hours ------------------------------------------------------------------------------------
def test_mail_of_the_night_waits_for_the_morning(cast, post):
    at_night(cast.bram)
    with clock.travel(NIGHT):
        tell(services.notify(kind="test_help", target=post, by=cast.an))
        assert mail_of(cast.bram).not_before == MORNING
        # Nobody else's waits, and the line on the site stands there at once.
        assert mail_of(cast.worker).not_before == NIGHT
        assert told("inbox") == {"Bram", "Wim"}
        sending.send_batch()
        assert [message.to for message in outbox.outbox] == [[cast.worker.email]]
    with clock.travel(MORNING):
        sending.send_batch()
    assert [message.to for message in outbox.outbox][1:] == [[cast.bram.email]]


def test_mail_of_the_day_does_not_wait(cast, post):
    at_night(cast.bram)
    with clock.travel(NOON):
        tell(services.notify(kind="test_help", target=post, by=cast.an))
        assert mail_of(cast.bram).not_before == NOON


@pytest.mark.parametrize(
    ("hour", "is_quiet"), [("21:59", False), ("22:00", True), ("06:59", True), ("07:00", False)]
)
def test_hours_begin_and_end_on_the_minute(cast, post, hour, is_quiet):
    at_night(cast.bram)
    with clock.travel(at(f"2026-11-24T{hour}")):
        tell(services.notify(kind="test_help", target=post, by=cast.an))
        assert (mail_of(cast.bram).not_before > clock.now()) is is_quiet


def test_hours_are_those_of_the_persons_clock(cast, post):
    User.objects.filter(pk=cast.bram.pk).update(time_zone="America/New_York")
    User.objects.filter(pk=cast.worker.pk).update(time_zone="No/Such_Place")
    for person in (cast.bram, cast.worker):
        at_night(person)
    with clock.travel(NIGHT):  # half past five in New York
        tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert mail_of(cast.bram).not_before == NIGHT
    assert mail_of(cast.worker).not_before == MORNING


@pytest.mark.parametrize(
    ("now", "begin", "end", "expected"),
    [
        # 2026-10-25: at three o'clock it is two again.
        (at("2026-10-24T23:00"), 22, 7, at("2026-10-25T07:00")),
        (at("2026-10-25T02:30"), 22, 7, at("2026-10-25T07:00")),
        (at("2026-10-25T02:30", fold=1), 22, 7, at("2026-10-25T07:00")),
        (at("2026-10-25T01:30"), 23, 2, at("2026-10-25T02:00")),
        (at("2026-10-25T02:30"), 23, 2, None),
        (at("2026-10-25T02:30", fold=1), 23, 2, None),
        (at("2026-10-25T02:30"), 1, 3, at("2026-10-25T03:00")),
        (at("2026-10-25T02:30", fold=1), 1, 3, at("2026-10-25T03:00")),
        # 2027-03-28: at two o'clock it is three.
        (at("2027-03-27T23:00"), 22, 7, at("2027-03-28T07:00")),
        (at("2027-03-28T01:30"), 22, 7, at("2027-03-28T07:00")),
        (at("2027-03-28T03:00"), 22, 7, at("2027-03-28T07:00")),
        (at("2027-03-28T01:30"), 23, 2, at("2027-03-28T03:00")),
        (at("2027-03-28T03:00"), 23, 2, None),
        (at("2027-03-28T03:00"), 2, 3, None),
        (at("2027-03-28T03:10"), 2, 6, at("2027-03-28T06:00")),
    ],
)
def test_both_nights_in_which_the_clock_jumps(cast, post, now, begin, end, expected):
    at_night(cast.bram, begin, end)
    with clock.travel(now):
        tell(services.notify(kind="test_help", target=post, by=cast.an))
        assert mail_of(cast.bram).not_before == (expected or now)
        assert rest_of(cast.bram, HELP) == expected


def test_a_night_with_a_jump_lasts_as_long_as_it_does():
    evening = at("2026-10-24T22:00")
    assert next_time(7, after=evening, zone=BRUSSELS) - evening == dt.timedelta(hours=10)
    evening = at("2027-03-27T22:00")
    assert next_time(7, after=evening, zone=BRUSSELS) - evening == dt.timedelta(hours=8)


def test_sql_and_python_say_the_same_for_every_hour(cast):
    """All pairs of hours, at every hour of a day, in two time zones."""
    pairs = list(itertools.permutations(range(24), 2))
    people = crowd(cast.molenwijk, len(pairs))
    for number, person in enumerate(people):
        person.time_zone = "" if number % 2 else "Asia/Kolkata"
    User.objects.bulk_update(people, ["time_zone"])
    MailWish.objects.bulk_create(
        MailWish(person=person, quiet_from=begin, quiet_until=end)
        for person, (begin, end) in zip(people, pairs, strict=True)
    )
    everybody = User.objects.filter(mail_wish__isnull=False).select_related("mail_wish")
    for hour in range(24):
        now = dt.datetime(2026, 11, 24, hour, 20, tzinfo=dt.UTC)
        with clock.travel(now):
            rows = with_send_from(everybody, HELP)
            wrong = [
                (hour, row.mail_wish)
                for row in rows
                if row.send_from != (rest_of(row, HELP) or now)
            ]
        assert wrong == []


def test_account_matters_ask_nobody(cast, post):
    at_night(cast.bram)
    with clock.travel(NIGHT):
        services.pause_mail(until=dt.date(2026, 12, 24), by=cast.bram)
        services.stop_mail(by=cast.bram)
        tell(services.notify(kind="test_matters", target=post, by=cast.an))
        assert mail_of(cast.bram).not_before == NIGHT
        sending.send_batch()
        assert cast.bram.email in [message.to[0] for message in outbox.outbox]
        cast.bram.refresh_from_db()
        assert rest_of(cast.bram, MATTERS) is None


def test_who_goes_to_bed_before_the_mail_leaves_is_not_woken(cast, post):
    """Asked again at sending: the hours came after the mail was written."""
    with clock.travel(NIGHT):
        delivery = DeliveryFactory(target=post, recipient=cast.bram)
        at_night(cast.bram)
        sending.send_batch()
        delivery.refresh_from_db()
    assert outbox.outbox == []
    # To wait is no attempt.
    assert (delivery.state, delivery.not_before, delivery.attempts) == ("new", MORNING, 0)
    with clock.travel(MORNING):
        sending.send_batch()
    assert len(outbox.outbox) == 1


def test_who_ends_the_hours_at_night_gets_the_next_mail_at_once(cast, post):
    at_night(cast.bram)
    services.end_quiet_hours(by=cast.bram)
    with clock.travel(NIGHT):
        tell(services.notify(kind="test_help", target=post, by=cast.an))
        assert mail_of(cast.bram).not_before == NIGHT


@pytest.mark.parametrize(("begin", "end"), [(7, 7), (24, 7), (22, 24), (-1, 7)])
def test_hours_that_are_none_are_refused(cast, begin, end):
    with pytest.raises(services.NoSuchHours):
        at_night(cast.bram, begin, end)
    assert not MailWish.objects.exists()


@pytest.mark.parametrize("hours", [(7, 7), (24, 7), (None, 7), (22, None)])
def test_the_database_refuses_them_too(cast, hours):
    with pytest.raises(IntegrityError), transaction.atomic():
        MailWish.objects.create(person=cast.bram, quiet_from=hours[0], quiet_until=hours[1])


# --- The pause ----------------------------------------------------------------------------------------
def test_paused_mails_do_not_come_afterwards(cast, post):
    with clock.travel(NOON):
        services.pause_mail(until=dt.date(2026, 12, 1), by=cast.bram)
        tell(services.notify(kind="test_help", target=post, by=cast.an))
        assert told("email") == {"Wim"}
        assert told("inbox") == {"Bram", "Wim"}
        sending.send_batch()
    with clock.travel(at("2026-12-01T00:00")):
        sending.send_batch()
        assert cast.bram.email not in [message.to[0] for message in outbox.outbox]
        # It ends by itself, on the first moment of that day.
        tell(services.notify(kind="test_help", target=post, by=cast.an, occasion="2"))
    assert told("email", notice__occasion="2") == {"Bram", "Wim"}


def test_a_pause_holds_until_the_day_begins_at_the_persons_place(cast, post):
    User.objects.filter(pk=cast.bram.pk).update(time_zone="America/New_York")
    cast.bram.refresh_from_db()
    with clock.travel(NOON):
        services.pause_mail(until=dt.date(2026, 12, 1), by=cast.bram)
    with clock.travel(at("2026-12-01T05:59")):
        tell(services.notify(kind="test_help", target=post, by=cast.an))
    with clock.travel(at("2026-12-01T06:00")):
        tell(services.notify(kind="test_help", target=post, by=cast.an, occasion="2"))
    assert told("email", notice__occasion="") == {"Wim"}
    assert told("email", notice__occasion="2") == {"Bram", "Wim"}


def test_mail_that_waits_for_the_morning_is_lost_to_a_pause(cast, post):
    at_night(cast.bram)
    with clock.travel(NIGHT):
        tell(services.notify(kind="test_help", target=post, by=cast.an))
        services.pause_mail(until=dt.date(2026, 12, 1), by=cast.bram)
    with clock.travel(MORNING):
        sending.send_batch()
    assert mail_of(cast.bram).state == "dropped"


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_pause_of_no_days_or_of_years_is_refused(cast, days):
    with clock.travel(NOON), pytest.raises(services.NoSuchPause):
        services.pause_mail(until=NOON.date() + dt.timedelta(days=days), by=cast.bram)
    assert not MailWish.objects.exists()


# --- The stop -------------------------------------------------------------------------------------------
def test_stopped_mails_are_not_written_and_the_inbox_stays(cast, post):
    services.stop_mail(by=cast.bram)
    tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert told("email") == {"Wim"}
    assert told("inbox") == {"Bram", "Wim"}
    services.resume_mail(by=cast.bram)
    tell(services.notify(kind="test_help", target=post, by=cast.an, occasion="2"))
    assert told("email", notice__occasion="2") == {"Bram", "Wim"}


def test_wishes_of_one_change_nobody_elses(cast, post):
    for person in (cast.chadia, cast.an):
        services.stop_mail(by=person)
        at_night(person)
    with clock.travel(NIGHT):
        tell(services.notify(kind="test_help", target=post, by=cast.an))
    assert told("email", not_before=NIGHT) == {"Bram", "Wim"}


def test_each_wish_leaves_the_others(cast):
    at_night(cast.bram)
    services.pause_mail(until=clock.today() + dt.timedelta(days=3), by=cast.bram)
    services.stop_mail(by=cast.bram)
    services.resume_mail(by=cast.bram)
    wish = services.mail_wish_of(cast.bram)
    assert (wish.quiet_from, wish.quiet_until, wish.is_paused) == (22, 7, True)
    services.end_pause(by=cast.bram)
    assert services.mail_wish_of(cast.bram).has_quiet_hours
    assert not services.mail_wish_of(cast.bram).is_paused


def test_statements_do_not_grow_with_people_who_have_wishes(cast, post):
    def wish(people):
        MailWish.objects.bulk_create(
            MailWish(
                person=person,
                quiet_from=number % 12,
                quiet_until=12 + number % 12,
                is_stopped=number % 3 == 0,
            )
            for number, person in enumerate(people)
        )

    notice = services.notify(kind="test_help", target=post, by=cast.an)
    wish(crowd(cast.molenwijk, 6))
    with CaptureQueriesContext(connection) as few:
        assert expansion.expand_batch(notice.pk)
    again = services.notify(kind="test_help", target=post, by=cast.an, occasion="2")
    wish(crowd(cast.molenwijk, 400, start=6))
    with CaptureQueriesContext(connection) as many:
        assert expansion.expand_batch(again.pk)
    assert len(few) == len(many)
    assert sum(len(query["sql"]) for query in many) < 60_000


# --- The page ---------------------------------------------------------------------------------------------
def words_of(answer):
    return answer.content.decode()


def test_hours_are_saved_and_ended_on_the_page(cast, bram):
    assert bram.post(f"{PAGE}quiet/", {"quiet_from": "23", "quiet_until": "6"}).url == PAGE
    wish = services.mail_wish_of(cast.bram)
    assert (wish.quiet_from, wish.quiet_until) == (23, 6)
    assert bram.get(PAGE).context["quiet_form"]["quiet_from"].value() == 23
    bram.post(f"{PAGE}quiet/", {"off": "yes"})
    assert not services.mail_wish_of(cast.bram).has_quiet_hours


@pytest.mark.parametrize(
    "typed",
    [
        {"quiet_from": "7", "quiet_until": "7"},
        {"quiet_from": "25", "quiet_until": "7"},
        {"quiet_from": "7"},
        {},
    ],
)
def test_wrong_hours_are_said_and_what_was_chosen_stays(cast, bram, typed):
    answer = bram.post(f"{PAGE}quiet/", typed)
    assert answer.status_code == 422
    assert "data-error-summary" in words_of(answer)
    assert answer.context["quiet_form"]["quiet_from"].value() == typed.get("quiet_from")
    assert not MailWish.objects.exists()


def test_pause_begins_and_ends_on_the_page(cast, bram):
    day = clock.today() + dt.timedelta(days=5)
    page = bram.post(f"{PAGE}pause/", {"until": day.isoformat()}, follow=True)
    assert page.context["is_paused"]
    assert f"{PAGE}pause/end/" in words_of(page)
    page = bram.post(f"{PAGE}pause/end/", follow=True)
    assert not page.context["is_paused"]
    assert f"{PAGE}pause/end/" not in words_of(page)


@pytest.mark.parametrize("typed", ["", "gisteren", "2020-01-01", "2999-01-01"])
def test_wrong_day_is_said_and_stays(cast, bram, typed):
    answer = bram.post(f"{PAGE}pause/", {"until": typed})
    assert answer.status_code == 422
    assert answer.context["pause_form"]["until"].value() == typed
    assert not MailWish.objects.exists()


def test_stop_can_be_undone_at_once_and_later(cast, bram):
    page = words_of(bram.post(f"{PAGE}stop/", follow=True))
    assert services.mail_wish_of(cast.bram).is_stopped
    # The message's undo, and the button that stays on the page.
    assert page.count(f'action="{PAGE}resume/"') == 2
    assert words_of(bram.get(PAGE)).count(f'action="{PAGE}resume/"') == 1
    bram.post(f"{PAGE}resume/")
    assert not services.mail_wish_of(cast.bram).is_stopped


def test_page_names_what_is_always_mailed(cast, bram):
    assert "My account" in words_of(bram.get(PAGE))


@pytest.mark.parametrize("path", ["quiet/", "pause/"])
def test_address_of_a_form_leads_back_to_the_page(bram, path):
    assert bram.get(f"{PAGE}{path}").url == PAGE


@pytest.mark.parametrize("path", ["pause/end/", "stop/", "resume/"])
def test_a_look_changes_nothing(bram, path):
    assert bram.get(f"{PAGE}{path}").status_code == 405
    assert not MailWish.objects.exists()


@pytest.mark.parametrize("path", ["quiet/", "pause/", "pause/end/", "stop/", "resume/"])
def test_nobody_in_particular_has_no_wishes(client, cast, path):
    assert "/account/login/" in client.post(f"{PAGE}{path}").url
    assert not MailWish.objects.exists()


def test_who_has_no_address_is_asked_nothing_about_mail(cast, bram):
    User.objects.filter(pk=cast.bram.pk).update(email=None)
    page = words_of(bram.get(PAGE))
    assert f"{PAGE}stop/" not in page
    assert f"{PAGE}quiet/" not in page


@pytest.mark.parametrize("preset", ["quiet", "normal"])
def test_page_shows_which_choice_holds(bram, preset):
    bram.post(f"{PAGE}preset/", {"preset": preset})
    page = words_of(bram.get(PAGE))
    assert page.count("preset__now") == 1
    assert f'value="{preset}" aria-current="true"' in page


def test_own_choice_by_topic_is_no_preset(bram):
    page = bram.post(PAGE, {"test-help-inbox": "on"}, follow=True)
    assert page.context["preset"] is None
    assert '<details class="panel" open' in words_of(page)
