"""The dashboard's screens of people at the door, of hosts, of words given, and of growth."""

import datetime as dt

import pytest

from accounts.roles import Role
from core import clock
from neighborhoods import growth
from neighborhoods.models import JoinCode, Membership
from neighborhoods.services import admission, codes, vouching
from notifications import kinds
from notifications.channels.email import preview
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import AddressFactory, MembershipFactory

from .visiting import Visitor, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def desk(cast):
    for person in (cast.admin, cast.moderator):
        person.language = "en"
        person.save(update_fields=["language"])
    return Visitor(cast.admin)


def home(person):
    return Membership.objects.get(person=person)


def read(visitor, name, *args, **query):
    response = visitor.get(name, *args, **query)
    assert response.status_code == 200
    return page_of(response)


def act(visitor, name, row, **data):
    return visitor.post(name, row.public_id, **data)


def comes_back(cast):
    """Bram, whom the town removed, asks again."""
    admission.end_membership(membership=home(cast.bram), by=cast.admin, state="removed")
    return admission.ask_to_join(
        person=cast.bram, address=AddressFactory(neighborhood=cast.molenwijk)
    )


# --- Who waits ------------------------------------------------------------------------------------
def test_people_are_found_by_route_neighborhood_and_name(desk, cast):
    doubted, _plain = (
        MembershipFactory(
            pending=True,
            neighborhood=place,
            person=UserFactory(first_name=first, last_name="Wacht"),
        )
        for first, place in (("Dora", cast.molenwijk), ("Pia", cast.oude_haven))
    )
    vouching.vouch(membership=home(cast.dirk), by=cast.an)
    vouching.doubt(membership=doubted, by=cast.an)
    comes_back(cast)
    index = "community_waiting:index"

    def found(**wishes):
        page = read(desk, index, **wishes).split("<tbody>")[-1]
        return {n for n in ("Dirk", "Dora", "Pia", "Bram") if f">{n} " in page}

    assert found() == {"Dirk", "Dora", "Pia", "Bram"}
    assert found(route="vouched") == {"Dirk"}
    assert found(route="doubted") == {"Dora"}
    assert found(route="address") == {"Pia", "Bram"}
    assert found(route="removed") == {"Bram"}
    assert found(neighborhood=cast.oude_haven.pk) == {"Pia"}
    assert found(q="pia wacht") == {"Pia"}
    assert found(q="pia", route="vouched") == set()
    # What makes no sense filters nothing.
    assert found(route="person__email", neighborhood="x") == found()
    page = read(desk, index)
    assert "1 of 2 neighbors vouch" in page
    assert "a neighbor doubts" in page
    assert "Claes" not in page


def test_a_no_has_a_reason_that_the_person_reads_in_their_language(desk, cast):
    waiting = home(cast.dirk)
    refuse = "community_waiting:refuse"
    assert "We saw no proof" in read(desk, refuse, waiting.public_id)
    assert act(desk, refuse, waiting, reason="", words="x").status_code == 200
    assert act(desk, refuse, waiting, reason="other", words=" ").status_code == 200
    assert home(cast.dirk).state == "pending"
    act(desk, refuse, waiting, reason="other_address", words="Kom gerust langs.")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.refused_for) == ("removed", "other_address")
    body = preview(kinds.get("membership_refused"), waiting)
    for text in (body.text, body.html):
        assert "Your proof shows another address." in text
        assert "Kom gerust langs." in text


@pytest.mark.parametrize("words", ["Anna zegt nee", "volgens CLAES", "mevrouw claes, Molenweg"])
def test_a_no_never_names_a_neighbor_who_answered(desk, cast, words):
    cast.an.first_name = "Anna"
    cast.an.save(update_fields=["first_name"])
    waiting = home(cast.dirk)
    vouching.doubt(membership=waiting, by=cast.an)
    page = page_of(act(desk, "community_waiting:refuse", waiting, reason="other", words=words))
    assert "Leave out the names of neighbors" in page
    assert home(cast.dirk).state == "pending"
    # What was typed is not lost.
    assert words in page


def test_a_name_inside_another_word_is_no_name(cast):
    vouching.doubt(membership=home(cast.dirk), by=cast.an)
    refused = admission.refuse(
        membership=home(cast.dirk), by=cast.admin, reason="other", words="Reclaessen op aanvraag"
    )
    assert refused.state == "removed"


def test_being_refused_at_the_door_is_not_being_removed(desk, cast):
    admission.refuse(membership=home(cast.dirk), by=cast.admin)
    again = admission.ask_to_join(
        person=cast.dirk, address=AddressFactory(neighborhood=cast.molenwijk)
    )
    act(desk, "community_waiting:admit", again)
    again.refresh_from_db()
    assert again.state == "active"


