"""An eID opens the account it was linked to, after every check of the protocol, and nothing else."""

import datetime as dt
import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from accounts import services
from accounts.eid.identity import subject_digest
from accounts.models import User
from accounts.policies import eid_link_policy
from core import clock
from portal.settings.oidc import read_providers
from tests.accounts.oidc_provider import SECRET, STRANGE_KEY
from tests.eid import START, answer, begin, go
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "buurt-demo-2026"
LIST = "/en/account/eid/"


def problem(reason):
    return f"{LIST}local/{reason}/"


def link(person, subject="subject-1"):
    return services.link_eid(
        person=person, by=person, provider="local", subject=subject_digest("local", subject)
    )


def who(client):
    return client.session.get("_auth_user_id")


@pytest.fixture
def an():
    return UserFactory(email="an@oeverbeke.test", first_name="An")


def sign_in_freshly(client, person):
    client.force_login(person)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})


# --- Nothing configured -------------------------------------------------------------------------
def test_without_providers_nothing_is_shown(client, an):
    assert "/account/eid/" not in client.get("/en/account/login/").content.decode()
    assert client.post(START, {"purpose": "sign_in"}).status_code == 404
    assert client.get("/oidc/local/login/callback/", follow=True).status_code == 404
    client.force_login(an)
    assert client.get(LIST).status_code == 404
    assert "/account/eid/" not in client.get("/en/account/").content.decode()


# --- Signing in -----------------------------------------------------------------------------------
def test_a_linked_eid_signs_in(client, provider, an):
    link(an)
    assert "Sign in with Lokaal" in client.get("/en/account/login/").content.decode()
    response = go(client, provider, next="/en/account/profile/")
    assert response["Location"] == "/en/account/profile/"
    assert who(client) == str(an.pk)


def test_the_question_carries_state_nonce_and_a_challenge(client, provider):
    address = begin(client)
    asked = provider.asked
    answer(provider, address)
    assert len(asked[0]["state"]) >= 16
    assert len(asked[0]["nonce"]) >= 32
    assert asked[0]["code_challenge"]
    assert asked[0]["redirect_uri"] == "http://testserver/oidc/local/login/callback/"
    assert SECRET not in address
    answer(provider, begin(client))
    assert all(asked[0][name] != asked[1][name] for name in ("state", "nonce", "code_challenge"))


def test_the_page_in_between_goes_on_by_itself_and_has_a_link(client, provider):
    response = client.post(START, {"purpose": "sign_in"})
    page = response.content.decode()
    address = response.context["url"].replace("&", "&amp;")
    assert f'content="0; url={address}"' in page
    assert f'href="{address}"' in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("trusted", [True, False])
def test_an_e_mail_address_alone_opens_no_account(client, provider, settings, an, trusted):
    """T-007: who can make a provider tell an address would have the account of its owner."""
    settings.OIDC_PROVIDERS = read_providers(provider.configuration(email_is_trusted=trusted))
    provider.claims |= {"email": an.email, "email_verified": True, "given_name": "An"}
    response = go(client, provider)
    assert response["Location"] == problem("unknown")
    assert who(client) is None
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1
    page = client.get(problem("unknown")).content.decode()
    assert "Sign in another way" in page
    assert "/en/join/" in page


def test_another_subject_does_not_sign_in(client, provider, an):
    link(an, "subject-2")
    assert go(client, provider)["Location"] == problem("unknown")
    assert who(client) is None


def test_an_inactive_person_is_not_signed_in(client, provider, an):
    link(an)
    User.objects.filter(pk=an.pk).update(is_active=False)
    go(client, provider)
    assert who(client) is None


def test_a_second_step_is_still_asked(client, provider):
    person = UserFactory(staff=True)
    link(person)
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "not-used-here"}
    )
    response = go(client, provider, next="/admin/")
    assert response["Location"].startswith("/en/account/2fa/authenticate/")
    assert who(client) is None


