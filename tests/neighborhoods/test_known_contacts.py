"""A code to a contact the municipality knows: nobody learns whether it knows one."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock, sms
from core.models import LimitCounter
from neighborhoods import contacts
from neighborhoods.models import ContactCode
from neighborhoods.services import admission, known_contacts
from tests.cast import make_cast
from tests.factories.neighborhoods import AddressFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
KNOWN = {}


class Source:
    """The town's register of this test; knows what stands in KNOWN."""

    def contacts_of(self, address):
        if KNOWN.get("down"):
            raise OSError("down")
        return KNOWN.get(address.pk, [])


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def waiting(cast, settings):
    """Dirk, who waits at an address whose mailbox the town knows."""
    settings.ADDRESS_CONTACTS = f"{__name__}.Source"
    sms.MemoryBackend.outbox.clear()
    KNOWN.clear()
    membership = cast.dirk.memberships.get()
    KNOWN[membership.address_id] = [contacts.Contact("email", "kanarie@home.test")]
    return membership


@pytest.fixture
def morning():
    """In the middle of all windows, so that no limit starts anew."""
    moment = clock.now().replace(hour=9, minute=30)
    moment += dt.timedelta(days=(1 - moment.weekday()) % 7)
    with clock.travel(moment):
        yield moment


def page(name):
    return reverse(f"neighborhoods:{name}")


