"""Replies and thanks for them, through the pages."""

import datetime as dt

import pytest

from core import clock
from neighborhoods.models import Reaction, Reply
from notifications.models import Notice
from tests.factories.neighborhoods import PostFactory, ReplyFactory

from .visiting import Visitor, form_of, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
WORDS = "Kom hem maar halen, nummer 12."


@pytest.fixture
def post(cast):
    return PostFactory(neighborhood=cast.molenwijk, author=cast.an)


@pytest.fixture
def an(cast):
    return Visitor(cast.an)


@pytest.fixture
def bram(cast):
    return Visitor(cast.bram)


def answer(visitor, post, **fields):
    page = visitor.get("post_detail", AREA, post.public_id)
    data = {**form_of(page, "submission_key"), "body": WORDS, **fields}
    return visitor.post(
        "reply_create", AREA, post.public_id, **{n: v for n, v in data.items() if v is not None}
    )


def count(post):
    post.refresh_from_db()
    return post.replies_count


def test_a_reply_is_read_at_once_and_told_after_the_undo(cast, an, bram, post):
    response = answer(bram, post)
    reply = Reply.objects.get()
    assert response.url.endswith(f"#reply-{reply.public_id}")
    assert WORDS in page_of(an.get("post_detail", AREA, post.public_id))
    assert count(post) == 1
    notice = Notice.objects.get()
    assert (notice.kind, notice.actor) == ("reply", cast.bram)
    assert notice.not_before == reply.created_at + dt.timedelta(seconds=10)


def test_the_own_reply_tells_nobody(an, post):
    answer(an, post)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"body": ""}, {"body": " \u200b\n"}, {"body": "x" * 2001}, {"submission_key": "x"},
     {"submission_key": None}],
)  # fmt: skip
def test_a_mistake_loses_no_text(bram, post, fields):
    response = answer(bram, post, **fields)
    assert response.status_code == 422
    assert fields.get("body", WORDS).strip("\u200b \n") in page_of(response)
    assert count(post) == 0
    assert not Reply.objects.exists()


def test_the_same_form_twenty_times_is_one_reply(bram, post):
    fields = form_of(bram.get("post_detail", AREA, post.public_id), "submission_key")
    for _time in range(20):
        bram.post("reply_create", AREA, post.public_id, **{**fields, "body": WORDS})
    assert Reply.objects.count() == Notice.objects.count() == count(post) == 1


def test_a_hundred_and_twenty_an_hour(cast, bram, post):

    Reply.objects.bulk_create(
        Reply(post=post, author=cast.bram, body="x", created_at=clock.now()) for _n in range(120)
    )
    response = answer(bram, post)
    assert response.status_code == 422
    assert "Take a little break" in page_of(response)
    assert WORDS in page_of(response)


def test_an_edit_is_seen_as_one(cast, an, bram, post):
    reply = ReplyFactory(post=post, author=cast.bram)
    response = bram.fill("reply_edit", AREA, reply.public_id, field="body", body="Toch niet")
    assert response.status_code == 302
    page = page_of(an.get("post_detail", AREA, post.public_id))
    assert "Toch niet" in page
    assert "edited" in page
    stale = bram.post("reply_edit", AREA, reply.public_id, body="Oud", seen="new")
    assert stale.status_code == 422
    assert "changed in another window" in page_of(stale)
    reply.refresh_from_db()
    assert reply.body == "Toch niet"


def test_to_the_bin_and_back(cast, an, bram, post):
    answer(bram, post)
    reply = Reply.objects.get()
    deleted = bram.client.post(bram.url("reply_delete", AREA, reply.public_id), follow=True)
    assert bram.url("reply_restore", AREA, reply.public_id) in page_of(deleted)
    assert WORDS not in page_of(an.get("post_detail", AREA, post.public_id))
    assert count(post) == 0
    assert bram.post("reply_delete", AREA, reply.public_id).status_code == 404
    assert an.post("reply_restore", AREA, reply.public_id).status_code == 404
    bram.post("reply_restore", AREA, reply.public_id)
    assert WORDS in page_of(an.get("post_detail", AREA, post.public_id))
    assert count(post) == 1
    assert bram.post("reply_restore", AREA, reply.public_id).status_code == 404
    assert count(post) == 1


