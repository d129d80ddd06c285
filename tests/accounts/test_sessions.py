"""Whoever gets more rights, or another address, is signed out where they were signed in before."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction

from accounts import services
from accounts.roles import Role
from accounts.services.invitations import send_invitation
from neighborhoods.services import codes
from tests.cast import make_cast
from tests.factories.neighborhoods import AddressFactory

ACCOUNT = "/nl/account/"
PASSWORD = "buurt-demo-2026"


@pytest.fixture
def cast(db):
    return make_cast()


def sign_in(browser, person):
    browser.post(f"{ACCOUNT}login/", {"login": person.email, "password": PASSWORD})
    assert browser.get(ACCOUNT).status_code == 200
    return browser


def is_signed_in(browser):
    return browser.get(ACCOUNT).status_code == 200


def test_the_session_that_joining_begins_can_be_ended(client, cast):
    address = AddressFactory(neighborhood=cast.molenwijk)
    batch = codes.make_batch(neighborhood=cast.molenwijk, by=None)
    letter = {row.pk: code for row, code in codes.unseal(batch)}[address.pk]
    names = {"first_name": "Mia", "last_name": "Maes", "shown_name": "full"}
    client.post("/nl/join/", {"code": letter})
    client.post("/nl/join/where/", {"address": address.pk})
    client.post("/nl/join/name/", names)
    client.post("/nl/join/reach/", {"email": "mia@example.com"})
    code = re.search(r"^\s*(\d{6})\s*$", mail.outbox[-1].body, re.MULTILINE).group(1)
    client.post("/nl/join/confirm/", {"code": code})
    assert is_signed_in(client)
    session = UserSession.objects.get(user__email="mia@example.com")
    assert services.end_sessions(person=session.user) == 1
    assert not is_signed_in(client)


def test_a_second_step_ends_sessions_that_began_without_it(
    client, client_factory, cast, settings, monkeypatch
):
    settings.STAFF_SECOND_FACTOR = True
    elsewhere, here = sign_in(client_factory(), cast.care), sign_in(client, cast.care)
    assert elsewhere.get("/admin/").status_code == 302
    here.post(f"{ACCOUNT}reauthenticate/", {"password": PASSWORD})
    page = here.get(f"{ACCOUNT}2fa/totp/activate/")
    code = format_hotp_value(
        hotp_value(page.context["form"].secret, next(yield_hotp_counters_from_time()))
    )
    # allauth tells of it on commit, while the request is still there.
    monkeypatch.setattr(transaction, "on_commit", lambda tell, **_more: tell())
    here.post(f"{ACCOUNT}2fa/totp/activate/", {"code": code})
    assert Authenticator.objects.filter(user=cast.care, type="totp").exists()
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302, "a password alone opened the dashboard"
    assert not is_signed_in(elsewhere)


def test_a_resident_who_becomes_staff_is_signed_out_elsewhere(client, client_factory, cast):
    invitation = services.invite_staff(
        by=cast.admin, email=cast.an.email, first_name="An", last_name="Claes", language="nl",
        groups=[Group.objects.get(name=Role.CARE)],
    )  # fmt: skip
    send_invitation(invitation.pk)
    elsewhere, here = sign_in(client_factory(), cast.an), sign_in(client, cast.an)
    here.get(re.search(r"http://[^/]+(/nl/account/invitation/\S+)", mail.outbox[-1].body).group(1))
    here.post(f"{ACCOUNT}invitation/")
    cast.an.refresh_from_db()
    assert cast.an.is_staff
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert not is_signed_in(elsewhere)
