"""A passkey, with a key that lives in the browser: made on the account page, used at the door."""

import pytest
from allauth.mfa.models import Authenticator

from tests.factories.accounts import UserFactory

from .browsing import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def plug_in_a_key(walker):
    """A key that answers by itself, as a phone's own does after a look at the face."""
    developer = walker.context.new_cdp_session(walker.page)
    developer.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    developer.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_signs_in_without_a_password(desk_walker):
    walker = desk_walker
    person = UserFactory(email="an@oeverbeke.test")
    walker.sign_in(person)
    page = walker.page
    plug_in_a_key(walker)
    walker.go("/nl/account/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    walker.send()
    page.fill("[name=name]", "Telefoon")
    page.check("[name=passwordless]", force=True)
    with page.expect_navigation():
        page.click("#mfa_webauthn_add")
    key = Authenticator.objects.get(user=person, type=Authenticator.Type.WEBAUTHN)
    assert key.wrap().is_passwordless
    walker.context.clear_cookies()
    walker.go("/nl/account/login/")
    with page.expect_navigation(url=lambda url: "/account/login/" not in url):
        page.click("#passkey_login")
    walker.go("/nl/account/profile/")
    assert "/account/profile/" in page.url
