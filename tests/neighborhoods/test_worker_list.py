"""What residents read about the workers among them, and that it is true."""

import datetime as dt

import pytest

from core import clock
from neighborhoods.models import Follow, WorkAssignment
from neighborhoods.policies import post_policy
from neighborhoods.services import workers
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import MembershipFactory, PostFactory, WorkAssignmentFactory

from .crowd import give_portraits
from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
DAY = dt.timedelta(days=1)


def shown(cast, area=AREA, person=None):
    response = Visitor(person or cast.an).get("worker_list", area)
    assert response.status_code == 200
    return page_of(response).split("<main")[1].split("</main>")[0]


def works(cast, first, places=None, **fields):
    return WorkAssignmentFactory(
        person=UserFactory(first_name=first, last_name="Test"),
        neighborhoods=places or [cast.molenwijk], **fields,
    )  # fmt: skip


def test_who_works_here_as_what_and_how_long(cast):
    until = clock.now().replace(year=clock.now().year + 1, month=3, day=1, hour=12)
    WorkAssignment.objects.filter(person=cast.worker).update(valid_until=until)
    page = shown(cast)
    for words in ("Wim Janssens", "Buurtwerker, OCMW Oeverbeke", "since ", "until "):
        assert words in page, words


def test_a_worker_who_shows_a_portrait_has_one_here(cast):
    assert '<img class="avatar"' not in shown(cast)
    give_portraits([cast.worker])
    assert '<img class="avatar"' in shown(cast)


def test_only_those_of_this_neighborhood_and_of_this_moment(cast):
    works(cast, "Hiernaast", [cast.oude_haven])
    works(cast, "Later", valid_from=clock.now() + DAY)
    works(cast, "Wachtend", waiting=True, field="police")
    barred = works(cast, "Gesperd").person
    barred.is_active = False
    barred.save(update_fields=["is_active"])
    page = shown(cast)
    for name in ("Hiernaast", "Later", "Wachtend", "Gesperd"):
        assert name not in page


def test_who_left_is_listed_for_a_year(cast):
    now = clock.now()
    works(cast, "Pas", valid_until=now - DAY)
    works(cast, "Lang", valid_from=now - 800 * DAY, valid_until=now - 366 * DAY)
    works(cast, "Nooit", valid_from=now - DAY, valid_until=now - DAY)
    works(cast, "Elders", [cast.oude_haven], valid_until=now - DAY)
    page = shown(cast).split("They worked here until recently")[1]
    assert "Pas Test" in page
    assert "Frida Goossens" in page
    for name in ("Lang", "Nooit", "Elders"):
        assert name not in page


def test_who_came_back_has_not_left(cast):
    WorkAssignmentFactory(
        person=cast.worker, neighborhoods=[cast.molenwijk], valid_until=clock.now() - DAY
    )
    page = shown(cast)
    assert "Wim Janssens" in page.split("They worked here until recently")[0]
    assert "Wim Janssens" not in page.split("They worked here until recently")[1]


def test_a_neighborhood_taken_away_is_a_neighborhood_left(cast):
    work = WorkAssignment.objects.get(person=cast.worker)
    workers.change_worker(
        assignment=work, organization=work.organization, function=work.function, field=work.field,
        neighborhoods=[cast.oude_haven], valid_from=work.valid_from, valid_until=None, by=cast.admin,
    )  # fmt: skip
    assert "Wim Janssens" in shown(cast).split("They worked here until recently")[1]
    at_work = shown(cast, "oude-haven", cast.chadia)
    assert "Wim Janssens" in at_work
    assert "They worked here until recently" not in at_work


def test_the_page_of_a_neighborhood_without_workers(cast):
    WorkAssignment.objects.all().delete()
    page = shown(cast)
    assert "Nobody works here now" in page
    assert "They worked here until recently" not in page


@pytest.mark.parametrize("name", ["chadia", "dirk", "els", "former_worker", "admin", "superuser"])
def test_nobody_else_reads_who_works_here(cast, name):
    assert Visitor(getattr(cast, name)).get("worker_list", AREA).status_code == 404


def test_it_shows_no_way_to_reach_anybody(cast):
    cast.worker.phone = "+32470111222"
    cast.worker.save(update_fields=["phone"])
    page = shown(cast)
    assert cast.worker.email not in page
    assert cast.worker.phone not in page


def test_it_is_found_from_where_somebody_looks(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    url = Visitor.url("worker_list", AREA)
    an = Visitor(cast.an)
    for name, *args in (("feed", AREA), ("member_list", AREA), ("post_create", AREA, "message"),
                        ("post_detail", AREA, post.public_id)):  # fmt: skip
        page = page_of(an.get(name, *args))
        assert f'href="{url}"' in page.split("columns__main")[1], name
        assert f'href="{url}"' in page.split("columns__main")[0], name  # the navigation


@pytest.mark.parametrize("state", ["neighbors", "neighbors_only", "nearby"])
def test_each_post_says_who_reads_it_and_it_is_true(cast, state):
    cast.molenwijk.adjacent.add(cast.oude_haven)
    Follow.objects.create(person=cast.chadia, neighborhood=cast.molenwijk, created_at=clock.now())
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, audience=state)
    page = page_of(Visitor(cast.bram).get("post_detail", AREA, post.public_id))
    readers = set(post_policy.audience("view", post))
    assert {cast.an, cast.bram} <= readers
    assert ("the workers of the neighborhood" in page) == (cast.worker in readers)
    assert ("Workers do not." in page) == (cast.worker not in readers)
    assert ("people from next door who follow it" in page) == (cast.chadia in readers)


def test_a_follower_gets_no_link_to_what_is_closed(cast):
    cast.molenwijk.adjacent.add(cast.oude_haven)
    Follow.objects.create(person=cast.chadia, neighborhood=cast.molenwijk, created_at=clock.now())
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, audience="nearby")
    chadia = Visitor(cast.chadia)
    page = page_of(chadia.get("post_detail", AREA, post.public_id))
    assert "people from next door who follow it" in page
    assert Visitor.url("worker_list", AREA) not in page
    assert chadia.get("worker_list", AREA).status_code == 404


def test_what_the_page_promises_holds(cast):
    """House number, e-mail and phone of a member are on no page that a worker opens."""
    member = MembershipFactory(
        neighborhood=cast.molenwijk, address__number="9731", address__box="8462",
        person=UserFactory(email="geheim@buur.test", phone="+32470999888"),
    )  # fmt: skip
    post = PostFactory(neighborhood=cast.molenwijk, author=member.person)
    worker = Visitor(cast.worker)
    for name, *args in (("neighborhood_list",), ("feed", AREA), ("member_list", AREA),
                        ("worker_list", AREA), ("post_detail", AREA, post.public_id)):  # fmt: skip
        page = page_of(worker.get(name, *args))
        for secret in ("9731", "8462", "geheim@buur.test", "+32470999888"):
            assert secret not in page, (name, secret)