# --- Two of the town ------------------------------------------------------------------------------
def test_whom_the_town_removed_needs_two_administrators(desk, cast):
    waiting = comes_back(cast)
    admit = "community_waiting:admit"
    assert "Propose to let in" in read(desk, "community_waiting:index")
    act(desk, admit, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.proposed_by) == ("pending", cast.admin)
    page = read(desk, "community_waiting:index")
    assert "Waits for another administrator" in page
    assert "Confirm: let in" not in page
    with pytest.raises(admission.DomainError):
        admission.admit_at_counter(membership=waiting, by=cast.admin)
    act(desk, admit, waiting)
    waiting.refresh_from_db()
    assert waiting.state == "pending"
    second = UserFactory(staff=True, role=Role.ADMINISTRATION, language="en")
    other = Visitor(second)
    assert "Confirm: let in" in read(other, "community_waiting:index")
    act(other, admit, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.proposed_by) == ("active", None)


def test_a_proposal_is_about_one_address(cast):
    waiting = comes_back(cast)
    admission.admit_at_counter(membership=waiting, by=cast.admin)
    admission.ask_to_join(
        person=cast.bram, address=AddressFactory(neighborhood=cast.molenwijk, street="Elders")
    )
    second = UserFactory(staff=True, role=Role.ADMINISTRATION)
    assert admission.admit_at_counter(membership=waiting, by=second).state == "pending"


# --- Looked at again ------------------------------------------------------------------------------
def vouched(cast, name="Vera"):
    """Somebody who came in on the words of two long-time members with names of their own."""
    vouchers = [
        MembershipFactory(
            neighborhood=cast.molenwijk, person=UserFactory(first_name=first, last_name=last)
        )
        for first, last in (("Vic", "Voorspreker"), ("Wies", "Woordhouder"))
    ]
    waiting = MembershipFactory(
        pending=True,
        neighborhood=cast.molenwijk,
        person=UserFactory(first_name=name, last_name="Binnen"),
    )
    for row in vouchers:
        vouching.vouch(membership=waiting, by=row.person)
    waiting.refresh_from_db()
    assert waiting.state == "active"
    return waiting, vouchers


def test_who_is_looked_at_again_stands_first_and_is_kept_or_ended(desk, cast):
    kept, (bad, _good) = vouched(cast, "Vera")
    ended, (worse, _other) = vouched(cast, "Veerle")
    for row in (bad, worse):
        admission.end_membership(membership=row, by=cast.admin, state="removed")
    page = read(desk, "community_waiting:index")
    assert page.index("To check again") < page.index("Vera Binnen") < page.index("Dirk Maes")
    assert "members to look at again" in page_of(desk.client.get("/admin/"))
    act(desk, "community_waiting:keep", kept)
    act(desk, "community_waiting:end", ended)
    kept.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.state, kept.review_since, ended.state) == ("active", None, "removed")
    for name in ("keep", "end"):
        for row in (kept, ended, home(cast.an)):
            assert act(desk, f"community_waiting:{name}", row).status_code == 404
    assert "To check again" not in read(desk, "community_waiting:index")


def test_administrator_and_moderator_read_who_vouched_for_whom(desk, cast):
    row, (vic, _wies) = vouched(cast)
    for person in (cast.admin, cast.moderator):
        visitor = Visitor(person)
        assert "Vera Binnen" in read(visitor, "community_vouches:index")
        page = read(visitor, "community_vouches:detail", row.public_id)
        for name in ("Vera Binnen", "Vic Voorspreker", "Wies Woordhouder"):
            assert name in page
        # A voucher who came in by letter has no page here, and nobody else is named.
        missing = visitor.get("community_vouches:detail", vic.public_id)
        assert missing.status_code == 404
        for secret in ("Claes", "Devos", "@oeverbeke.test"):
            assert secret not in page.replace(person.email, "")


def test_of_a_doubt_only_the_number_is_told(desk, cast):
    vouching.doubt(membership=home(cast.dirk), by=cast.an)
    page = read(desk, "community_vouches:detail", home(cast.dirk).public_id)
    assert "1 neighbor says that this person does not live there." in page
    assert "Claes" not in page


def test_a_moderator_reads_only_the_own_neighborhoods_and_nobody_who_waits(desk, cast):
    row, _vouchers = vouched(cast)
    Membership.objects.filter(pk=row.pk).update(neighborhood=cast.oude_haven)
    visitor = Visitor(cast.moderator)
    assert "Vera Binnen" not in read(visitor, "community_vouches:index")
    for other in (row, home(cast.dirk), home(cast.an)):
        assert visitor.get("community_vouches:detail", other.public_id).status_code == 404


