import datetime as dt

import pytest
from django.urls import reverse

from core import clock
from neighborhoods.models import District, Membership, ModeratorAssignment, WorkAssignment
from tests.cast import make_cast
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import DistrictFactory, MembershipFactory, NeighborhoodFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def cast():
    made = make_cast()
    made.admin.language = "en"
    made.admin.save(update_fields=["language"])
    return made


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.admin)
    return client


def read(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def screens(cast):
    worker = cast.worker.workassignments.get()
    return [
        ("community_neighborhoods:index",),
        ("community_neighborhoods:detail", cast.molenwijk.pk),
        ("community_neighborhoods:edit", cast.molenwijk.pk),
        ("community_districts:index",),
        ("community_districts:add",),
        ("community_districts:edit", DistrictFactory().pk),
        ("community_letters:index",),
        ("community_letters:make", cast.molenwijk.pk),
        ("community_waiting:index",),
        ("community_workers:index",),
        ("community_workers:invite",),
        ("community_workers:edit", worker.pk),
        ("community_moderators:index",),
        ("community_moderators:add",),
    ]


def test_no_screen_shows_a_member_an_address_or_a_way_to_reach_anybody(desk, cast):
    cast.dirk.phone = "+32470123456"
    cast.dirk.save(update_fields=["phone"])
    MembershipFactory(
        person=UserFactory(), neighborhood=cast.molenwijk, address__street="Verklikstraat"
    )
    for screen in screens(cast):
        text = read(desk, *screen)
        # The administrator's own address stands in Wagtail's menu of the account.
        text = text.replace(cast.admin.email, "")
        for secret in (
            "@oeverbeke.test",
            "+32470123456",
            "Claes",
            "Devos",
            "Amrani",
            "Verklikstraat",
        ):
            assert secret not in text, (screen, secret)


@pytest.mark.parametrize(
    "name",
    ["moderator", "comms", "participation", "care", "translator", "superuser", "an", "worker"],
)
def test_the_menu_is_closed_to_every_other_role(client, cast, name):
    client.force_login(getattr(cast, name))
    for screen in screens(cast):
        response = client.get(reverse(screen[0], args=screen[1:]))
        assert response.status_code in (302, 403, 404), screen
    assert "community/letters" not in client.get("/admin/", follow=True).content.decode()


def test_the_administrator_finds_the_menu(desk):
    assert "community/letters" in desk.get("/admin/").content.decode()


def test_small_numbers_of_members_are_not_told(desk, cast):
    assert "&lt;10" in read(desk, "community_neighborhoods:index")
    assert "&lt;10" in read(desk, "community_neighborhoods:detail", cast.molenwijk.pk)
    cast.molenwijk.members_count, cast.molenwijk.households = 87, 400
    cast.molenwijk.save()
    text = read(desk, "community_neighborhoods:index")
    assert "<td>80</td>" in text
    assert "<td>20</td>" in text  # for each 100 households
    assert "87" not in text.split("<tbody>")[1]


def test_a_map_without_tiles_highlights_the_neighborhood(desk, cast):
    NeighborhoodFactory(name="Ernaast", west=3.71)
    text = read(desk, "community_neighborhoods:detail", cast.molenwijk.pk)
    assert "<svg" in text
    assert 'fill-opacity="0.35"' in text
    assert "<title>Ernaast</title>" in text


def test_a_neighborhood_gets_another_name_and_keeps_its_address(desk, cast):
    district = DistrictFactory()
    edit = reverse("community_neighborhoods:edit", args=[cast.molenwijk.pk])
    desk.post(edit, {"name": "Molenkwartier", "district": district.pk})
    cast.molenwijk.refresh_from_db()
    assert (cast.molenwijk.name, cast.molenwijk.slug) == ("Molenkwartier", "molenwijk")
    assert "has this name already" in desk.post(edit, {"name": "oude haven"}).content.decode()


def test_districts_are_made_once(desk):
    add = reverse("community_districts:add")
    assert desk.post(add, {"name": "Centrum"}).status_code == 302
    assert "has this name already" in desk.post(add, {"name": "centrum"}).content.decode()
    assert desk.post(add, {"name": "!!!"}).status_code == 200
    assert District.objects.count() == 1


# --- People who wait ---------------------------------------------------------------------------------
def test_of_who_waits_name_street_and_proof_are_shown(desk, cast):
    waiting = cast.dirk.memberships.get()
    text = read(desk, "community_waiting:index")
    for word in ("Dirk Maes", waiting.address.street, "none yet"):
        assert word in text
    assert f"{waiting.address.street} {waiting.address.number}" not in text


def test_the_counter_admits_and_refuses(desk, cast):
    waiting = cast.dirk.memberships.get()
    admit = reverse("community_waiting:admit", args=[waiting.public_id])
    assert desk.get(admit).status_code == 405
    desk.post(admit)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.proof) == ("active", "counter")
    # Decided: it is nobody's business any more.
    for name in ("admit", "refuse"):
        url = reverse(f"community_waiting:{name}", args=[waiting.public_id])
        assert desk.post(url).status_code == 404


