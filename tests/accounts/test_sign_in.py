"""The one way in: the same answer for everybody, and a first page for each."""

import re

import pytest
from django.core import mail

from accounts.models import User
from tests.cast import make_cast
from tests.factories.accounts import UserFactory

PASSWORD = "buurt-demo-2026"
LANGUAGES = ["nl", "fr", "en", "de"]
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def cast(db):
    return make_cast()


def sign_in(client, email, password=PASSWORD, address="/nl/account/login/", **extra):
    return client.post(address, {"login": email, "password": password, **extra})


def body(response, *words):
    """The page without what differs for everybody: tokens, and the typed address itself."""
    text = TOKEN.sub(b"", response.content)
    for word in words:
        text = text.replace(word.encode(), b"-")
    return text


@pytest.mark.parametrize(
    ("name", "first_page"),
    [
        ("moderator", "/admin/"),
        ("comms", "/admin/"),
        ("admin", "/admin/"),
    ],
)
def test_staff_start_on_the_dashboard(client, cast, name, first_page):
    response = sign_in(client, getattr(cast, name).email)
    assert response.status_code == 302
    assert response["Location"] == first_page


def test_a_member_starts_in_the_own_neighborhood(client, cast):
    assert sign_in(client, "an@oeverbeke.test")["Location"] == "/nl/n/molenwijk/"
    client.logout()
    assert sign_in(client, "chadia@oeverbeke.test")["Location"] == "/nl/n/oude-haven/"


def test_a_worker_starts_in_a_neighborhood_of_the_assignment(client, cast):
    assert sign_in(client, "worker@oeverbeke.test")["Location"] == "/nl/n/molenwijk/"


def test_a_worker_whose_assignment_ended_starts_at_home(client, cast):
    assert sign_in(client, "former@oeverbeke.test")["Location"] == "/nl/"


def test_somebody_who_waits_starts_at_the_status_page(client, cast):
    assert sign_in(client, "dirk@oeverbeke.test")["Location"] == "/nl/join/status/"


def test_somebody_who_left_starts_at_home(client, cast):
    assert sign_in(client, "els@oeverbeke.test")["Location"] == "/nl/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_decides_the_language(client, db, language):
    page = client.get(f"/{language}/account/login/")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()
    UserFactory(email="els@oeverbeke.test")
    response = sign_in(client, "els@oeverbeke.test", address=f"/{language}/account/login/")
    assert response["Location"] == f"/{language}/"


def test_the_e_mail_address_is_found_however_it_is_written(client, db):
    UserFactory(email="an@oeverbeke.test")
    assert sign_in(client, "  An@Oeverbeke.TEST ").status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client, db):
    UserFactory(email="an@oeverbeke.test")
    known = sign_in(client, "an@oeverbeke.test", "wrong-wrong")
    unknown = sign_in(client, "no@oeverbeke.test", "wrong-wrong")
    assert known.status_code == unknown.status_code == 200
    assert body(known, "an@oeverbeke.test") == body(unknown, "no@oeverbeke.test")


def test_an_inactive_account_with_a_wrong_password_gets_the_same_page(client, db):
    UserFactory(email="an@oeverbeke.test", is_active=False)
    inactive = sign_in(client, "an@oeverbeke.test", "wrong-wrong")
    unknown = sign_in(client, "no@oeverbeke.test", "wrong-wrong")
    assert body(inactive, "an@oeverbeke.test") == body(unknown, "no@oeverbeke.test")


def test_an_inactive_account_does_not_get_in(client, db):
    UserFactory(email="an@oeverbeke.test", is_active=False)
    sign_in(client, "an@oeverbeke.test")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("address", "field"),
    [("/nl/account/password/reset/", "email"), ("/nl/account/login/code/", "email")],
)
def test_asking_for_a_mail_tells_nothing(client, db, address, field):
    UserFactory(email="an@oeverbeke.test")
    answers = []
    for email in ("an@oeverbeke.test", "no@oeverbeke.test"):
        response = client.post(address, {field: email}, follow=True)
        answers.append((response.redirect_chain, body(response, email)))
        client.cookies.clear()
    assert answers[0] == answers[1]
    # Both get a mail: an empty mailbox would tell just as much.
    assert [message.to for message in mail.outbox] == [["an@oeverbeke.test"], ["no@oeverbeke.test"]]