@pytest.mark.parametrize("name", ["an", "worker", "chadia", "dirk", "els", "moderator", "admin"])
def test_nobody_touches_the_reply_of_another(cast, post, name):
    reply = ReplyFactory(post=post, author=cast.bram)
    visitor = Visitor(getattr(cast, name))
    assert visitor.get("reply_edit", AREA, reply.public_id).status_code == 404
    for action in ("reply_edit", "reply_delete", "reply_restore"):
        response = visitor.post(action, AREA, reply.public_id, body="Van mij", seen="new")
        assert response.status_code == 404
    kept = Reply.objects.get()
    assert (kept.state, kept.body) == ("live", reply.body)


@pytest.mark.parametrize("name", ["chadia", "dirk", "els", "former_worker", "moderator", "care"])
def test_no_reply_and_no_thanks_from_outside(cast, post, name):
    visitor = Visitor(getattr(cast, name))
    reply = ReplyFactory(post=post, author=cast.bram)
    for action, thing in (("reply_create", post), ("reply_thank", reply)):
        response = visitor.post(action, AREA, thing.public_id, body=WORDS,
                                submission_key="7f3f8a54-1111-4222-8333-944444444444")  # fmt: skip
        assert response.status_code == 404
    assert Reply.objects.count() == 1
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("trait", ["binned", "hidden", "undoable"])
def test_no_reply_to_what_is_not_there(cast, bram, trait):
    off = PostFactory(neighborhood=cast.molenwijk, author=cast.an, **{trait: True})
    response = bram.post("reply_create", AREA, off.public_id, body=WORDS)
    assert response.status_code == 404
    assert not Reply.objects.exists()


def test_the_neighborhood_of_the_address_is_the_neighborhood_of_the_post(cast):
    # The worker may enter both; the post lies in one of them.
    worker = Visitor(cast.worker)
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    reply = ReplyFactory(post=post, author=cast.worker)
    for action, thing in (("post_detail", post), ("reply_edit", reply), ("post_flag", post)):
        assert worker.get(action, AREA, thing.public_id).status_code == 200
        assert worker.get(action, "oude-haven", thing.public_id).status_code == 404
    for action, thing in (("reply_create", post), ("post_thank", post), ("reply_delete", reply)):
        assert worker.post(action, "oude-haven", thing.public_id, body="x").status_code == 404


def test_thanks_for_a_reply(cast, an, bram, post):
    reply = ReplyFactory(post=post, author=cast.bram)
    for visitor, number in ((an, 1), (bram, 2), (an, 1), (bram, 0)):
        visitor.post("reply_thank", AREA, reply.public_id)
        reply.refresh_from_db()
        assert reply.thanks_count == Reaction.objects.count() == number


def test_fifty_at_a_time(cast, bram, post):
    Reply.objects.bulk_create(
        Reply(post=post, author=cast.an, body=f"antwoord-{n:03d}.", created_at=clock.now())
        for n in range(120)
    )
    seen, url = [], bram.url("post_detail", AREA, post.public_id)
    while url:
        page = page_of(bram.client.get(url))
        seen.append([n for n in range(120) if f"antwoord-{n:03d}." in page])
        last = Reply.objects.order_by("pk")[min(len(seen) * 50, 120) - 1]
        after = f"?after={last.public_id}"
        url = bram.url("post_detail", AREA, post.public_id) + after if after in page else ""
    assert seen == [list(range(50)), list(range(50, 100)), list(range(100, 120))]


@pytest.mark.parametrize("after", ["x", "", "7f3f8a54-1111-4222-8333-944444444444", "1 OR 1=1"])
def test_a_place_that_does_not_exist(cast, bram, post, after):
    ReplyFactory(post=post, author=cast.an)
    for name in ("after", "at"):
        response = bram.get("post_detail", AREA, post.public_id, **{name: after})
        assert response.status_code == 200


def test_a_place_under_another_post_shows_nothing_of_it(cast, bram, post):
    closed = PostFactory(neighborhood=cast.oude_haven, author=cast.chadia)
    other = ReplyFactory(post=closed, author=cast.chadia, body="kanarie van de buren")
    for name in ("after", "at"):
        page = bram.get("post_detail", AREA, post.public_id, **{name: str(other.public_id)})
        assert "kanarie" not in page_of(page)