def ask(client):
    """Asks, and lets the job run that the request queued."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(page("join_contact_ask"), follow=True)


def sent():
    return re.search(r"^\s*(\d{6})\s*$", mail.outbox[-1].body, re.MULTILINE).group(1)


def enter(client, code):
    return client.post(page("join_contact"), {"code": code})


def wrong(code, n=1):
    return f"{(int(code) + n) % 1_000_000:06d}"


def without_token(response):
    return re.sub(r'value="([A-Za-z0-9]{64}|\d{6})"', "", response.content.decode())


# --- The way in --------------------------------------------------------------------------------------
def test_the_code_lets_in(client, cast, waiting):
    client.force_login(cast.dirk)
    assert "With a code" in client.get(page("join_status")).content.decode()
    assert "on its way" in ask(client).content.decode()
    assert mail.outbox[-1].to == ["kanarie@home.test"]
    assert cast.dirk.first_name not in mail.outbox[-1].body
    assert enter(client, sent())["Location"] == "/en/n/molenwijk/welcome/"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.proof) == ("active", "known_contact")


def test_a_text_message_is_short_and_lets_in(client, cast, waiting):
    KNOWN[waiting.address_id] = [contacts.Contact("sms", "+32470123456")]
    client.force_login(cast.dirk)
    ask(client)
    to, text = sms.MemoryBackend.outbox[-1]
    assert to == "+32470123456"
    assert len(text) <= sms.LONGEST
    assert (
        enter(client, re.search(r"\d{6}", text).group())["Location"] == "/en/n/molenwijk/welcome/"
    )


def test_without_a_source_there_is_no_such_way(client, cast, waiting, settings):
    settings.ADDRESS_CONTACTS = ""
    client.force_login(cast.dirk)
    assert "With a code" not in client.get(page("join_status")).content.decode()
    assert client.get(page("join_contact")).status_code == 404
    assert client.post(page("join_contact_ask")).status_code == 404


@pytest.mark.parametrize("name", ["an", "chadia", "els", "worker", "admin"])
def test_only_who_waits_may(client, cast, waiting, name):
    client.force_login(getattr(cast, name))
    assert client.get(page("join_contact")).status_code == 404
    assert client.post(page("join_contact_ask")).status_code == 404
    assert not mail.outbox


def test_asking_is_a_post(client, cast, waiting):
    client.force_login(cast.dirk)
    assert client.get(page("join_contact_ask")).status_code == 405


# --- Nobody learns whether there is a contact ---------------------------------------------------------------
def test_known_and_unknown_look_the_same(client, cast, waiting, settings):
    """Same page, same queries, one job; and the job writes the same, whatever the source knows."""
    client.force_login(cast.dirk)
    ask(client)  # the counters are there from now on
    mail.outbox.clear()
    answers = []
    for known in (True, False):
        if not known:
            KNOWN.clear()
        with (
            CaptureQueriesContext(connection) as queries,
            TestCase.captureOnCommitCallbacks() as jobs,
        ):
            response = client.post(page("join_contact_ask"), follow=True)
        with CaptureQueriesContext(connection) as writes:
            for job in jobs:
                job()
        answers.append(
            (
                (response.status_code, response.redirect_chain, without_token(response)),
                [statement(query) for query in queries],
                len(jobs),
                [statement(query) for query in writes if "django_q" not in query["sql"]],
            )
        )
    assert len(mail.outbox) == 1
    assert answers[0] == answers[1]


def statement(query):
    """A query without its values."""
    return re.sub(r"\d+|'[^']*'", "?", query["sql"])[:60]


def test_the_contact_is_shown_and_stored_nowhere(client, cast, waiting):
    from django.apps import apps

    client.force_login(cast.dirk)
    text = ask(client).content.decode() + enter(client, wrong(sent())).content.decode()
    assert "kanarie" not in text
    assert "home.test" not in text
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            assert "kanarie" not in str(row), model


def test_an_unknown_address_keeps_a_hash_too(client, cast, waiting):
    KNOWN.clear()
    client.force_login(cast.dirk)
    ask(client)
    assert len(ContactCode.objects.get().digest) == 64
    assert not mail.outbox


def test_a_wrong_code_is_answered_the_same_with_and_without_a_contact(client, cast, waiting):
    client.force_login(cast.dirk)
    pages = []
    for known in (True, False):
        if not known:
            KNOWN.clear()
        ask(client)
        pages.append(without_token(enter(client, wrong(sent() if known else "000000"))))
    assert pages[0] == pages[1]
    assert "not right, or no longer valid" in pages[0]


# --- What does not let in -----------------------------------------------------------------------------------
def test_a_wrong_late_or_used_code_lets_nobody_in(client, cast, waiting, morning):
    client.force_login(cast.dirk)
    assert "not right" in enter(client, "123456").content.decode()  # none was asked for
    ask(client)
    right = sent()
    assert "not right" in enter(client, wrong(right)).content.decode()
    assert "Type the six digits" in enter(client, "").content.decode()
    with clock.travel(morning + dt.timedelta(minutes=31)):
        assert "not right" in enter(client, right).content.decode()
    ContactCode.objects.update(used_at=morning)
    assert "not right" in enter(client, right).content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_five_tries_and_the_right_code_is_worth_nothing(client, cast, waiting, morning):
    client.force_login(cast.dirk)
    ask(client)
    right = sent()
    for n in range(1, 6):
        enter(client, wrong(right, n))
    assert "not right" in enter(client, right).content.decode()


def test_the_last_code_counts(client, cast, waiting):
    client.force_login(cast.dirk)
    ask(client)
    first = sent()
    ask(client)
    if sent() != first:
        assert "not right" in enter(client, first).content.decode()
    assert enter(client, sent())["Location"] == "/en/n/molenwijk/welcome/"


def test_a_code_proves_the_address_it_was_asked_for(client, cast, waiting):
    """Somebody with a mailbox of one house must not get into the neighborhood of another."""
    client.force_login(cast.dirk)
    ask(client)
    right = sent()
    elsewhere = AddressFactory(neighborhood=cast.oude_haven)
    admission.ask_to_join(person=cast.dirk, address=elsewhere)
    assert "not right" in enter(client, right).content.decode()
    assert not cast.dirk.memberships.filter(state="active").exists()


def test_a_code_is_worth_nothing_to_another_person(client, cast, waiting):
    client.force_login(cast.dirk)
    ask(client)
    right = sent()
    MembershipFactory(
        person=cast.els, neighborhood=cast.molenwijk, address=waiting.address, pending=True
    )
    client.force_login(cast.els)
    assert "not right" in enter(client, right).content.decode()
    with pytest.raises(admission.NotWaiting):
        known_contacts.join_with_contact_code(membership=waiting, typed=right, by=cast.els)


def test_who_does_not_wait_asks_for_nothing(cast, waiting):
    member = cast.an.memberships.get()
    with pytest.raises(admission.NotWaiting):
        known_contacts.ask_for_code(membership=member, by=cast.an, client="::1")
    with pytest.raises(admission.NotWaiting):
        known_contacts.ask_for_code(membership=waiting, by=cast.bram, client="::1")
    assert not ContactCode.objects.exists()


# --- Limits ---------------------------------------------------------------------------------------------------
def test_three_codes_a_day(client, cast, waiting, morning):
    client.force_login(cast.dirk)
    for _ in range(3):
        assert ask(client).status_code == 200
    response = ask(client)
    assert response.status_code == 429
    assert "three times today" in response.content.decode()
    assert len(mail.outbox) == 3


def test_three_codes_a_week_to_one_address_and_nobody_is_told(client, cast, waiting, morning):
    client.force_login(cast.dirk)
    for _ in range(3):
        ask(client)
    with clock.travel(morning + dt.timedelta(days=1)):
        response = ask(client)
    assert response.status_code == 200
    assert "on its way" in response.content.decode()
    assert len(mail.outbox) == 3
    assert "not right" in enter(client, "000000").content.decode()


def test_a_client_asks_ten_times_a_day(cast, waiting, morning):
    for n in range(10):
        other = MembershipFactory(neighborhood=cast.molenwijk, pending=True)
        known_contacts.ask_for_code(membership=other, by=other.person, client="192.0.2.1")
        assert n < 10
    with pytest.raises(known_contacts.TooManyCodes):
        known_contacts.ask_for_code(membership=waiting, by=cast.dirk, client="192.0.2.1")
    assert LimitCounter.objects.filter(scope="contact_code_client", count=10).exists()


# --- A source that is down ----------------------------------------------------------------------------------------
def test_a_source_that_is_down_is_asked_again(cast, waiting, morning):
    code = known_contacts.ask_for_code(membership=waiting, by=cast.dirk, client="::1")
    KNOWN["down"] = True
    with pytest.raises(OSError, match="down"):
        known_contacts.send_contact_code(code.pk)
    KNOWN.pop("down")
    with clock.travel(morning + dt.timedelta(minutes=2)):
        known_contacts.send_waiting_codes()
        known_contacts.send_waiting_codes()
    assert len(mail.outbox) == 1


# --- The town's file ---------------------------------------------------------------------------------------------------
FILE = """postcode;street;number;box;email;phone
9870;Wiekenplein;7;2;mia@home.test;+32 470 12 34 56
9870;wiekenplein;7 bus 2;;tom@home.test;0470 12 34 56
9870;Wiekenplein;7;3;other@home.test;
9870;Wiekenplein;x;;bad@home.test;
9870;Wiekenplein;9;;no address;0032 470 99 99 99
"""


@pytest.fixture
def file(settings, tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text(FILE, encoding="utf-8-sig")
    settings.ADDRESS_CONTACTS = "neighborhoods.contacts.CsvContacts"
    settings.ADDRESS_CONTACTS_FILE = str(path)
    return path


def test_the_file_knows_the_contacts_of_one_household(file, cast, settings):
    home = AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="7", box="2")
    found = contacts.contacts_of(home)
    assert [(each.kind, each.value) for each in found] == [
        ("email", "mia@home.test"), ("sms", "+32470123456"), ("email", "tom@home.test"),
    ]  # fmt: skip
    settings.SMS_BACKEND = ""
    assert {each.kind for each in contacts.contacts_of(home)} == {"email"}
    ninth = AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="9")
    settings.SMS_BACKEND = "core.sms.MemoryBackend"
    assert contacts.contacts_of(ninth) == [contacts.Contact("sms", "+32470999999")]


def test_the_file_knows_nobody_elsewhere(file, cast):
    other = AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="7", box="4")
    assert contacts.contacts_of(other) == []


def test_a_missing_file_is_said(cast, settings):
    settings.ADDRESS_CONTACTS = "neighborhoods.contacts.CsvContacts"
    settings.ADDRESS_CONTACTS_FILE = ""
    with pytest.raises(ImproperlyConfigured):
        contacts.contacts_of(AddressFactory(neighborhood=cast.molenwijk))


@pytest.mark.parametrize(
    ("text", "number"),
    [("+32 470 12.34.56", "+32470123456"), ("0032470123456", "+32470123456"), ("0470123456", None),
     ("", None), ("+", None), ("call me", None), ("+32" + "1" * 20, None)],
)  # fmt: skip
def test_numbers(text, number):
    assert sms.read_number(text) == number


def test_without_a_provider_no_text_message_is_sent(settings):
    settings.SMS_BACKEND = ""
    sms.send(to="+32470123456", text="x")
    assert not sms.MemoryBackend.outbox or sms.MemoryBackend.outbox[-1][1] != "x"
