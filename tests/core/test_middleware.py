"""What every answer carries, and which requests are refused before a view sees them."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from core.middleware import WRITING_METHODS
from tests.cast import make_cast

PUBLIC = ["/nl/", "/fr/account/login/", "/nl/search/", "/healthz", "/manifest.webmanifest"]


@pytest.fixture
def cast(db):
    return make_cast()


ADDRESSES = [
    *PUBLIC,
    "/nl/nothing-here/",
    "/nl/n/molenwijk/",
    "/nl/account/profile/",
    "/nl/account/2fa/",
    "/admin/",
    "/admin/login/",
    "/admin/nothing/",
    "/",
    "/nl",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", ["anonymous", "an", "admin"])
def test_every_answer_says_what_it_may_load(client, cast, address, name):
    person = getattr(cast, name)
    if person.is_authenticated:
        client.force_login(person)
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert ("unsafe" in policy) == address.startswith("/admin/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("headers", [
    {"sec-fetch-site": "cross-site"},
    {"origin": "https://evil.example"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:8001"},
    {"origin": "http://evil.example/testserver"},
])  # fmt: skip
@pytest.mark.parametrize("method", sorted(WRITING_METHODS))
def test_a_write_from_another_site_is_refused(client, cast, method, headers):
    client.force_login(cast.an)
    response = client.generic(method, "/nl/account/profile/", headers=headers)
    assert response.status_code == 403
    assert "Content-Security-Policy" in response
    cast.an.refresh_from_db()
    assert cast.an.first_name == "An"


@pytest.mark.parametrize("headers", [
    {"origin": "http://testserver", "sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": "null"},
    {},
])  # fmt: skip
def test_a_write_from_here_or_from_a_program_goes_on(client, cast, headers):
    client.force_login(cast.an)
    response = client.post("/nl/account/profile/", {"first_name": ""}, headers=headers)
    assert response.status_code == 200


def test_a_write_without_a_token_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.an)
    response = client.post("/nl/account/profile/", {"first_name": "Changed"})
    assert response.status_code == 403
    cast.an.refresh_from_db()
    assert cast.an.first_name == "An"


def test_even_signing_in_needs_a_token(db):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/nl/account/login/", {"login": "x"}).status_code == 403


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "JUNK"])
def test_unknown_methods_are_refused(client, db, method):
    assert client.generic(method, "/nl/account/login/").status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/nl/n/molenwijk/", "/nl/account/profile/", "/nl/search/", "/nl/account/login/", "/admin/"],
)
@pytest.mark.parametrize("name", ["anonymous", "an", "admin"])
def test_what_is_personal_is_stored_by_nobody(client, cast, address, name):
    person = getattr(cast, name)
    if person.is_authenticated:
        client.force_login(person)
    response = client.get(address)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("name", ["an", "admin"])
def test_a_public_page_of_somebody_signed_in_is_stored_by_nobody(client, cast, name):
    client.force_login(getattr(cast, name))
    assert "no-store" in client.get("/nl/")["Cache-Control"]


def test_a_page_anybody_may_store_sets_no_cookie(client, db):
    response = client.get("/nl/")
    if "no-store" not in response.get("Cache-Control", ""):
        assert not response.cookies


def test_the_language_of_the_front_door_is_chosen_by_the_browser(client, db):
    response = client.get("/", headers={"accept-language": "fr"})
    assert response.status_code == 302
    assert response["Location"] == "/fr/"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example"]
)
@override_settings(ALLOWED_HOSTS=["testserver"])
def test_other_hosts_are_refused(client, db, host):
    assert client.get("/nl/account/login/", headers={"host": host}).status_code == 400


def test_cookies_stay_with_us(client, cast):
    client.post("/nl/account/login/", {"login": "an@oeverbeke.test", "password": "buurt-demo-2026"})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