def test_members_cannot_be_touched_by_their_id(desk, cast):
    for person in (cast.an, cast.els):
        membership = person.memberships.get()
        for name in ("admit", "refuse"):
            url = reverse(f"community_waiting:{name}", args=[membership.public_id])
            assert desk.post(url).status_code == 404


@pytest.mark.parametrize("name", ["comms", "moderator", "superuser", "an", "dirk", "worker"])
def test_nobody_else_admits(client, cast, name):
    client.force_login(getattr(cast, name))
    public_id = cast.dirk.memberships.get().public_id
    client.post(reverse("community_waiting:admit", args=[public_id]))
    client.post(reverse("community_waiting:refuse", args=[public_id]))
    assert Membership.objects.get(public_id=public_id).state == "pending"


# --- Workers and moderators ----------------------------------------------------------------------------
WORKER = {
    "first_name": "Nele",
    "last_name": "Bracke",
    "email": "nele@zorg.test",
    "organization": "Familiezorg",
    "function": "Thuisverzorgster",
    "first_day": "2026-01-01",
    "last_day": "",
}


def test_a_worker_is_invited_for_days_that_both_count(desk, cast):
    data = {**WORKER, "neighborhoods": [cast.molenwijk.pk], "last_day": "2026-03-31"}
    assert desk.post(reverse("community_workers:invite"), data).status_code == 302
    made = WorkAssignment.objects.get(person__email="nele@zorg.test")
    assert made.valid_from.isoformat() == "2025-12-31T23:00:00+00:00"
    assert made.valid_until.isoformat() == "2026-03-31T22:00:00+00:00"
    assert 'value="2026-03-31"' in read(desk, "community_workers:edit", made.pk)


@pytest.mark.parametrize(
    "wrong",
    [{"neighborhoods": []}, {"email": "x"}, {"function": ""}, {"last_day": "2025-12-31"}, {"first_day": ""}],
)  # fmt: skip
def test_an_invitation_needs_all_of_it(desk, cast, wrong):
    before = WorkAssignment.objects.count()
    data = {**WORKER, "neighborhoods": [cast.molenwijk.pk], **wrong}
    assert desk.post(reverse("community_workers:invite"), data).status_code == 200
    assert WorkAssignment.objects.count() == before


def test_inviting_a_residents_address_tells_nothing(desk, cast):
    fresh = {**WORKER, "neighborhoods": [cast.molenwijk.pk]}
    known = {**fresh, "email": cast.bram.email}
    answers = [desk.post(reverse("community_workers:invite"), data) for data in (fresh, known)]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    text = read(desk, "community_workers:index")
    assert text.count("Nele Bracke") == 2
    assert "Devos" not in text


def test_work_changes_and_ends(desk, cast):
    assignment = cast.worker.workassignments.get()
    data = {
        "organization": "OCMW", "function": "Brugfiguur", "neighborhoods": [cast.oude_haven.pk],
        "first_day": "2026-01-01", "last_day": "",
    }  # fmt: skip
    desk.post(reverse("community_workers:edit", args=[assignment.pk]), data)
    assignment.refresh_from_db()
    assert assignment.function == "Brugfiguur"
    assert list(assignment.neighborhoods.all()) == [cast.oude_haven]
    end = reverse("community_workers:end", args=[assignment.pk])
    assert desk.get(end).status_code == 405
    desk.post(end)
    assert not WorkAssignment.objects.current().filter(pk=assignment.pk).exists()


def test_only_moderators_can_be_chosen(desk, cast):
    add = reverse("community_moderators:add")
    text = read(desk, "community_moderators:add")
    assert "Mo Jacobs" in text
    for name in ("An Claes", "Wim Janssens", "Cleo Smet"):
        assert name not in text
    before = ModeratorAssignment.objects.count()
    data = {"neighborhoods": [cast.oude_haven.pk], "first_day": "2026-01-01", "last_day": ""}
    assert desk.post(add, {**data, "person": cast.an.pk}).status_code == 200
    assert ModeratorAssignment.objects.count() == before
    assert desk.post(add, {**data, "person": cast.moderator.pk}).status_code == 302
    made = ModeratorAssignment.objects.latest("pk")
    desk.post(reverse("community_moderators:end", args=[made.pk]))
    made.refresh_from_db()
    assert made.valid_until <= clock.now() + dt.timedelta(seconds=1)
