"""What a person sets about themselves, and nobody else does."""

import pytest
from django.utils import translation

from accounts import services
from accounts.models import User
from accounts.policies import invitation_policy, person_policy
from accounts.templatetags.device_tags import device
from core.errors import DomainError
from tests.cast import make_cast
from tests.factories.accounts import UserFactory

VALID = {
    "first_name": "Anneke",
    "last_name": "Claes",
    "shown_name": "initial",
    "about": "Ik bak.",
    "language": "nl",
}


@pytest.fixture
def cast(db):
    return make_cast()


def test_a_person_changes_the_own_profile(client, cast):
    client.force_login(cast.an)
    response = client.post("/nl/account/profile/", {**VALID, "language": "fr"})
    assert response["Location"] == "/fr/account/profile/"
    cast.an.refresh_from_db()
    assert cast.an.display_name == "Anneke C."
    assert cast.an.language == "fr"


@pytest.mark.parametrize(
    "field",
    [
        "email",
        "phone",
        "is_staff",
        "is_superuser",
        "is_active",
        "groups",
        "audit_id",
        "public_id",
        "password",
    ],
)
def test_other_fields_are_out_of_reach(client, cast, field):
    before = User.objects.values().get(pk=cast.an.pk)
    client.force_login(cast.an)
    client.post("/nl/account/profile/", {**VALID, field: "1"})
    after = User.objects.values().get(pk=cast.an.pk)
    if field in before:
        assert after[field] == before[field]
    assert not cast.an.groups.exists()


@pytest.mark.parametrize(
    "changes",
    [{"first_name": ""}, {"language": "xx"}, {"shown_name": "email"}, {"about": "x" * 301}],
)
def test_wrong_values_are_refused_with_a_summary(client, cast, changes):
    client.force_login(cast.an)
    response = client.post("/nl/account/profile/", {**VALID, **changes})
    assert response.status_code == 200
    assert b"error-summary" in response.content
    cast.an.refresh_from_db()
    assert cast.an.first_name == "An"


def test_a_stranger_is_sent_to_the_sign_in_page(client, db):
    assert client.get("/nl/account/profile/")["Location"].startswith("/nl/account/login/")


def test_a_service_lets_nobody_change_another(cast):
    with pytest.raises(DomainError):
        services.change_profile(person=cast.an, by=cast.admin, first_name="Evil")
    with pytest.raises(TypeError):
        services.change_profile(person=cast.an, by=cast.an, is_staff=True)


def test_the_same_address_makes_one_person(db):
    services.create_person(email="An@Oeverbeke.test", first_name="An")
    with pytest.raises(services.EmailTaken):
        services.create_person(email=" an@oeverbeke.TEST", first_name="An")
    assert User.objects.count() == 1


def test_people_without_an_address_are_many(db):
    services.create_person(email=None, first_name="Proxy")
    services.create_person(email="", first_name="Proxy")
    assert User.objects.filter(email=None).count() == 2


def test_the_menu_offers_the_dashboard_to_staff_alone(client, cast):
    for name, expected in (("an", False), ("admin", True)):
        client.force_login(getattr(cast, name))
        assert ('href="/admin/"' in client.get("/nl/account/").content.decode()) == expected


@pytest.mark.parametrize(
    "address",
    [
        "/nl/account/",
        "/nl/account/profile/",
        "/nl/account/2fa/",
        "/nl/account/sessions/",
        "/nl/account/password/change/",
        "/nl/account/email/",
        "/nl/account/logout/",
        "/nl/account/2fa/webauthn/",
        "/nl/account/inactive/",
    ],
)
@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_every_page_of_the_account_opens_in_every_language(client, cast, address, language):
    client.force_login(cast.an)
    response = client.get(address.replace("/nl/", f"/{language}/"), follow=True)
    assert response.status_code == 200
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert "<script>" not in text
    assert " style=" not in text


def test_a_device_of_somebody_else_cannot_be_ended(client, cast, client_factory):
    for person, browser in ((cast.an, client), (cast.bram, client_factory())):
        browser.post("/nl/account/login/", {"login": person.email, "password": "buurt-demo-2026"})
        if person == cast.bram:
            other = browser
    client.post("/nl/account/sessions/")
    assert other.get("/nl/account/profile/").status_code == 200


def test_somebody_elses_key_is_no_key(client, cast):
    from allauth.mfa.models import Authenticator

    key = Authenticator.objects.create(
        user=cast.bram, type=Authenticator.Type.WEBAUTHN, data={"name": "Kanarie", "credential": {}}
    )
    client.post("/nl/account/login/", {"login": cast.an.email, "password": "buurt-demo-2026"})
    client.post("/nl/account/reauthenticate/", {"password": "buurt-demo-2026"})
    for action in ("remove", "edit"):
        for method in (client.get, client.post):
            response = method(f"/nl/account/2fa/webauthn/keys/{key.pk}/{action}/", {"name": "x"})
            assert response.status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize("action", ["view", "change", "revoke", "delete", "anything"])
def test_lists_and_people_agree(cast, action):
    invitation = services.invite_staff(
        by=cast.admin, email="nora@oeverbeke.test", first_name="N", last_name="C", language="nl", groups=[]
    )  # fmt: skip
    for policy, thing in (
        (person_policy, cast.an),
        (person_policy, cast.admin),
        (invitation_policy, invitation),
    ):
        audience = set(policy.audience(action, thing))
        for name, person in cast.everybody():
            allows = policy.allows(person, action, thing)
            assert allows == (person in audience), (policy, action, name)
            assert allows == (thing in policy.allowed(person, action))


def test_a_suspended_person_changes_nothing(cast):
    person = UserFactory(is_active=False)
    assert not person_policy.allows(person, "change", person)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
            "Firefox on Android",
        ),
        ("curl/8.0", "Another program"),
        ("", "Another program"),
        ("<script>", "Another program"),
    ],
)
def test_devices_are_named_in_words(user_agent, words):
    with translation.override("en"):
        assert device(user_agent) == words
