"""Hosts, the list of who waits, and the worker who checks an address on the spot."""

import pytest

from accounts.models import Block
from core import clock
from core.models import AuditEntry
from neighborhoods.models import Membership
from neighborhoods.services import admission, hosts
from notifications import kinds
from notifications.channels.email import preview
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import AddressFactory, MembershipFactory

from .visiting import Visitor, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def home(person):
    return Membership.objects.get(person=person)


def make_host(person):
    Membership.objects.filter(person=person).update(host_since=clock.now())


# --- Becoming a host ------------------------------------------------------------------------------
def test_a_member_asks_and_an_administrator_decides(cast):
    visitor = Visitor(cast.an)
    assert Visitor.url("host_ask", "molenwijk") in page_of(visitor.get("member_list", "molenwijk"))
    visitor.post("host_ask", "molenwijk")
    assert home(cast.an).host_asked_at is not None
    assert not Membership.objects.hosts().exists()
    assert visitor.get("waiting_list", "molenwijk").status_code == 404
    hosts.make_host(membership=home(cast.an), by=cast.admin)
    assert (home(cast.an).host_since is not None, home(cast.an).host_asked_at) == (True, None)
    assert Notice.objects.filter(kind="host_made", target_id=home(cast.an).pk).exists()
    assert "You are a host of Molenwijk" in page_of(visitor.get("host_ask", "molenwijk"))
    assert "Host</span>" in page_of(Visitor(cast.bram).get("member_list", "molenwijk"))
    assert "Dirk Maes" in page_of(visitor.get("waiting_list", "molenwijk"))


def test_asking_twice_is_asking_once(cast):
    hosts.ask_to_host(membership=home(cast.an), by=cast.an)
    with pytest.raises(hosts.NotPossibleNow):
        hosts.ask_to_host(membership=home(cast.an), by=cast.an)


def test_the_question_can_be_taken_back_and_hosting_stopped(cast):
    visitor = Visitor(cast.an)
    visitor.post("host_ask", "molenwijk")
    visitor.post("host_stop", "molenwijk")
    assert home(cast.an).host_asked_at is None
    make_host(cast.an)
    visitor.post("host_stop", "molenwijk")
    assert home(cast.an).host_since is None
    assert visitor.get("waiting_list", "molenwijk").status_code == 404


@pytest.mark.parametrize("name", ["an", "bram", "chadia", "worker", "moderator", "superuser"])
def test_nobody_but_an_administrator_makes_hosts(cast, name):
    hosts.ask_to_host(membership=home(cast.an), by=cast.an)
    for act in (hosts.make_host, hosts.refuse_host, hosts.end_host):
        with pytest.raises(hosts.NotPossibleNow):
            act(membership=home(cast.an), by=getattr(cast, name))
    assert home(cast.an).host_since is None


def test_nobody_is_made_a_host_unasked(cast):
    with pytest.raises(hosts.NotPossibleNow):
        hosts.make_host(membership=home(cast.an), by=cast.admin)


def test_an_administrator_who_lives_there_does_not_decide_about_themselves(cast):
    mine = MembershipFactory(
        person=cast.admin, neighborhood=cast.molenwijk, host_asked_at=clock.now()
    )
    with pytest.raises(hosts.NotPossibleNow):
        hosts.make_host(membership=mine, by=cast.admin)


def test_a_no_and_an_end_are_told_and_one_may_ask_again(cast):
    hosts.ask_to_host(membership=home(cast.an), by=cast.an)
    hosts.refuse_host(membership=home(cast.an), by=cast.admin)
    hosts.ask_to_host(membership=home(cast.an), by=cast.an)
    hosts.make_host(membership=home(cast.an), by=cast.admin)
    hosts.end_host(membership=home(cast.an), by=cast.admin)
    told = Notice.objects.filter(target_id=home(cast.an).pk).values_list("kind", flat=True)
    assert sorted(told) == ["host_ended", "host_made", "host_refused"]
    assert not Membership.objects.hosts().exists()


