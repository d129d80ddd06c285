"""The dashboard's people screens know staff alone, whatever id stands in the address."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import NoReverseMatch, reverse
from wagtail.log_actions import log
from wagtail.models import Page, Site

from accounts import services
from accounts.models import StaffInvitation, User
from accounts.policies import role_policy, staff_policy
from accounts.roles import Role
from core.errors import DomainError
from tests.cast import make_cast
from tests.factories.accounts import UserFactory

# Words that stand in a resident's account and must stand on no page of the dashboard.
CANARY = "Zoldervondst"
PASSWORD = "buurt-demo-2026"


@pytest.fixture
def cast(db):
    cast = make_cast()
    User.objects.filter(pk=cast.an.pk).update(
        last_name=CANARY, email=f"{CANARY.lower()}@oeverbeke.test", phone="+32470112233"
    )
    cast.an.refresh_from_db()
    return cast


@pytest.fixture
def role(db):
    return Group.objects.get(name=Role.COMMUNICATION)


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return client


def is_silent(response):
    content = b"".join(response) if response.streaming else response.content
    text = content.decode(errors="replace").lower() + str(response.headers).lower()
    return CANARY.lower() not in text and "470112233" not in text


LISTS = [
    ("wagtailusers_users:index", "?q=zoldervond"),
    ("wagtailusers_users:index", ""),
    ("wagtailusers_users:index", "?ordering=email"),
    ("wagtailusers_users:index", "?group=1"),
    ("wagtailusers_users:index", "?is_active=true"),
    ("wagtailusers_users:index", "?email__startswith=z"),
    ("wagtailusers_users:index", "?memberships__state=active"),
    ("wagtailusers_users:index", "?export=csv"),
    ("wagtailusers_users:index", "?export=xlsx"),
    ("wagtailusers_users:index_results", "?q=zoldervond"),
    ("wagtailadmin_reports:site_history", ""),
    ("wagtailadmin_reports:locked_pages", ""),
    ("wagtailadmin_reports:workflow", ""),
    ("wagtailadmin_reports:workflow_tasks", ""),
    ("wagtailadmin_reports:aging_pages", ""),
    ("wagtailadmin_explore_root", ""),
    ("wagtailadmin_home", ""),
    ("wagtailadmin_account", ""),
    ("wagtailusers_groups:index", ""),
]


@pytest.mark.parametrize(("name", "query"), LISTS)
def test_no_list_shows_a_resident(admin, name, query):
    response = admin.get(reverse(name) + query)
    assert response.status_code in (200, 302)
    assert is_silent(response)


def test_staff_are_listed_and_found(admin):
    assert "Cleo Smet" in admin.get("/admin/users/").content.decode()
    found = admin.get("/admin/users/?q=cleo").content.decode()
    assert "Cleo Smet" in found
    assert "Karin Baert" not in found


OBJECTS = ["edit", "delete", "history", "history_results"]


@pytest.mark.parametrize("name", OBJECTS)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("resident", ["an", "bram", "chadia", "dirk", "els", "worker"])
def test_a_residents_id_in_the_address_is_no_id(admin, cast, name, method, resident):
    person = getattr(cast, resident)
    address = reverse(f"wagtailusers_users:{name}", args=[person.pk])
    response = getattr(admin, method)(address, {"first_name": "Changed", "is_staff": "on"})
    assert response.status_code == 404
    assert is_silent(response)
    person.refresh_from_db()
    assert person.first_name != "Changed"
    assert not person.is_staff
    nobody = admin.get(reverse(f"wagtailusers_users:{name}", args=[987654]))
    assert nobody.status_code == 404


@pytest.mark.parametrize("name", ["copy", "usage", "inspect"])
def test_screens_that_are_not_needed_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"wagtailusers_users:{name}", args=[1])


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_actions_on_people_are_closed(admin, cast, action, method):
    address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    role = Group.objects.get(name=Role.COMMUNICATION)
    query = f"?id={cast.an.pk}&id={cast.comms.pk}&next=/admin/users/"
    response = getattr(admin, method)(address + query, {"role": role.pk})
    assert response.status_code == 404
    assert is_silent(response)
    assert not cast.an.groups.exists()
    assert User.objects.filter(pk=cast.an.pk, is_active=True).exists()


CHOOSERS = [
    "/admin/users/chooser/",
    "/admin/user-chooser/",
    "/admin/choose-user/",
    "/admin/accounts/user/",
    "/admin/snippets/accounts/user/",
]


@pytest.mark.parametrize("address", CHOOSERS)
def test_nobody_chooses_a_person_from_a_list(admin, address):
    assert admin.get(address).status_code == 404


@pytest.mark.parametrize("name", ["comms", "participation", "care", "translator", "moderator"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/users/results/",
        "/admin/groups/new/",
    ],
)
def test_other_roles_manage_nobody(client, cast, name, address):
    client.force_login(getattr(cast, name))
    for response in (client.get(address), client.post(address, {"name": "x"})):
        assert response.status_code in (302, 403, 404)
        assert is_silent(response)
    assert not Group.objects.filter(name="x").exists()


@pytest.mark.parametrize("name", ["comms", "participation", "care", "translator", "moderator"])
def test_other_roles_change_no_colleague_and_no_role(client, cast, name):
    client.force_login(getattr(cast, name))
    for address in (
        f"/admin/users/edit/{cast.admin.pk}/",
        f"/admin/users/delete/{cast.admin.pk}/",
        f"/admin/groups/edit/{Group.objects.get(name=Role.ADMINISTRATION).pk}/",
    ):
        for response in (client.get(address), client.post(address, {"is_active": ""})):
            assert response.status_code in (302, 403, 404)
    cast.admin.refresh_from_db()
    assert cast.admin.is_staff


def test_the_form_has_no_password_and_no_address(admin, cast):
    for address in ("/admin/users/new/", f"/admin/users/edit/{cast.comms.pk}/"):
        response = admin.get(address)
        assert response.status_code == 200
        page = response.content.decode()
        assert 'type="password"' not in page
        assert 'name="password1"' not in page
        assert 'name="is_superuser"' not in page
    edit = admin.get(f"/admin/users/edit/{cast.comms.pk}/").content.decode()
    assert 'name="email"' not in edit


def test_what_is_not_in_the_form_is_not_changed(admin, cast):
    admin.post(
        f"/admin/users/edit/{cast.comms.pk}/",
        {
            "first_name": "Cléo", "last_name": "Smet", "language": "fr", "is_active": "on",
            "groups": [Group.objects.get(name=Role.COMMUNICATION).pk],
            "email": "evil@oeverbeke.test", "password1": "evil-evil-evil", "password2": "evil-evil-evil",
            "is_superuser": "on",
        },
    )  # fmt: skip
    cast.comms.refresh_from_db()
    assert (cast.comms.first_name, cast.comms.language) == ("Cléo", "fr")
    assert cast.comms.email == "comms@oeverbeke.test"
    assert not cast.comms.is_superuser
    assert cast.comms.check_password(PASSWORD)


def test_a_group_that_is_no_role_cannot_be_given(admin, cast):
    other = Group.objects.create(name="Others")
    admin.post(
        f"/admin/users/edit/{cast.comms.pk}/",
        {
            "first_name": "C",
            "last_name": "S",
            "language": "nl",
            "is_active": "on",
            "groups": [other.pk],
        },
    )
    assert not cast.comms.groups.filter(pk=other.pk).exists()


def test_a_role_keeps_its_name_and_cannot_be_deleted(admin, role):
    admin.post(f"/admin/groups/edit/{role.pk}/", {"name": "Renamed"})
    admin.post(f"/admin/groups/delete/{role.pk}/")
    role.refresh_from_db()
    assert role.name == Role.COMMUNICATION


def test_who_loses_a_role_is_out_at_once(admin, client_factory, cast, role):
    other = client_factory()
    other.post("/nl/account/login/", {"login": cast.comms.email, "password": PASSWORD})
    assert other.get("/admin/").status_code == 200
    services.change_staff(
        person=cast.comms, by=cast.admin, first_name="C", last_name="S", language="nl",
        groups=[], is_active=True,
    )  # fmt: skip
    assert other.get("/admin/").status_code in (302, 403)


def test_an_ended_dashboard_account_leaves_the_resident(admin, cast):
    person = UserFactory(first_name="Both", staff=True, role=Role.CARE)
    response = admin.post(f"/admin/users/delete/{person.pk}/")
    assert response.status_code == 302
    person.refresh_from_db()
    assert not person.is_staff
    assert not person.groups.exists()


def test_nobody_takes_the_own_account_away(admin, cast):
    assert admin.get(f"/admin/users/delete/{cast.admin.pk}/").status_code == 404
    with pytest.raises(DomainError):
        services.end_staff_account(person=cast.admin, by=cast.admin)
    with pytest.raises(DomainError):
        services.change_staff(
            person=cast.admin, by=cast.admin, first_name="A", last_name="M", language="nl",
            groups=[], is_active=True,
        )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "/admin/reports/site-history/",
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/pages/{home}/",
        "/admin/pages/{home}/history/",
    ],
)
def test_who_once_worked_here_and_is_a_resident_now_is_in_no_filter(admin, cast, address):
    home = Site.objects.get(is_default_site=True).root_page
    log(instance=home, action="wagtail.edit", user=cast.an)
    log(instance=home, action="wagtail.edit", user=cast.comms)
    Page.objects.filter(pk=home.pk).update(owner=cast.an, locked=True, locked_by=cast.an)
    page = admin.get(address.format(home=home.pk)).content.decode()
    options = re.findall(
        rf'(?:value|for)="[^"]*{cast.an.pk}"[^<]*>[^<]*{CANARY}', page, re.IGNORECASE
    )
    assert options == []


# --- Invitations --------------------------------------------------------------------------------
def invite(client, email, role, **fields):
    data = {
        "email": email,
        "first_name": "Nora",
        "last_name": "Claes",
        "language": "nl",
        "groups": [role.pk],
    }
    return client.post("/admin/users/new/", {**data, **fields})


def invited(client, role, email, callbacks):
    with callbacks(execute=True):
        return invite(client, email, role)


def link_in(message):
    return re.search(r"http://\S+(/nl/account/invitation/\S+)", message.body).group(1)


@pytest.fixture
def callbacks(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def test_somebody_new_is_invited_and_sets_the_own_password(admin, client_factory, role, callbacks):
    invited(admin, role, "nora@oeverbeke.test", callbacks)
    assert not User.objects.filter(email="nora@oeverbeke.test").exists()
    browser = client_factory()
    opened = browser.get(link_in(mail.outbox[-1]))
    assert opened["Location"] == "/nl/account/invitation/", "the token leaves the address"
    browser.post("/nl/account/invitation/", {"password1": "short", "password2": "short"})
    assert not User.objects.filter(email="nora@oeverbeke.test").exists()
    browser.post(
        "/nl/account/invitation/", {"password1": "stadhuis-1234", "password2": "stadhuis-1234"}
    )
    nora = User.objects.get(email="nora@oeverbeke.test")
    assert nora.is_staff
    assert not nora.is_superuser
    assert list(nora.groups.all()) == [role]
    signed_in = browser.post(
        "/nl/account/login/", {"login": "nora@oeverbeke.test", "password": "stadhuis-1234"}
    )
    assert signed_in["Location"] == "/admin/"


def test_inviting_a_resident_looks_like_inviting_anybody(admin, cast, role, callbacks):
    token = re.compile(rb'"CSRF_TOKEN": "[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')
    pages = []
    for email in (cast.an.email, "nobody@oeverbeke.test"):
        response = invited(admin, role, email, callbacks)
        page = admin.get(response["Location"])
        pages.append((response.status_code, token.sub(b"", page.content)))
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2
    assert mail.outbox[0].subject == mail.outbox[1].subject
    cast.an.refresh_from_db()
    assert not cast.an.is_staff, "nothing happens before the mailbox's owner agrees"


def test_a_resident_takes_up_an_invitation_signed_in(admin, client_factory, cast, role, callbacks):
    invited(admin, role, cast.an.email, callbacks)
    browser = client_factory()
    browser.get(link_in(mail.outbox[-1]))
    page = browser.get("/nl/account/invitation/")
    assert 'type="password"' not in page.content.decode(), (
        "the password of a resident is not ours to set"
    )
    browser.post(
        "/nl/account/invitation/", {"password1": "evil-evil-evil", "password2": "evil-evil-evil"}
    )
    cast.an.refresh_from_db()
    assert not cast.an.is_staff
    browser.force_login(cast.an)
    browser.get(link_in(mail.outbox[-1]))
    browser.post("/nl/account/invitation/")
    cast.an.refresh_from_db()
    assert cast.an.is_staff
    assert cast.an.check_password(PASSWORD)
    assert cast.an.memberships.filter(state="active").exists()


def test_somebody_else_signed_in_cannot_take_it_up(admin, client_factory, cast, role, callbacks):
    invited(admin, role, "nora@oeverbeke.test", callbacks)
    browser = client_factory()
    browser.force_login(cast.bram)
    browser.get(link_in(mail.outbox[-1]))
    assert browser.post("/nl/account/invitation/").status_code == 404
    cast.bram.refresh_from_db()
    assert not cast.bram.is_staff


def test_a_link_works_once(admin, client_factory, role, callbacks):
    invited(admin, role, "nora@oeverbeke.test", callbacks)
    link = link_in(mail.outbox[-1])
    passwords = {"password1": "stadhuis-1234", "password2": "stadhuis-1234"}
    for expected in (302, 404):
        browser = client_factory()
        browser.get(link)
        assert browser.post("/nl/account/invitation/", passwords).status_code == expected


@pytest.mark.parametrize("how", ["old", "revoked", "replaced"])
def test_a_dead_link_says_no_more_than_a_wrong_one(
    admin, client_factory, cast, role, callbacks, how
):
    invited(admin, role, "nora@oeverbeke.test", callbacks)
    link = link_in(mail.outbox[-1])
    invitation = StaffInvitation.objects.get()
    if how == "old":
        StaffInvitation.objects.update(expires_at=invitation.created_at)
    elif how == "revoked":
        services.revoke_invitation(invitation=invitation, by=cast.admin)
    else:
        invited(admin, role, "nora@oeverbeke.test", callbacks)
    pages = []
    for address in (link, "/nl/account/invitation/never-a-token/"):
        browser = client_factory()
        browser.get(address)
        response = browser.get("/nl/account/invitation/")
        pages.append((response.status_code, re.sub(rb'value="[^"]{20,}"', b"", response.content)))
    assert pages[0] == pages[1]
    assert pages[0][0] == 404


@pytest.mark.parametrize("address", [
    "/nl/account/confirm-email/{}/", "/nl/account/password/reset/key/1-{}/", "/nl/join/{}/",
])  # fmt: skip
def test_the_token_opens_nothing_else(admin, client_factory, role, callbacks, address):
    invited(admin, role, "nora@oeverbeke.test", callbacks)
    token = link_in(mail.outbox[-1]).rstrip("/").rsplit("/", 1)[1]
    browser = client_factory()
    browser.post(address.format(token), follow=True)
    assert "_auth_user_id" not in browser.session
    assert not User.objects.filter(email="nora@oeverbeke.test").exists()


def test_the_token_is_not_stored(admin, role, callbacks):
    invited(admin, role, "nora@oeverbeke.test", callbacks)
    token = link_in(mail.outbox[-1]).rstrip("/").rsplit("/", 1)[1]
    assert token not in str(StaffInvitation.objects.values().get())


def test_a_lost_mail_is_sent_by_the_sweeper(cast, role):
    import datetime as dt

    from core import clock
    from core.tasks import sweep

    with clock.travel(clock.now() - dt.timedelta(minutes=10)):
        services.invite_staff(
            by=cast.admin, email="nora@oeverbeke.test", first_name="Nora", last_name="C",
            language="nl", groups=[role],
        )  # fmt: skip
    mail.outbox.clear()
    sweep()
    sweep()
    assert len(mail.outbox) == 1


# --- The second step ----------------------------------------------------------------------------
def test_staff_without_a_second_step_get_no_further(client, cast, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(cast.admin)
    for address in ("/admin/", "/admin/users/", "/admin/pages/", "/admin/nothing/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].endswith("/account/2fa/totp/activate/")
    assert client.post("/admin/users/new/", {}).status_code == 302


def test_staff_with_a_second_step_get_in_after_it(client, cast, settings):
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    settings.STAFF_SECOND_FACTOR = True
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.admin, secret)
    first = client.post("/nl/account/login/", {"login": cast.admin.email, "password": PASSWORD})
    assert first["Location"].startswith("/nl/account/2fa/authenticate/")
    assert client.get("/admin/").status_code == 302, "a password alone is not enough"
    wrong = client.post("/nl/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    right = client.post("/nl/account/2fa/authenticate/", {"code": code})
    assert right.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_the_secret_of_the_second_step_is_stored_encrypted(cast):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(cast.admin, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.values().get())


def test_after_half_an_hour_of_nothing_staff_sign_in_again(client, cast, settings):
    settings.STAFF_IDLE_SECONDS = 1800
    client.force_login(cast.admin)
    assert client.get("/admin/").status_code == 200
    session = client.session
    session["dashboard_seen_at"] -= 1801
    session.save()
    response = client.get("/admin/users/")
    assert response.status_code == 302
    assert "/account/login/?next=/admin/users/" in response["Location"]
    assert "_auth_user_id" not in client.session


# --- Policies -----------------------------------------------------------------------------------
@pytest.mark.parametrize("action", ["view", "change", "delete", "add", "publish", "anything"])
def test_lists_and_people_agree(cast, action):
    for policy, things in ((staff_policy, User.objects.all()), (role_policy, Group.objects.all())):
        for thing in things:
            audience = set(policy.audience(action, thing))
            for _name, person in cast.everybody():
                allows = policy.allows(person, action, thing)
                assert allows == (thing in policy.allowed(person, action))
                assert allows == (person in audience), (policy, action, thing, person)
                if isinstance(thing, User) and not thing.is_staff:
                    assert not allows
