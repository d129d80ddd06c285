"""Joining with an eID: it lets in at the address it told, one account, and nothing more."""

import datetime as dt
import re

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.urls import reverse

from accounts import services as accounts
from accounts.eid.identity import subject_digest
from accounts.models import User
from core import clock
from neighborhoods.models import Membership
from neighborhoods.services import admission, arrival
from neighborhoods.services.eid_address import address_of
from portal.settings.oidc import read_providers
from tests.cast import make_cast
from tests.eid import go
from tests.factories.neighborhoods import AddressFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PASSWORD = "buurt-demo-2026"
MIA = {"given_name": "Mia", "family_name": "Maes", "email": "mia@example.com"}
HOME = {"address": {"street_address": "Wiekenplein 7 bus 2", "postal_code": "9870"}}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def home(cast):
    AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="7", box="3")
    return AddressFactory(neighborhood=cast.molenwijk, street="Wiekenplein", number="7", box="2")


def page(name):
    return reverse(f"neighborhoods:{name}")


def join(client, provider, **data):
    return go(client, provider, "join", next=page("join_eid"), **data)


def finish(client, email="mia@example.com"):
    """The screens after the eID: name, e-mail, digits."""
    client.post(page("join_name"), {"first_name": "Mia", "last_name": "Maes", "shown_name": "full"})
    response = client.post(page("join_reach"), {"email": email})
    if response["Location"] != page("join_confirm"):
        return response
    code = re.search(r"^\s*(\d{6})\s*$", mail.outbox[-1].body, re.MULTILINE)
    return client.post(page("join_confirm"), {"code": code.group(1) if code else "000000"})


def fresh(client, person):
    client.force_login(person)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})


# --- Somebody new ---------------------------------------------------------------------------------
def test_three_screens_and_one_is_in(client, provider, home):
    provider.claims |= MIA | HOME
    assert "Go on with Lokaal" in client.get(page("join_start")).content.decode()
    response = join(client, provider)
    assert response["Location"] == page("join_name")
    screen = client.get(page("join_name")).content.decode()
    assert 'value="Mia"' in screen
    assert "Lokaal told us this" in screen
    assert finish(client)["Location"] == "/en/n/molenwijk/welcome/"
    person = User.objects.get(email="mia@example.com")
    membership = person.memberships.get()
    assert (membership.state, membership.proof) == ("active", "eid")
    assert membership.address == home
    assert SocialAccount.objects.get().user == person
    # From now on the eID signs in.
    client.logout()
    go(client, provider)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_one_eid_makes_one_account(client, provider, home):
    provider.claims |= MIA | HOME
    join(client, provider)
    finish(client)
    client.logout()
    response = join(client, provider)
    assert response["Location"] == page("join_eid")
    assert client.get(page("join_eid"))["Location"] == page("home_move")
    assert "You live at this address already" in client.get(page("home_move")).content.decode()
    assert User.objects.filter(first_name="Mia").count() == 1


def test_one_eid_in_two_browsers_makes_one_account(client, provider, home):
    from django.test import Client

    provider.claims |= MIA | HOME
    other = Client()
    join(client, provider)
    join(other, provider)
    finish(client)
    response = finish(other, "mia.two@example.com")
    assert response.status_code == 200
    assert "belongs to another account" in response.content.decode()
    assert not User.objects.filter(email="mia.two@example.com").exists()


def test_a_trusted_mailbox_needs_no_digits(client, provider, settings, home):
    settings.OIDC_PROVIDERS = read_providers(provider.configuration(email_is_trusted=True))
    provider.claims |= MIA | HOME
    join(client, provider)
    assert finish(client)["Location"] == "/en/n/molenwijk/welcome/"
    assert not [message for message in mail.outbox if "code" in message.subject.lower()]
    assert User.objects.get(email="mia@example.com").memberships.get().proof == "eid"


@pytest.mark.parametrize(
    ("claims", "trusted"),
    [({"email_verified": False}, True), ({}, False), ({"email": "other@example.com"}, True)],
)
def test_any_other_mailbox_is_proven_by_digits(client, provider, settings, home, claims, trusted):
    settings.OIDC_PROVIDERS = read_providers(provider.configuration(email_is_trusted=trusted))
    provider.claims |= MIA | HOME | claims
    join(client, provider)
    client.post(page("join_name"), {"first_name": "Mia", "last_name": "Maes", "shown_name": "full"})
    response = client.post(page("join_reach"), {"email": "mia@example.com"})
    assert response["Location"] == page("join_confirm")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("trusted", [True, False])
