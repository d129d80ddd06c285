"""Known and unknown addresses cost the same: page, queries and hashes (T-060)."""

import re
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import even_lookups
from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import AddressFactory, NeighborhoodFactory

pytestmark = pytest.mark.django_db
PASSWORD = "buurt-demo-2026"
KNOWN, UNKNOWN = "an@oeverbeke.test", "no@oeverbeke.test"
TOKEN = re.compile(r'value="[A-Za-z0-9]{64}"')


@pytest.fixture
def hashes(monkeypatch):
    """How often a password was hashed."""
    calls = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        calls.append(1)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return calls


@pytest.fixture
def an():
    return UserFactory(email=KNOWN)


def measured(hashes, client, act, email):
    hashes.clear()
    mail.outbox.clear()
    with CaptureQueriesContext(connection) as queries:
        response = act(client, email)
    page = TOKEN.sub("", response.content.decode()).replace(email, "-")
    return {
        "status": response.status_code,
        "steps": [step[0] for step in response.redirect_chain],
        "page": page,
        "hashes": len(hashes),
        "mails": [len(message.to) for message in mail.outbox],
        "queries": Counter(table(query["sql"]) for query in queries),
    }


def table(sql):
    """A query's kind and first table; people may be looked up by account or by address."""
    kind = sql.split()[0]
    found = re.search(r'(?:FROM|INTO|UPDATE)\s+"?(\w+)', sql)
    name = found.group(1) if found else ""
    return kind, "people" if name in ("accounts_user", "account_emailaddress") else name


def log_in(client, email):
    return client.post(
        "/en/account/login/", {"login": email, "password": "wrong-wrong"}, follow=True
    )


def ask_for_a_code(client, email):
    return client.post("/en/account/login/code/", {"email": email}, follow=True)


def type_a_wrong_code(client, email):
    ask_for_a_code(client, email)
    return client.post("/en/account/login/code/confirm/", {"code": "WRONG1"}, follow=True)


def reset_a_password(client, email):
    return client.post("/en/account/password/reset/", {"email": email}, follow=True)


def join(client, email):
    typed = {"postcode": "9870", "street": "Molenstraat", "number": "9999"}
    client.post("/en/join/without-letter/", typed)
    names = {"first_name": "Mia", "last_name": "Maes", "shown_name": "full"}
    client.post("/en/join/name/", names)
    return client.post("/en/join/reach/", {"email": email}, follow=True)


def change_address(client, email):
    client.force_login(User.objects.get(email="bram@oeverbeke.test"))
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    wish = {"action_add": "1", "email": email}
    return client.post("/en/account/email/", wish, follow=True)


ACTS = [log_in, ask_for_a_code, type_a_wrong_code, reset_a_password, join, change_address]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["active", "inactive", "without a password"])
def test_known_and_unknown_cost_the_same(hashes, an, act, state):
    AddressFactory(neighborhood=NeighborhoodFactory(), number="9999")
    UserFactory(email="bram@oeverbeke.test")
    if state == "inactive":
        an.is_active = False
    elif state == "without a password":
        an.set_unusable_password()
    an.save()
    measured(hashes, Client(), act, "first@oeverbeke.test")  # fills what is remembered
    EmailAddress.objects.filter(primary=False).delete()
    known = measured(hashes, Client(), act, KNOWN)
    EmailAddress.objects.filter(primary=False).delete()
    unknown = measured(hashes, Client(), act, UNKNOWN)
    for name in known:
        assert known[name] == unknown[name], name
    assert bool(known["hashes"]) == (act in (log_in, change_address))


@pytest.mark.parametrize("act", ACTS[:4])
def test_no_page_looks_people_up_more_often_than_is_evened_out(an, act):
    """Else the longer of two would stay the longer one."""
    UserFactory(email="bram@oeverbeke.test")
    for email in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            response = act(Client(), email)
        requests = 1 + len(response.redirect_chain) + (act is type_a_wrong_code) * 2
        lookups = [query for query in queries if table(query["sql"])[1] == "people"]
        assert len(lookups) == requests * even_lookups.LOOKUPS


# --- The mailbox of before hears of it ------------------------------------------------------------
def test_the_old_mailbox_hears_of_a_changed_address(client, an):
    client.force_login(an)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    client.post("/en/account/email/", {"action_add": "1", "email": "an.new@oeverbeke.test"})
    link = re.search(r"http://\S+/confirm-email/\S+", mail.outbox[-1].body).group()
    mail.outbox.clear()
    client.post(link.split("testserver", 1)[1])
    an.refresh_from_db()
    assert an.email == "an.new@oeverbeke.test"
    told = [message for message in mail.outbox if message.to == [KNOWN]]
    assert len(told) == 1, "whoever reads the old mailbox must hear of it"


def test_the_mailbox_hears_of_a_changed_password(client, an):
    client.force_login(an)
    new = "een-nieuw-wachtwoord-2026"
    client.post(
        "/en/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    an.refresh_from_db()
    assert an.check_password(new)
    assert [message.to for message in mail.outbox] == [[KNOWN]]
    assert new not in mail.outbox[0].body


def test_a_password_that_stays_is_told_to_nobody(client, an):
    client.force_login(an)
    client.post(
        "/en/account/password/change/",
        {"oldpassword": "wrong-wrong", "password1": "x" * 20, "password2": "x" * 20},
    )
    assert not mail.outbox