def test_hosting_ends_with_the_membership(cast):
    make_host(cast.an)
    admission.end_membership(membership=home(cast.an), by=cast.an)
    assert not Membership.objects.hosts().exists()
    assert Visitor(cast.an).get("waiting_list", "molenwijk").status_code == 404


def test_a_host_of_next_door_sees_nobody_here(cast):
    make_host(cast.chadia)
    visitor = Visitor(cast.chadia)
    assert visitor.get("waiting_list", "molenwijk").status_code == 404
    assert "Nobody waits to join." in page_of(visitor.get("waiting_list", "oude-haven"))


# --- What hosts are told --------------------------------------------------------------------------
def asks(cast):
    return admission.ask_to_join(
        person=UserFactory(first_name="Nora", last_name="Nieuw"),
        address=AddressFactory(neighborhood=cast.molenwijk),
    )


def test_hosts_hear_who_waits_and_who_arrives(cast):
    make_host(cast.an)
    waiting = asks(cast)
    for name in ("newcomer_waits", "newcomer_arrived"):
        assert set(kinds.get(name).audience(waiting)) == ({cast.an} if "waits" in name else set())
    admission.admit_at_counter(membership=waiting, by=cast.admin)
    waiting.refresh_from_db()
    assert set(kinds.get("newcomer_arrived").audience(waiting)) == {cast.an}
    for name in ("newcomer_waits", "newcomer_arrived"):
        assert Notice.objects.filter(kind=name, target_id=waiting.pk).count() == 1
        body = preview(kinds.get(name), waiting)
        assert "Nora Nieuw" in body.subject
        assert waiting.address.number not in body.text.split()
    # What is sent is asked again: who waits no more is not announced as waiting.
    assert kinds.get("newcomer_waits").load_allowed(cast.an, [waiting.pk]) == {}
    assert kinds.get("newcomer_arrived").load_allowed(cast.an, [waiting.pk])
    assert kinds.get("newcomer_arrived").load_allowed(cast.chadia, [waiting.pk]) == {}


def test_a_host_is_not_told_of_somebody_behind_a_block(cast):
    make_host(cast.an)
    waiting = asks(cast)
    Block.objects.create(blocker=waiting.person, blocked=cast.an, created_at=clock.now())
    assert not kinds.get("newcomer_waits").audience(waiting).exists()
    assert "Nora" not in page_of(Visitor(cast.an).get("waiting_list", "molenwijk"))
    admission.admit_at_counter(membership=waiting, by=cast.admin)
    waiting.refresh_from_db()
    assert not kinds.get("newcomer_arrived").audience(waiting).exists()


def test_without_hosts_nothing_is_written_for_them(cast):
    make_host(cast.chadia)
    admission.admit_at_counter(membership=asks(cast), by=cast.admin)
    assert not Notice.objects.filter(kind__startswith="newcomer").exists()


def test_a_host_who_stopped_before_the_mail_left_is_not_told(cast):
    make_host(cast.an)
    waiting = asks(cast)
    assert kinds.get("newcomer_waits").load_allowed(cast.an, [waiting.pk])
    hosts.stop_hosting(membership=home(cast.an), by=cast.an)
    assert kinds.get("newcomer_waits").load_allowed(cast.an, [waiting.pk]) == {}


# --- The list -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["an", "chadia", "dirk", "els", "former_worker", "moderator", "admin", "superuser"]
)
def test_the_list_is_for_hosts_and_workers(cast, name):
    visitor = Visitor(getattr(cast, name))
    assert visitor.get("waiting_list", "molenwijk").status_code == 404
    if name == "an":
        page = page_of(visitor.get("feed", "molenwijk"))
        assert Visitor.url("waiting_list", "molenwijk") not in page


def test_name_and_street_are_shown_and_nothing_else(cast):
    make_host(cast.an)
    address = home(cast.dirk).address
    address.number, address.box = "4711", "B99"
    address.save()
    for person in (cast.an, cast.worker):
        page = page_of(Visitor(person).get("waiting_list", "molenwijk"))
        assert "Dirk Maes" in page
        assert address.street in page
        for secret in ("4711", "B99", cast.dirk.email):
            assert secret not in page


