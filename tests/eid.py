"""Going to the provider on this machine and back, as a browser does."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.accounts.oidc_provider import flat, parse_qs

START = "/en/account/eid/local/"


def begin(client, purpose="sign_in", **data):
    """Presses the button; returns the provider's address that the page in between leads to."""
    response = client.post(START, {"purpose": purpose, **data})
    assert response.status_code == 200, response.get("Location")
    return response.context["url"]


def answer(provider, address):
    """What the provider's own pages end with: the address of ours that it sends the browser to."""
    back = urlsplit(provider.authorize(flat(parse_qs(urlsplit(address).query))))
    return f"{back.path}?{back.query}"


def go(client, provider, purpose="sign_in", **data):
    """The whole way; returns our answer to the provider's answer."""
    return client.get(answer(provider, begin(client, purpose, **data)))