def test_a_mailbox_with_an_account_is_not_signed_in_to(
    client, provider, settings, cast, home, trusted
):
    settings.OIDC_PROVIDERS = read_providers(provider.configuration(email_is_trusted=trusted))
    provider.claims |= MIA | HOME | {"email": cast.els.email, "email_verified": True}
    join(client, provider)
    finish(client, cast.els.email)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert not cast.els.memberships.filter(state="active").exists()
    assert mail.outbox[-1].to == [cast.els.email]


# --- An address that is unknown ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"address": {"street_address": "Wiekenplein 7", "postal_code": "9870"}},  # which box?
        {"address": {"street_address": "Nergens 1", "postal_code": "9870"}},
        {"address": {"street_address": "Wiekenplein 7 bus 2", "postal_code": "1000"}},
        {"address": "Wiekenplein 7 bus 2, 9870 Oeverbeke"},
        {"address": {"street_address": ["Wiekenplein 7 bus 2"], "postal_code": 9870}},
    ],
)
def test_without_a_known_address_one_waits(client, provider, home, claims):
    provider.claims |= MIA | claims
    response = join(client, provider)
    assert response["Location"] == page("join_without_letter")
    assert (
        "Lokaal told us no address that we know"
        in client.get(response["Location"]).content.decode()
    )
    client.post(
        page("join_without_letter"),
        {"postcode": "9870", "street": "Wiekenplein", "number": "7 bus 2"},
    )
    assert finish(client)["Location"] == page("join_status")
    membership = User.objects.get(email="mia@example.com").memberships.get()
    assert (membership.state, membership.proof) == ("pending", "")
    assert client.get("/en/n/molenwijk/").status_code == 404


def test_an_eid_lets_in_nowhere_but_at_its_own_address(client, provider, cast, home):
    AddressFactory(neighborhood=cast.oude_haven, street="Kaai", number="1")
    provider.claims |= MIA | HOME
    join(client, provider)
    client.post(page("join_without_letter"), {"postcode": "9870", "street": "Kaai", "number": "1"})
    assert finish(client)["Location"] == page("join_status")
    membership = User.objects.get(email="mia@example.com").memberships.get()
    assert (membership.neighborhood, membership.state) == (cast.oude_haven, "pending")


def test_an_old_eid_lets_in_nobody(client, provider, home):
    provider.claims |= MIA | HOME
    join(client, provider)
    with clock.travel(clock.now() + dt.timedelta(minutes=31)):
        assert finish(client)["Location"] == page("join_status")
    assert User.objects.get(email="mia@example.com").memberships.get().state == "pending"
    assert not SocialAccount.objects.exists()


# --- Somebody with an account ---------------------------------------------------------------------------
def test_who_waits_is_in_with_one_click(client, provider, cast, home):
    provider.claims |= HOME
    fresh(client, cast.dirk)
    assert "With your eID" in client.get(page("join_status")).content.decode()
    assert join(client, provider)["Location"] == page("join_eid")
    assert "Wiekenplein 7 / 2" in client.get(page("join_eid")).content.decode()
    membership = cast.dirk.memberships.get()
    assert membership.state == "pending"  # looking lets nobody in
    assert client.post(page("join_eid"))["Location"] == "/en/n/molenwijk/welcome/"
    membership.refresh_from_db()
    assert (membership.state, membership.proof, membership.address) == ("active", "eid", home)
    assert SocialAccount.objects.get().user == cast.dirk


def test_a_member_moves_with_an_eid(client, provider, cast, home):
    provider.claims |= HOME
    fresh(client, cast.chadia)
    join(client, provider)
    assert client.get(page("join_eid"))["Location"] == page("home_move")
    assert client.post(page("join_eid"))["Location"] == page("home_move")
    assert cast.chadia.memberships.get(state="active").neighborhood == cast.oude_haven
    text = client.get(page("home_move")).content.decode()
    assert "Move to Molenwijk" in text
    client.post(page("home_move"), {"posts": "keep"})
    new = cast.chadia.memberships.get(state="active")
    assert (new.neighborhood, new.proof, new.address) == (cast.molenwijk, "eid", home)


def test_a_member_does_not_move_with_the_eid_of_another_address(client, provider, cast, home):
    provider.claims |= HOME
    fresh(client, cast.chadia)
    join(client, provider)
    AddressFactory(neighborhood=cast.molenwijk, street="Tarwestraat", number="1")
    client.post(
        page("join_without_letter"), {"postcode": "9870", "street": "Tarwestraat", "number": "1"}
    )
    client.post(page("home_move"), {"posts": "keep", "has_left": "no"})
    assert cast.chadia.memberships.get(state="active").neighborhood == cast.oude_haven
    assert cast.chadia.memberships.get(state="pending").proof == ""


