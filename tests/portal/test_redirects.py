"""No address of ours sends anybody to another site."""

from urllib.parse import quote, urlsplit

import pytest

from tests.factories.accounts import UserFactory

PAYLOADS = [
    "https://evil.example", "http://evil.example/", "//evil.example", "///evil.example",
    "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example",
    "/\n/evil.example", "/%09/evil.example", "/%5cevil.example", "https:evil.example",
    "https:/evil.example", "https:///evil.example", "http:\\\\evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:alert(1)", "data:text/html,x",
    "vbscript:x", "https://testserver@evil.example", "https://testserver.evil.example",
    "https://testserver%2eevil.example", "https://evil.example#testserver",
    "https://evil.example?testserver", "https://evil.example\\@testserver", "//testserver@evil.example",
    "//evil.example/testserver", "//evil%E3%80%82example", "/.evil.example/..//evil.example",
    "ftp://evil.example", "https://[::1]/", "https://127.0.0.1/", "https://2130706433/",
    "http://testserver:8001@evil.example", "https://еvil.example", "//\u3002evil.example",
    "\x00//evil.example", "https://evil.example/%2f..", "@evil.example", "//;@evil.example",
    "mailto:an@oeverbeke.test", "http://testserver.localhost.evil.example", "https%3A%2F%2Fevil.example",
]  # fmt: skip
REDIRECTING = [
    "/nl/account/login/",
    "/nl/account/login/code/",
    "/nl/account/logout/",
    "/nl/account/reauthenticate/",
    "/nl/account/email/",
    "/admin/login/",
    "/nl/_util/login/",
]


def stays_here(location):
    """Where a browser would go: it reads a backslash as a slash and drops tabs and line ends."""
    seen = location.replace("\\", "/").translate({9: None, 10: None, 13: None}).strip()
    parts = urlsplit(seen)
    if seen.startswith("//") or parts.scheme not in ("", "http"):
        return False
    return parts.netloc in ("", "testserver")


@pytest.mark.parametrize(
    "payload", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x"]
)
def test_the_judge_sees_what_a_browser_sees(payload):
    assert not stays_here(payload)


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("address", REDIRECTING)
@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.django_db
def test_nobody_is_sent_away(client, address, signed_in):
    person = UserFactory(email="an@oeverbeke.test")
    data = {"login": person.email, "password": "buurt-demo-2026", "email": person.email}
    for payload in PAYLOADS:
        client.logout()
        if signed_in:
            client.force_login(person)
        url = f"{address}?next={quote(payload)}"
        for response in (client.get(url), client.post(url, {**data, "next": payload})):
            location = response.get("Location", "/")
            assert stays_here(location), (address, payload, location)
            client.cookies.pop("messages", None)


@pytest.mark.django_db
def test_the_way_back_to_a_page_of_ours_is_kept(client):
    UserFactory(email="an@oeverbeke.test")
    response = client.post(
        "/nl/account/login/?next=/nl/n/molenwijk/",
        {"login": "an@oeverbeke.test", "password": "buurt-demo-2026", "next": "/nl/n/molenwijk/"},
    )
    assert response["Location"] == "/nl/n/molenwijk/"


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example/", "//evil.example/%2f..", "/nl//evil.example"]
)
@pytest.mark.django_db
def test_a_strange_address_is_not_redirected_away(client, path):
    response = client.get(path)
    assert stays_here(response.get("Location", "/"))