def test_nobody_is_sent_to_another_site(client, provider, an):
    link(an)
    response = go(client, provider, next="https://elsewhere.example/")
    assert response["Location"] == "/en/"


def test_the_language_of_the_start_is_kept(client, provider):
    provider.faults["denied"] = "access_denied"
    address = client.post(START.replace("/en/", "/de/"), {"purpose": "sign_in"}).context["url"]
    assert client.get(answer(provider, address))["Location"].startswith("/de/account/eid/")


# --- What the protocol forbids -----------------------------------------------------------------------
@pytest.mark.parametrize(
    "faults",
    [
        {"token": {"nonce": None}},
        {"token": {"nonce": "another-question"}},
        {"token": {"aud": "another-client"}},
        {"token": {"iss": "https://elsewhere.example"}},
        {"token": {"exp": 1_700_000_000}},
        {"token": {"sub": None}},
        {"token": {"sub": "subject-2"}},  # userinfo tells of somebody else
        {"signature": (STRANGE_KEY, "RS256")},
        {"signature": (SECRET, "HS256")},
        {"signature": (None, "none")},
        {"no_id_token": True},
        {"issuer": "https://elsewhere.example"},
        {"down": ["/token"]},
        {"down": ["/jwks"]},
        {"down": ["/userinfo"]},
    ],
)
def test_a_faulty_answer_signs_nobody_in(client, provider, an, faults):
    link(an)
    address = begin(client)
    provider.faults = faults
    if "issuer" in faults:
        from django.core.cache import cache

        cache.clear()
    response = client.get(answer(provider, address))
    assert response["Location"] == problem("failed")
    assert who(client) is None
    page = client.get(problem("failed"))
    assert page.status_code == 200
    assert "Sign in another way" in page.content.decode()


def test_a_provider_that_is_down_at_the_start(client, provider):
    provider.faults["down"] = ["/.well-known/openid-configuration"]
    assert client.post(START, {"purpose": "sign_in"})["Location"] == problem("failed")


@pytest.mark.parametrize(
    ("error", "reason"), [("access_denied", "stopped"), ("server_error", "failed")]
)
def test_who_stops_or_fails_there_gets_one_friendly_page(client, provider, an, error, reason):
    link(an)
    provider.faults["denied"] = error
    assert go(client, provider)["Location"] == problem(reason)
    assert who(client) is None


def test_an_answer_counts_once_and_in_its_own_browser(client, client_factory, provider, an):
    link(an)
    path = answer(provider, begin(client))
    stranger = client_factory()
    assert problem("failed").replace("/en/", "/") in re.sub(
        r"^/\w\w/", "/", stranger.get(path)["Location"]
    )
    assert who(stranger) is None
    assert client.get(path).status_code == 302
    assert who(client) == str(an.pk)
    client.logout()
    client.get(path)
    assert who(client) is None


def test_an_invented_state_is_refused(client, provider):
    begin(client)
    client.get("/oidc/local/login/callback/", {"code": "x", "state": "invented"})
    assert who(client) is None


def test_an_old_question_is_refused(client, provider, an, monkeypatch):
    link(an)
    path = answer(provider, begin(client))
    later = time.time() + 700
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: later)
    client.get(path)
    assert who(client) is None


def test_who_signs_in_in_between_does_not_get_the_answer_of_before(client, provider, an):
    bram = UserFactory()
    link(bram)
    path = answer(provider, begin(client))
    session = client.session
    states = session["socialaccount_states"]
    client.force_login(an)
    session = client.session
    session["socialaccount_states"] = states
    session.save()
    assert client.get(path)["Location"] == problem("failed")
    assert who(client) == str(an.pk)


def test_a_start_is_a_post_with_a_purpose(client, provider):
    assert client.get(START).status_code == 405
    assert client.post(START, {"purpose": "anything"}).status_code == 404
    assert client.post("/en/account/eid/other/", {"purpose": "sign_in"}).status_code == 404
    assert client.get(problem("invented")).status_code == 404