def test_the_list_goes_on_page_by_page(cast):
    for number in range(45):
        MembershipFactory(
            pending=True,
            neighborhood=cast.molenwijk,
            person=UserFactory(last_name=f"Wacht{number:02}"),
        )
    visitor = Visitor(cast.worker)
    first = page_of(visitor.get("waiting_list", "molenwijk"))
    mark = first.split('href="?after=')[1].split('"')[0]
    rest = page_of(visitor.get("waiting_list", "molenwijk", after=mark))
    seen = [f"Wacht{number:02}" for number in range(45)]
    assert sum(name in first for name in seen) + sum(name in rest for name in seen) == 45
    assert visitor.get("waiting_list", "molenwijk", after="nonsense").status_code == 200


# --- The worker at the door -----------------------------------------------------------------------
def test_a_worker_sees_the_number_only_when_asking_for_it_and_that_is_kept(cast):
    visitor = Visitor(cast.worker)
    address = home(cast.dirk).address
    address.number, address.box = "4711", "B99"
    address.save()
    args = ("waiting_check", "molenwijk", home(cast.dirk).public_id)
    assert "4711" not in page_of(visitor.get(*args))
    assert not AuditEntry.objects.filter(action="address_read").exists()
    page = page_of(visitor.post(*args))
    assert "4711" in page
    assert "B99" in page
    entry = AuditEntry.objects.get(action="address_read")
    assert (entry.actor, entry.subject) == (cast.worker.audit_id, cast.dirk.audit_id)


def test_a_worker_admits_and_the_person_hears_who_it_was(cast):
    waiting = home(cast.dirk)
    Visitor(cast.worker).post("waiting_admit", "molenwijk", waiting.public_id)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.proof, waiting.admitted_by) == (
        "active", "counter", cast.worker,
    )  # fmt: skip
    body = preview(kinds.get("membership_welcome"), waiting)
    for text in (body.text, body.html):
        assert "Wim Janssens (Buurtwerker, OCMW Oeverbeke) looked at your document" in text


def test_an_administrator_is_not_named_to_who_was_let_in(cast):
    admission.admit_at_counter(membership=home(cast.dirk), by=cast.admin)
    body = preview(kinds.get("membership_welcome"), home(cast.dirk))
    assert "Mertens" not in body.text
    assert "looked at your document" not in body.text


@pytest.mark.parametrize(
    "name",
    ["an", "chadia", "dirk", "els", "former_worker", "moderator", "admin", "superuser"],
)
def test_nobody_else_checks_or_admits_on_the_site(cast, name):
    if name == "an":
        make_host(cast.an)  # a host vouches, and checks no documents
    visitor = Visitor(getattr(cast, name))
    public_id = home(cast.dirk).public_id
    for page in ("waiting_check", "waiting_admit"):
        assert visitor.post(page, "molenwijk", public_id).status_code == 404
    assert visitor.get("waiting_check", "molenwijk", public_id).status_code == 404
    assert home(cast.dirk).state == "pending"


def test_a_worker_does_not_admit_themselves_or_somebody_elsewhere(cast):
    mine = MembershipFactory(person=cast.worker, neighborhood=cast.molenwijk, pending=True)
    visitor = Visitor(cast.worker)
    assert visitor.post("waiting_admit", "molenwijk", mine.public_id).status_code == 404
    assert visitor.post("waiting_admit", "oude-haven", home(cast.dirk).public_id).status_code == 404
    assert not Membership.objects.active().filter(person__in=[cast.worker, cast.dirk]).exists()


def test_whom_the_town_removed_is_not_let_in_by_a_worker(cast):
    admission.end_membership(membership=home(cast.bram), by=cast.admin, state="removed")
    waiting = admission.ask_to_join(
        person=cast.bram, address=AddressFactory(neighborhood=cast.molenwijk)
    )
    visitor = Visitor(cast.worker)
    assert visitor.post("waiting_admit", "molenwijk", waiting.public_id).status_code == 404
    with pytest.raises(admission.DomainError):
        admission.admit_at_counter(membership=waiting, by=cast.worker)
    waiting.refresh_from_db()
    assert waiting.state == "pending"
