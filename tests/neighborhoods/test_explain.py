"""On PostgreSQL the pages that everybody opens find their rows through an index, however many there are."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core import clock
from core.keyset import encode
from neighborhoods.models import FeedEntry
from notifications.models import Delivery, Notice
from tests.cast import make_cast
from tests.factories.neighborhoods import NeighborhoodFactory

from .crowd import fill_feed, fill_neighborhood, fill_thread
from .visiting import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
AREA = "molenwijk"
LARGE = {
    "neighborhoods_post", "neighborhoods_feedentry", "neighborhoods_reply",
    "notifications_delivery", "core_privatephoto",
}  # fmt: skip


def scanned(plan):
    """The large tables that a plan reads from end to end."""
    found = {plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set()
    for below in plan.get("Plans", []):
        found |= scanned(below)
    return found & LARGE


def explain(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        return cursor.fetchone()[0][0]["Plan"]


@pytest.fixture
def town(db):
    """Twenty neighborhoods with a thousand posts each, and as many replies and deliveries."""
    cast = make_cast()
    now = clock.now()
    areas = [cast.molenwijk, cast.oude_haven, *(NeighborhoodFactory() for _n in range(18))]
    posts, people = {}, [cast.an, cast.bram, cast.worker]
    for area in areas:
        authors = fill_neighborhood(area, 20)
        people += authors
        posts[area.slug] = fill_feed(area, authors, 1000)
    fill_thread(posts[AREA][0], people, 2000)
    for n in range(1, 19):
        fill_thread(posts[areas[n].slug][0], people, 1000)
    notices = Notice.objects.bulk_create(
        Notice(kind="new_post", target_kind="post", target_id=post.pk, event_key=f"x:{post.pk}",
               created_at=now, not_before=now, expanded_at=now)
        for post in posts[AREA][:100]
    )  # fmt: skip
    Delivery.objects.bulk_create(
        [
            Delivery(notice=notice, event_key=notice.event_key, recipient=person, channel="inbox",
                     state="sent", not_before=now, created_at=now, sent_at=now,
                     read_at=None if place % 3 else now)
            for notice in notices
            for place, person in enumerate(people[:200])
        ],
        batch_size=2000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cast, posts[AREA]


def check_that_a_scan_is_seen():
    ways = ["enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"]
    with connection.cursor() as cursor:
        for way in ways:
            cursor.execute(f"SET {way} = off")
        assert scanned(explain("SELECT * FROM neighborhoods_post WHERE id = 1"))
        for way in ways:
            cursor.execute(f"RESET {way}")


def test_no_large_table_is_read_from_end_to_end(town):
    check_that_a_scan_is_seen()
    cast, posts = town
    deep = FeedEntry.objects.filter(neighborhood=cast.molenwijk).order_by("-visible_from", "-id")[
        900
    ]
    mark = encode(deep.visible_from, deep.pk)
    wrong, asked = [], 0
    with translation.override("en"):
        for person in (cast.bram, cast.worker):
            visitor = Visitor(person)
            since = encode(clock.now() - dt.timedelta(hours=3), 0)
            pages = [
                ("feed", (AREA,), {}), ("feed", (AREA,), {"before": mark}),
                ("feed", (AREA,), {"kind": "help_request"}), ("help_list", (AREA,), {}),
                ("feed_news", (AREA,), {"since": since}),
                ("post_detail", (AREA, posts[0].public_id), {}),
                ("post_detail", (AREA, posts[500].public_id), {}),
                ("bin_list", (AREA,), {}), ("member_list", (AREA,), {}),
                ("post_create", (AREA, "message"), {}),
                ("notifications:notice_list", (), {}),
            ]  # fmt: skip
            for name, args, query in pages:
                with CaptureQueriesContext(connection) as captured:
                    response = visitor.client.get(visitor.url(name, *args), query)
                assert response.status_code == 200, name
                for each in captured:
                    sql = each["sql"]
                    if sql.startswith("SELECT") and any(table in sql for table in LARGE):
                        asked += 1
                        tables = scanned(explain(sql))
                        if tables:
                            wrong.append(f"{name} {query} {person}: {tables}\n{sql}")
    assert asked > 40
    assert not wrong, "\n\n".join(wrong)


def test_writing_finds_its_rows_too(town):
    cast, posts = town
    with translation.override("en"):
        visitor = Visitor(cast.an)
        with CaptureQueriesContext(connection) as captured:
            visitor.fill("post_create", AREA, "message", body="Dag buren")
            visitor.post("post_thank", AREA, posts[3].public_id)
            fields = {"body": "Graag", "submission_key": "7f3f8a54-1111-4222-8333-944444444444"}
            visitor.post("reply_create", AREA, posts[3].public_id, **fields)
            visitor.post("post_flag", AREA, posts[3].public_id, reason="unkind")
    wrong = [
        each["sql"]
        for each in captured
        if each["sql"].startswith(("SELECT", "UPDATE", "DELETE"))
        and any(table in each["sql"] for table in LARGE)
        and scanned(explain(each["sql"]))
    ]
    assert not wrong, "\n\n".join(wrong)