def test_starts_are_limited(client, provider):
    with clock.travel(clock.now().replace(minute=30)):
        for _ in range(30):
            begin(client)
        assert client.post(START, {"purpose": "sign_in"})["Location"] == problem("failed")


# --- What is kept -----------------------------------------------------------------------------------------
def test_nothing_of_what_an_eid_tells_is_stored(client, provider, an):
    provider.claims |= {
        "sub": "85073003328", "birthdate": "1985-07-30", "national_number": "85.07.30-033.28",
        "address": {"street_address": "Kanariestraat 1", "postal_code": "9870"},
        "given_name": "Kanarienaam", "email": "kanarie@elsewhere.test",
    }  # fmt: skip
    link(an, "85073003328")
    go(client, provider)
    assert who(client) == str(an.pk)
    row = SocialAccount.objects.get()
    assert (row.extra_data, len(row.uid)) == ({}, 64)
    assert not SocialToken.objects.exists()
    kept = json.dumps([dict(client.session), row.uid])
    for session in Session.objects.all():
        kept += json.dumps(session.get_decoded())
    for word in ("85073003328", "1985-07-30", "85.07", "anarie", "token-for-userinfo"):
        assert word not in kept


def test_the_hash_hangs_on_provider_and_key(settings):
    first = subject_digest("local", "1")
    assert first != subject_digest("other", "1")
    settings.OIDC_SUBJECT_KEY = "another"
    assert first != subject_digest("local", "1")


# --- Linking and unlinking ---------------------------------------------------------------------------------
def test_linking_asks_for_a_proof_and_tells_the_mailbox(client, provider, an):
    client.force_login(an)
    asked = client.post(START, {"purpose": "link"})
    assert asked["Location"].startswith("/en/account/reauthenticate/")
    assert not provider.asked
    # The proof given, the wish is carried out.
    page = client.post(asked["Location"], {"password": PASSWORD})
    assert client.get(answer(provider, page.context["url"]))["Location"] == LIST
    assert SocialAccount.objects.get().user == an
    assert mail.outbox[-1].to == [an.email]
    assert "Lokaal" in mail.outbox[-1].subject
    assert "Unlink Lokaal" in client.get(LIST).content.decode()


def test_without_a_password_the_mailbox_proves_it(client, provider, an):
    """Who joined with a letter has nothing that django-allauth could ask for."""
    an.set_unusable_password()
    an.save()
    client.force_login(an)
    asked = client.post(START, {"purpose": "link"})
    where = "/en/account/reauthenticate/code/"
    assert asked["Location"].startswith(where)
    assert "Send me a code" in client.get(asked["Location"]).content.decode()
    assert not mail.outbox  # looking sends nothing
    assert "not right" in client.post(asked["Location"], {"code": "000000"}).content.decode()
    client.post(asked["Location"], {"send": "1", "next": START})
    code = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    assert mail.outbox[-1].to == [an.email]
    assert code not in json.dumps(dict(client.session))
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert "not right" in client.post(asked["Location"], {"code": wrong}).content.decode()
    with clock.travel(clock.now() + dt.timedelta(minutes=16)):
        assert "not right" in client.post(asked["Location"], {"code": code}).content.decode()
    assert not provider.asked
    page = client.post(asked["Location"], {"code": code, "next": START})
    assert client.get(answer(provider, page.context["url"]))["Location"] == LIST
    assert SocialAccount.objects.get().user == an


def test_a_code_of_the_mailbox_is_tried_five_times(client, provider, an):
    an.set_unusable_password()
    an.save()
    client.force_login(an)
    where = "/en/account/reauthenticate/code/"
    client.post(where, {"send": "1"})
    code = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE).group(1)
    for n in range(1, 6):
        client.post(where, {"code": f"{(int(code) + n) % 1_000_000:06d}"})
    assert "not right" in client.post(where, {"code": code}).content.decode()
    assert client.post(START, {"purpose": "link"})["Location"].startswith(where)


