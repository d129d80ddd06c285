"""What a page costs, and that it costs the same in a large neighborhood."""

import gzip
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from neighborhoods.models import FeedEntry, Flag, Post, WorkAssignment
from notifications.models import Notice

from .crowd import fill_feed, fill_neighborhood, fill_thread
from .visiting import Visitor, form_of, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"


@contextmanager
def counting_objects():
    """Counts every row that becomes an object."""
    counted = [0]

    def count(sender, **signal):
        counted[0] += 1

    post_init.connect(count)
    try:
        yield counted
    finally:
        post_init.disconnect(count)


def cost(visitor, name, *args, **query):
    """Statements, objects, and the page; the second time, as caches of the process are warm then."""
    url = visitor.url(name, *args)
    visitor.client.get(url, query)
    with (
        CaptureQueriesContext(
            connection,
        ) as statements,
        counting_objects() as objects,
    ):
        response = visitor.client.get(url, query)
    assert response.status_code == 200
    return len(statements), objects[0], page_of(response)


@pytest.fixture
def authors(cast):
    return [cast.an, cast.bram, cast.worker, *fill_neighborhood(cast.molenwijk, 7)]


@pytest.mark.parametrize("name", ["bram", "worker"])
def test_feed(cast, authors, name):
    person = getattr(cast, name)
    visitor = Visitor(person)
    posts = fill_feed(cast.molenwijk, authors, 10, thanked_by=person)
    few, _objects, _page = cost(visitor, "feed", AREA)
    posts += fill_feed(cast.molenwijk, authors, 990, thanked_by=person)
    for post in posts[1::20]:
        Flag.objects.create(
            neighborhood=cast.molenwijk, target_kind="post", target_id=post.pk, flagged_by=person,
            reason="unkind", created_at=post.created_at,
        )  # fmt: skip
    many, objects, page = cost(visitor, "feed", AREA)
    assert page.count("<article") == 20
    # The page holds all that a card can show.
    for word in ("Mevrouw Peeters", "edited", "Een ladder", 'aria-pressed="true"', "Garden"):
        assert word in page, word
    assert many == few <= 10
    assert objects <= 500
    assert len(page.encode()) <= 40 * 1024
    assert len(gzip.compress(page.encode())) <= 10 * 1024


def test_later_pages_of_the_feed(cast, authors):
    from core.keyset import encode

    visitor = Visitor(cast.bram)
    fill_feed(cast.molenwijk, authors, 1000)
    deep = FeedEntry.objects.order_by("-visible_from", "-id")[900]
    first, _objects, _page = cost(visitor, "feed", AREA)
    later, objects, page = cost(visitor, "feed", AREA, before=encode(deep.visible_from, deep.pk))
    assert page.count("<article") == 20
    assert later <= first <= 10
    assert objects <= 500


@pytest.mark.parametrize("size", [50, 2000])
@pytest.mark.parametrize("name", ["bram", "worker"])
def test_post_page(cast, authors, size, name):
    person = getattr(cast, name)
    (post, *_others) = fill_feed(cast.molenwijk, authors, 3, thanked_by=person)
    fill_thread(post, authors, size)
    statements, objects, page = cost(Visitor(person), "post_detail", AREA, post.public_id)
    assert page.count("antwoord-") == 50
    assert "antwoord-0049." in page
    assert "antwoord-0050." not in page
    assert ("?after=" in page.split("<main")[1]) == (size > 50)
    assert statements <= 10
    assert objects <= 500


@pytest.mark.parametrize(
    ("name", "args"),
    [("member_list", (AREA,)), ("post_create", (AREA, "help_request")), ("bin_list", (AREA,)),
     ("post_choose", (AREA,)), ("help_list", (AREA,))],
)  # fmt: skip
def test_other_pages_do_not_grow(cast, authors, name, args):
    visitor = Visitor(cast.an)
    fill_feed(cast.molenwijk, authors, 3)
    few, _objects, _page = cost(visitor, name, *args)
    fill_feed(cast.molenwijk, authors, 997)
    fill_neighborhood(cast.molenwijk, 1000, "x")
    Post.objects.filter(author=cast.an).update(state="binned", binned_at="2026-11-01T00:00Z")
    many, objects, _page = cost(visitor, name, *args)
    assert many <= max(few, 10), (few, many)
    assert many <= 12
    assert objects <= 500


@pytest.fixture
def queued(monkeypatch):
    """What is put into the queue and not done here: for the request it is one statement each."""
    jobs = []
    monkeypatch.setattr("core.tasks.async_task", lambda *job, **options: jobs.append(job))
    return jobs


def statements_of_posting(visitor, queued, kind, **fields):
    url = visitor.url("post_create", AREA, kind)
    data = {**form_of(visitor.client.get(url), "submission_key"), **fields}
    queued.clear()
    with CaptureQueriesContext(connection) as captured, counting_objects() as objects:
        response = visitor.client.post(url, data)
    assert response.status_code == 302
    return len(captured) + len(queued), objects[0], [each["sql"] for each in captured]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("message", {"body": "Dag buren, wie komt er mee?"}),
        ("help_request", {"need": "garden", "body": "De haag is te hoog."}),
    ],
)
def test_posting_costs_the_same_for_any_neighborhood(cast, queued, kind, fields):
    visitor = Visitor(cast.an)
    statements_of_posting(visitor, queued, kind, **fields)
    fill_neighborhood(cast.molenwijk, 10)
    few, _objects, _sql = statements_of_posting(visitor, queued, kind, **fields)
    fill_neighborhood(cast.molenwijk, 4990, "x")
    many, objects, sql = statements_of_posting(visitor, queued, kind, **fields)
    assert Post.objects.count() == Notice.objects.count() == 3
    assert many == few <= 15, "\n".join(sql)
    assert objects <= 100


def test_a_worker_of_many_neighborhoods_pays_no_more(cast, authors):
    from tests.factories.neighborhoods import NeighborhoodFactory

    fill_feed(cast.molenwijk, authors, 30)
    visitor = Visitor(cast.worker)
    few, _objects, _page = cost(visitor, "feed", AREA)
    work = WorkAssignment.objects.get(person=cast.worker)
    work.neighborhoods.add(*[NeighborhoodFactory() for _n in range(20)])
    many, objects, _page = cost(visitor, "feed", AREA)
    assert many == few <= 10
    assert objects <= 500


def test_news_are_counted_cheaply(cast, authors):
    from core.keyset import encode

    posts = fill_feed(cast.molenwijk, authors, 1000)
    visitor = Visitor(cast.bram)
    url = visitor.url("feed_news", AREA)
    since = encode(posts[-1].visible_from, 0)
    visitor.client.get(url, {"since": since})
    with CaptureQueriesContext(connection) as statements, counting_objects() as objects:
        assert visitor.client.get(url, {"since": since}).json() == {"new": 20}
    assert len(statements) <= 5
    assert objects[0] <= 30