def test_nobody_reads_who_vouched_for_themselves(desk, cast):
    row, _vouchers = vouched(cast)
    for person in (cast.moderator, cast.admin):
        Membership.objects.filter(pk=row.pk).update(person=person)
        visitor = Visitor(person)
        assert visitor.get("community_vouches:detail", row.public_id).status_code == 404
        assert str(row.public_id) not in read(visitor, "community_vouches:index")


@pytest.mark.parametrize("name", ["comms", "care", "translator", "superuser", "an", "worker"])
def test_the_people_screens_are_closed_to_others(desk, cast, name):
    row, _vouchers = vouched(cast)
    Membership.objects.filter(pk=row.pk).update(review_since=clock.now(), host_asked_at=clock.now())
    visitor = Visitor(getattr(cast, name))
    for page in ("community_vouches:index", "community_hosts:index", "community_waiting:index"):
        assert visitor.get(page).status_code in (302, 403, 404)
    assert visitor.get("community_vouches:detail", row.public_id).status_code in (302, 403, 404)
    for page in ("waiting:keep", "waiting:end", "hosts:make", "hosts:refuse", "hosts:end"):
        act(visitor, f"community_{page}", row)
    after = home(row.person)
    assert (after.state, after.host_since) == ("active", None)
    assert None not in (after.review_since, after.host_asked_at)


# --- Hosts ----------------------------------------------------------------------------------------
def test_hosts_are_made_refused_and_ended(desk, cast):
    for person in (cast.an, cast.bram):
        Membership.objects.filter(person=person).update(host_asked_at=clock.now())
    assert "neighbors ask to be hosts" in page_of(desk.client.get("/admin/"))
    assert "An Claes" in read(desk, "community_hosts:index")
    act(desk, "community_hosts:make", home(cast.an))
    act(desk, "community_hosts:refuse", home(cast.bram))
    assert (home(cast.an).host_since is None, home(cast.bram).host_since) == (False, None)
    page = read(desk, "community_hosts:index")
    assert "Bram Devos" not in page
    act(desk, "community_hosts:end", home(cast.an))
    assert home(cast.an).host_since is None
    assert "There are no hosts yet." in read(desk, "community_hosts:index")
    for name in ("make", "refuse", "end"):
        assert act(desk, f"community_hosts:{name}", home(cast.an)).status_code == 404


# --- Figures --------------------------------------------------------------------------------------
def test_growth_is_rounded_down_and_small_numbers_are_not_told(desk, cast):
    now = clock.now()
    for days, number in ((400, 12), (40, 9)):
        since = now - dt.timedelta(days=days)
        for _person in range(number):
            MembershipFactory(neighborhood=cast.oude_haven, activated_at=since, requested_at=since)
    bars = growth.members_by_month(cast.oude_haven)
    assert len(bars) == 13
    assert bars[-1].day == clock.today()
    # 12 a year ago, Chadia since three months, 9 more since forty days: 22.
    assert [str(bars[0].members), str(bars[-1].members)] == ["10", "20"]
    assert bars[-1].percent == 5
    assert {str(bar.members) for bar in growth.members_by_month(cast.molenwijk)} == {"<10"}
    page = read(desk, "community_neighborhoods:detail", cast.oude_haven.pk)
    assert "Members at the end of each month, of 400 households" in page
    assert "<td>22</td>" not in page


def test_who_ended_is_counted_until_the_end(cast):
    gone = clock.now() - dt.timedelta(days=70)
    for _person in range(15):
        MembershipFactory(neighborhood=cast.molenwijk, state="left", ended_at=gone)
    bars = growth.members_by_month(cast.molenwijk)
    assert str(bars[-1].members) == "<10"


def test_of_letters_the_return_is_told_in_tens(desk, cast):
    AddressFactory.create_batch(40, neighborhood=cast.molenwijk)
    batch = codes.make_batch(neighborhood=cast.molenwijk, by=cast.admin)
    pks = list(JoinCode.objects.filter(batch=batch).values_list("pk", flat=True))
    JoinCode.objects.filter(pk__in=pks[:9]).update(uses=2)
    assert "<td>&lt;10</td>" in read(desk, "community_letters:index")
    JoinCode.objects.filter(pk__in=pks[:14]).update(uses=3)
    page = read(desk, "community_letters:index")
    share = round(1000 / batch.codes_count)
    assert f"<td>10 ({share} of every 100 letters)</td>" in page