def test_who_waits_proves_first_that_it_is_them(client, provider, cast, home):
    client.force_login(cast.dirk)
    response = client.post("/en/account/eid/local/", {"purpose": "join"})
    assert response["Location"].startswith("/en/account/reauthenticate/")
    assert not provider.asked


def test_who_waits_and_whose_eid_is_unknown_waits_on(client, provider, cast, home):
    fresh(client, cast.dirk)
    response = join(client, provider)
    assert client.get(response["Location"])["Location"] == page("join_status")
    assert client.post(page("join_eid"))["Location"] == page("join_status")
    assert cast.dirk.memberships.get().state == "pending"
    assert not SocialAccount.objects.exists()


def test_the_eid_of_somebody_else_lets_nobody_in(client, provider, cast, home):
    accounts.link_eid(
        person=cast.els, by=cast.els, provider="local", subject=subject_digest("local", "subject-1")
    )
    provider.claims |= HOME
    fresh(client, cast.dirk)
    assert join(client, provider)["Location"].endswith("/eid/local/taken/")
    assert client.post(page("join_eid"))["Location"] == page("join_start")
    assert cast.dirk.memberships.get().state == "pending"


def test_what_somebody_proved_before_signing_in_is_not_theirs(client, provider, cast, home):
    """A library's computer: one person uses the eID and goes, the next one signs in."""
    provider.claims |= MIA | HOME
    join(client, provider)
    client.post("/en/account/login/", {"login": cast.dirk.email, "password": PASSWORD})
    assert client.get("/en/account/").status_code == 200
    client.post(page("join_eid"))
    client.post(
        page("join_without_letter"),
        {"postcode": "9870", "street": "Wiekenplein", "number": "7 bus 2"},
    )
    assert cast.dirk.memberships.get().state == "pending"
    assert not SocialAccount.objects.exists()


def test_the_screen_is_for_who_has_just_used_an_eid(client, provider, cast):
    assert "/account/login/" in client.get(page("join_eid"))["Location"]
    client.force_login(cast.dirk)
    for method in (client.get, client.post):
        assert method(page("join_eid"))["Location"] == page("join_start")


def proof_of(person, address, **changes):
    told = {
        "provider": "local", "name": "Lokaal", "subject": "hash", "person": person.pk if person else None,
        "address": address.pk, "email": "",
    }  # fmt: skip
    return arrival.EidProof.begin(**told | changes)


def test_the_service_keeps_the_rules_by_itself(cast, home):
    with pytest.raises(arrival.EidTooOld):
        arrival.join_with_eid(person=cast.dirk, eid=proof_of(cast.bram, home))
    with pytest.raises(arrival.EidTooOld):
        arrival.join_with_eid(person=cast.dirk, eid=proof_of(None, home))
    proof = proof_of(cast.dirk, home)
    with clock.travel(clock.now() + dt.timedelta(minutes=31)), pytest.raises(arrival.EidTooOld):
        arrival.join_with_eid(person=cast.dirk, eid=proof)
    with pytest.raises(admission.AlreadyAtHome):
        arrival.join_with_eid(person=cast.an, eid=proof_of(cast.an, home, subject="other"))
    assert not SocialAccount.objects.exists()
    assert not Membership.objects.filter(proof="eid").exists()


# --- How addresses are written ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "parts",
    [
        {"street": "Wiekenplein", "number": "7", "box": "2", "postcode": "9870"},
        {"street": "wiekenplein 7 bus 2", "postcode": "9870"},
        {"street": "Wiekenplein 7, bus 2", "postcode": "B-9870"},
        {"street": "Wiekenplein  7 bte 2", "postcode": "9870"},
        {"street": "WIEKENPLEIN 7/2", "postcode": "9870"},
        {"street": "Wiekenplein 7", "box": "2", "postcode": "9870"},
    ],
)
def test_an_address_is_found_however_it_is_written(home, parts):
    assert address_of(parts) == home


def test_a_street_with_figures_is_found(cast):
    address = AddressFactory(neighborhood=cast.molenwijk, street="Rue du 11 Novembre", number="5")
    assert address_of({"street": "Rue du 11 Novembre 5", "postcode": "9870"}) == address
    assert address_of({"street": "Rue du 11 Novembre", "postcode": "9870"}) is None


def test_an_address_in_no_neighborhood_is_unknown(home):
    from neighborhoods.models import Address

    Address.objects.update(neighborhood=None)
    assert address_of({"street": "Wiekenplein 7 bus 2", "postcode": "9870"}) is None
