"""A worker's start page: every neighborhood at a glance, and nothing of any other."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from neighborhoods.models import FeedEntry, Flag, HelpRequest, Membership, WorkAssignment, WorkVisit
from neighborhoods.workplaces import HELP_SHOWN
from tests.factories.neighborhoods import (
    MembershipFactory,
    NeighborhoodFactory,
    PostFactory,
    ReplyFactory,
)

from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def worker(cast):
    return Visitor(cast.worker)


def start(visitor):
    response = visitor.get("neighborhood_list")
    assert response.status_code == 200
    return page_of(response).split("<main")[1].split("</main>")[0]


def section(page, title):
    """What stands below the heading, up to the next section."""
    return page.split(f">{title}</h2>")[1].split("</section>")[0]


def asked(cast, title, area=None, **fields):
    return PostFactory(
        neighborhood=area or cast.molenwijk, author=cast.an, kind="help_request", title=title,
        **fields,
    )  # fmt: skip


# --- Who comes here ---------------------------------------------------------------------------------
def test_a_resident_goes_on_to_the_own_neighborhood(cast):
    for person, slug in ((cast.an, "molenwijk"), (cast.chadia, "oude-haven")):
        response = Visitor(person).get("neighborhood_list")
        assert response["Location"] == Visitor.url("feed", slug)


@pytest.mark.parametrize(
    "name", ["dirk", "els", "former_worker", "moderator", "admin", "superuser"]
)
def test_who_belongs_nowhere_finds_nothing(cast, name):
    assert Visitor(getattr(cast, name)).get("neighborhood_list").status_code == 404


def test_a_visitor_is_sent_to_the_door(cast):
    assert "/account/login/" in Visitor().get("neighborhood_list").url


def test_it_is_closed_the_moment_the_work_ends(cast, worker):
    end = clock.now() + HOUR
    WorkAssignment.objects.filter(person=cast.worker).update(valid_until=end)
    with clock.travel(end - dt.timedelta(microseconds=1)):
        assert "Molenwijk" in start(worker)
    with clock.travel(end):
        assert worker.get("neighborhood_list").status_code == 404


# --- What is new ------------------------------------------------------------------------------------
def test_new_is_what_others_put_up_since_the_worker_looked(cast, worker):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Oud nieuws")
    assert "1 new" in start(worker)
    worker.get("feed", "molenwijk")
    page = start(worker)
    assert "Nothing new since you looked." in page
    assert "You have not looked here yet." in page  # Oude Haven
    PostFactory(neighborhood=cast.molenwijk, author=cast.bram, title="Vers", created_at=clock.now())
    PostFactory(
        neighborhood=cast.molenwijk, author=cast.worker, title="Eigen", created_at=clock.now()
    )
    page = start(worker)
    assert "1 new" in page
    assert "Vers" in page
    for title in ("Eigen", "Oud nieuws"):
        assert title not in page


def test_what_is_not_for_workers_is_neither_counted_nor_named(cast, worker):
    place = {"neighborhood": cast.molenwijk, "author": cast.an}
    PostFactory(**place, title="Onder buren", neighbors_only=True)
    PostFactory(**place, title="Verborgen", hidden=True)
    PostFactory(**place, title="Weggegooid", binned=True)
    PostFactory(**place, title="Nog even", undoable=True)
    flagged = PostFactory(**place, title="Gemeld")
    Flag.objects.create(
        neighborhood=cast.molenwijk, target_kind="post", target_id=flagged.pk,
        flagged_by=cast.worker, reason="unkind", created_at=clock.now(),
    )  # fmt: skip
    page = start(worker)
    assert " new<" not in page
    for title in ("Onder buren", "Verborgen", "Weggegooid", "Nog even", "Gemeld"):
        assert title not in page


def test_nothing_of_a_neighborhood_without_work(cast, worker):
    WorkAssignment.objects.get(person=cast.worker).neighborhoods.set([cast.molenwijk])
    PostFactory(neighborhood=cast.oude_haven, author=cast.chadia, title="Van hiernaast")
    asked(cast, "Hulp hiernaast", cast.oude_haven)
    page = start(worker)
    for words in ("Oude Haven", "Van hiernaast", "Hulp hiernaast"):
        assert words not in page


def test_a_look_at_a_later_page_or_at_one_kind_is_no_visit(cast, worker):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    worker.get("feed", "molenwijk", kind="message")
    worker.get("help_list", "molenwijk")
    worker.get("feed", "oude-haven", before="x")
    assert not WorkVisit.objects.filter(neighborhood=cast.molenwijk).exists()


def test_an_empty_feed_was_seen_and_a_visit_never_goes_back(cast, worker):
    worker.get("feed", "molenwijk")
    visit = WorkVisit.objects.get()
    assert (visit.person, visit.neighborhood) == (cast.worker, cast.molenwijk)
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, created_at=clock.now() - 9 * HOUR)
    worker.get("feed", "molenwijk")
    assert WorkVisit.objects.get().seen_at == visit.seen_at


def test_neighbors_leave_no_visit_and_a_home_keeps_its_own_mark(cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.bram)
    Visitor(cast.an).get("feed", "molenwijk")
    assert not WorkVisit.objects.exists()
    MembershipFactory(person=cast.worker, neighborhood=cast.molenwijk)
    Visitor(cast.worker).get("feed", "molenwijk")
    assert not WorkVisit.objects.exists()
    assert Membership.objects.get(person=cast.worker).feed_seen_at is not None


def test_the_feed_shows_a_worker_where_the_unread_ends(cast, worker):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Gezien")
    worker.get("feed", "molenwijk")
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, created_at=clock.now())
    assert "You have seen what is below" in page_of(worker.get("feed", "molenwijk"))


# --- Help requests ----------------------------------------------------------------------------------
def test_requests_without_an_answer_stand_first_the_longest_waiting_on_top(cast, worker):
    now = clock.now()
    asked(cast, "Gisteren gevraagd", created_at=now - 24 * HOUR)
    asked(cast, "Vorige week gevraagd", cast.oude_haven, created_at=now - 160 * HOUR)
    page = section(start(worker), "Help requests without an answer")
    assert page.index("Vorige week gevraagd") < page.index("Gisteren gevraagd")
    assert "Oude Haven" in page


def test_what_is_answered_solved_or_not_for_workers_waits_for_nobody(cast, worker):
    ReplyFactory(post=asked(cast, "Beantwoord"), author=cast.bram)
    HelpRequest.objects.filter(post=asked(cast, "Opgelost")).update(solved_at=clock.now())
    asked(cast, "Onder buren", neighbors_only=True)
    asked(cast, "Lang geleden", created_at=clock.now() - dt.timedelta(days=61))
    asked(cast, "Weg", binned=True)
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Geen vraag")
    page = section(start(worker), "Help requests without an answer")
    assert "Nobody waits." in page
    assert "<li" not in page


def test_an_answer_of_the_author_or_one_thrown_away_is_none(cast, worker):
    ReplyFactory(post=asked(cast, "Nog iets"), author=cast.an)
    ReplyFactory(post=asked(cast, "Toch niet"), author=cast.bram, state="binned")
    erased = asked(cast, "Verdwenen buur")
    ReplyFactory(post=erased, author=cast.bram)
    type(erased).objects.filter(pk=erased.pk).update(author=None)
    page = section(start(worker), "Help requests without an answer")
    assert "Nog iets" in page
    assert "Toch niet" in page
    assert "Verdwenen buur" not in page


def test_the_list_of_requests_does_not_grow_without_end(cast, worker):
    for number in range(HELP_SHOWN + 3):
        asked(cast, f"Vraag {number}.")
    page = section(start(worker), "Help requests without an answer")
    assert page.count("<li") == HELP_SHOWN
    assert "These wait the longest." in page


# --- Home and work ------------------------------------------------------------------------------------
def test_home_and_work_stand_apart(cast):
    home = NeighborhoodFactory(name="Thuiswijk", slug="thuiswijk")
    MembershipFactory(person=cast.worker, neighborhood=home)
    PostFactory(neighborhood=home, title="Onder ons", neighbors_only=True)
    asked(cast, "Vraag van thuis", home)
    page = start(Visitor(cast.worker))
    assert "Thuiswijk" not in section(page, "Where I work")
    at_home = section(page, "Where I live")
    assert "Thuiswijk" in at_home
    # A neighbor reads there what neighbors read; a neighbor's requests are no worker's list.
    assert "Onder ons" in at_home
    assert "Vraag van thuis" not in section(page, "Help requests without an answer")


def test_who_works_at_home_finds_it_once(cast):
    MembershipFactory(person=cast.worker, neighborhood=cast.molenwijk)
    page = start(Visitor(cast.worker))
    assert "Molenwijk" not in section(page, "Where I work")
    assert "Buurtwerker" in section(page, "Where I live, and work too")


def test_every_neighborhood_is_one_tap_away_and_two_from_anywhere(cast, worker):
    page = start(worker)
    for slug in ("molenwijk", "oude-haven"):
        assert f'href="{Visitor.url("feed", slug)}"' in page
    header = page_of(worker.get("feed", "molenwijk")).split("<main")[0]
    assert f'href="{Visitor.url("neighborhood_list")}"' in header
    assert "All neighborhoods" in header
    assert "All neighborhoods" not in page_of(Visitor(cast.an).get("feed", "molenwijk"))


def test_one_search_over_all_of_them(cast, worker):
    for area in (cast.molenwijk, cast.oude_haven):
        PostFactory(neighborhood=area, author=cast.an, title=f"Grasmaaier van {area.name}")
    page = start(worker)
    assert f'action="{Visitor.url("search:result_list")}"' in page
    found = page_of(worker.client.get("/en/search/", {"q": "grasmaaier", "kind": "posts"}))
    for name in ("Molenwijk", "Oude Haven"):
        assert f'<p class="meta">{name} ' in found
    WorkAssignment.objects.get(person=cast.worker).neighborhoods.set([cast.molenwijk])
    found = page_of(worker.client.get("/en/search/", {"q": "grasmaaier", "kind": "posts"}))
    assert "Oude Haven" not in found


# --- What it costs ------------------------------------------------------------------------------------
def cost(visitor):
    visitor.get("neighborhood_list")
    with CaptureQueriesContext(connection) as statements:
        start(visitor)
    return len(statements)


def fill(cast, area):
    for number in range(4):
        PostFactory(neighborhood=area, author=cast.an, title=f"{area.name} {number}")
        asked(cast, f"{area.name} vraagt {number}", area)
    FeedEntry.objects.filter(neighborhood=area).update(pinned_until=None)


def test_seven_neighborhoods_cost_what_one_costs(cast, worker):
    work = WorkAssignment.objects.get(person=cast.worker)
    work.neighborhoods.set([cast.molenwijk])
    fill(cast, cast.molenwijk)
    one = cost(worker)
    for number in range(6):
        area = NeighborhoodFactory(name=f"Wijk {number}")
        work.neighborhoods.add(area)
        fill(cast, area)
    page = start(worker)
    assert page.count("8 new") == 7
    assert cost(worker) == one <= 14