def test_a_stranger_links_nothing(client, provider):
    assert "/account/login/" in client.post(START, {"purpose": "link"})["Location"]


def test_an_eid_of_somebody_else_is_not_linked(client, provider, an):
    bram = UserFactory()
    link(bram)
    sign_in_freshly(client, an)
    assert go(client, provider, "link")["Location"] == problem("taken")
    assert SocialAccount.objects.get().user == bram
    assert who(client) == str(an.pk)


def test_linking_twice_makes_one_link_and_one_mail(client, provider, an):
    sign_in_freshly(client, an)
    for _ in range(2):
        go(client, provider, "link")
    assert SocialAccount.objects.count() == 1
    assert len(mail.outbox) == 1


def test_the_service_refuses_what_belongs_to_others(an):
    bram = UserFactory()
    link(an)
    with pytest.raises(services.EidTaken):
        link(bram)
    with pytest.raises(services.EidTaken.__base__):
        services.link_eid(person=bram, by=an, provider="local", subject="x")


def test_unlinking_asks_for_a_proof_and_tells_the_mailbox(client, provider, an):
    row = link(an)
    client.force_login(an)
    asked = client.post(f"{LIST}unlink/{row.pk}/")
    assert asked["Location"].startswith("/en/account/reauthenticate/")
    assert SocialAccount.objects.exists()
    client.post(asked["Location"], {"password": PASSWORD})
    assert not SocialAccount.objects.exists()
    assert "Lokaal" in mail.outbox[-1].subject
    client.logout()
    assert go(client, provider)["Location"] == problem("unknown")


def test_nobody_unlinks_for_somebody_else(client, provider, an):
    bram = UserFactory()
    row = link(bram)
    sign_in_freshly(client, an)
    assert client.post(f"{LIST}unlink/{row.pk}/").status_code == 404
    assert client.get(f"{LIST}unlink/{row.pk}/").status_code == 405
    with pytest.raises(services.EidTaken.__base__):
        services.unlink_eid(person=an, by=an, link_id=row.pk)
    assert SocialAccount.objects.exists()


def test_the_last_way_in_stays(provider):
    person = UserFactory(email=None)
    row = link(person)
    with pytest.raises(services.LastWayIn):
        services.unlink_eid(person=person, by=person, link_id=row.pk)
    # A link to a service that the town no longer offers opens nothing.
    services.link_eid(person=person, by=person, provider="gone", subject="x")
    with pytest.raises(services.LastWayIn):
        services.unlink_eid(person=person, by=person, link_id=row.pk)
    link(person, "subject-2")
    assert services.unlink_eid(person=person, by=person, link_id=row.pk) == "local"


def test_the_policy_answers_the_same_in_each_direction(an):
    bram = UserFactory()
    row = link(an)
    for action in ("view", "unlink", "change"):
        for person in (an, bram):
            may = eid_link_policy.allows(person, action, row)
            assert may == (person in eid_link_policy.audience(action, row))
            assert may == (person == an and action != "change")


# --- Configuration --------------------------------------------------------------------------------------------
GOOD = {"id": "x", "name": "X", "server_url": "https://x.example", "client_id": "c"}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        "[1]",
        json.dumps([{**GOOD, "server_url": "http://x.example"}]),
        json.dumps([{**GOOD, "id": "A b"}]),
        json.dumps([{**GOOD, "adress": "address"}]),
        json.dumps([{**GOOD, "address": {"town": "x"}}]),
        json.dumps([{"id": "x"}]),
        json.dumps([GOOD, GOOD]),
    ],
)
def test_a_mistake_in_the_configuration_stops_the_start(text):
    with pytest.raises(ImproperlyConfigured):
        read_providers(text)


def test_a_good_configuration_fills_in_the_rest():
    assert read_providers("") == []
    found = read_providers(json.dumps([{**GOOD, "address": "adres"}]))[0]
    assert found["address"] == {"street": "adres.street_address", "postcode": "adres.postal_code"}
    assert found["email_is_trusted"] is False