def test_signing_in_with_a_code(client, db):
    UserFactory(email="an@oeverbeke.test")
    client.post("/nl/account/login/code/", {"email": "an@oeverbeke.test"})
    code = next(
        line for line in mail.outbox[0].body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,9}", line)
    )
    wrong = client.post("/nl/account/login/code/confirm/", {"code": "WRONG1"})
    assert wrong.status_code == 200
    right = client.post("/nl/account/login/code/confirm/", {"code": code})
    assert right.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_a_code_dies_after_three_wrong_ones(client, db):
    UserFactory(email="an@oeverbeke.test")
    client.post("/nl/account/login/code/", {"email": "an@oeverbeke.test"})
    code = next(
        line for line in mail.outbox[0].body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,9}", line)
    )
    for _ in range(3):
        client.post("/nl/account/login/code/confirm/", {"code": "WRONG1"})
    client.post("/nl/account/login/code/confirm/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_too_many_wrong_passwords_close_the_door_for_that_address(client, db):
    UserFactory(email="an@oeverbeke.test")
    for _ in range(6):
        sign_in(client, "an@oeverbeke.test", "wrong-wrong")
    assert sign_in(client, "an@oeverbeke.test").status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_success_does_not_clear_the_count_of_an_address(client, db, settings):
    """Else an intruder with one account of his own could guess at all others for ever."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "8/m/ip"}
    UserFactory(email="mine@oeverbeke.test")
    answers = []
    for number in range(10):
        sign_in(client, "mine@oeverbeke.test")
        client.cookies.clear()
        answers.append(sign_in(client, f"no{number}@oeverbeke.test", "wrong-wrong").status_code)
    assert 429 in answers


@pytest.mark.parametrize("header", ["10.0.0.{}", "10.0.0.{}, 10.9.9.9"])
def test_a_forged_address_does_not_pass_the_limit(client, db, settings, header):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    answers = [
        client.post(
            "/nl/account/login/",
            {"login": f"no{number}@oeverbeke.test", "password": "wrong-wrong"},
            headers={"x-forwarded-for": header.format(number)},
        ).status_code
        for number in range(40)
    ]
    assert answers[-1] == 429


def test_sign_up_is_closed_and_says_how_to_join(client, db):
    page = client.get("/en/account/signup/")
    assert page.status_code == 200
    assert "/en/join/" in page.content.decode()
    client.post("/en/account/signup/", {"email": "new@oeverbeke.test", "password1": PASSWORD})
    assert not User.objects.exists()


OTHER_DOORS = [
    "/admin/login/",
    "/admin/password_reset/",
    "/admin/password_reset/confirm/MQ/abc-def/",
    "/admin/password_reset/done/",
    "/nl/_util/login/",
]


@pytest.mark.parametrize("address", OTHER_DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_one_sign_in_page(client, db, address, method):
    UserFactory(email="admin@oeverbeke.test", staff=True)
    data = {
        "username": "admin@oeverbeke.test",
        "password": PASSWORD,
        "login": "admin@oeverbeke.test",
    }
    response = getattr(client, method)(address, data)
    assert response.status_code == 302
    assert response["Location"].split("?")[0] == "/nl/account/login/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address", ["/django-admin/", "/django-admin/login/", "/api/v2/pages/", "/api/v3/"]
)
def test_what_is_not_mounted_is_not_there(client, db, address):
    assert client.get(address, follow=True).status_code == 404


def test_the_dashboard_sends_a_stranger_to_the_sign_in_page(client, db):
    response = client.get("/admin/pages/")
    assert response.status_code == 302
    assert re.fullmatch(r"/[a-z]{2}/account/login/\?next=/admin/pages/", response["Location"])


@pytest.mark.parametrize("name", ["an", "chadia", "dirk", "els", "worker"])
def test_the_dashboard_refuses_residents_whatever_the_address(client, cast, name):
    client.force_login(getattr(cast, name))
    for address in ("/admin/", "/admin/users/", "/admin/nothing/"):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_signing_out_needs_a_post_and_clears_the_browser(client, cast):
    client.force_login(cast.an)
    assert client.get("/nl/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    response = client.post("/nl/account/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_the_session_gets_a_new_key_at_sign_in(client, db):
    UserFactory(email="an@oeverbeke.test")
    client.get("/nl/account/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "an@oeverbeke.test")
    assert client.session.session_key != before


def test_a_changed_password_ends_the_other_sessions(client, client_factory, db):
    UserFactory(email="an@oeverbeke.test")
    other = client_factory()
    sign_in(client, "an@oeverbeke.test")
    sign_in(other, "an@oeverbeke.test")
    response = client.post(
        "/nl/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "molen-1234-wijk", "password2": "molen-1234-wijk"},
    )
    assert response.status_code == 302
    assert client.get("/nl/account/profile/").status_code == 200
    assert other.get("/nl/account/profile/").status_code == 302


def test_a_suspended_person_is_out_on_the_next_request(client, cast):
    client.force_login(cast.an)
    User.objects.filter(pk=cast.an.pk).update(is_active=False)
    assert client.get("/nl/account/profile/").status_code == 302


def test_a_changed_address_must_be_confirmed_from_the_new_mailbox(client, db):
    person = UserFactory(email="an@oeverbeke.test")
    sign_in(client, "an@oeverbeke.test")
    client.post("/nl/account/reauthenticate/", {"password": PASSWORD})
    client.post("/nl/account/email/", {"action_add": "1", "email": "an.new@oeverbeke.test"})
    person.refresh_from_db()
    assert person.email == "an@oeverbeke.test"
    link = re.search(r"http://\S+/confirm-email/\S+", mail.outbox[-1].body).group()
    path = link.split("testserver", 1)[1]
    assert client.get(path).status_code == 200
    person.refresh_from_db()
    assert person.email == "an@oeverbeke.test", "opening a link alone changes nothing"
    client.post(path)
    person.refresh_from_db()
    assert person.email == "an.new@oeverbeke.test"


def test_who_finds_a_screen_left_open_does_not_get_the_account(client, db):
    """The password comes between an open session and a new address; then the wish is carried out."""
    person = UserFactory(email="an@oeverbeke.test")
    sign_in(client, person.email)
    wish = {"action_add": "1", "email": "thief@elsewhere.test"}
    asked = client.post("/nl/account/email/", wish)
    assert asked["Location"].startswith("/nl/account/reauthenticate/")
    client.post(asked["Location"], {"password": "not-my-password"})
    assert not any("thief@elsewhere.test" in message.to for message in mail.outbox)
    client.post(asked["Location"], {"password": PASSWORD})
    assert mail.outbox[-1].to == ["thief@elsewhere.test"]


def test_a_taken_address_is_refused_without_telling(client_factory, db):
    UserFactory(email="an@oeverbeke.test")
    UserFactory(email="bram@oeverbeke.test")
    pages = []
    for email in ("bram@oeverbeke.test", "free@oeverbeke.test"):
        client = client_factory()
        sign_in(client, "an@oeverbeke.test")
        client.post("/nl/account/reauthenticate/", {"password": PASSWORD})
        response = client.post(
            "/nl/account/email/", {"action_add": "1", "email": email}, follow=True
        )
        pages.append((response.redirect_chain, body(response, email)))
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2, "both mailboxes hear of it"
