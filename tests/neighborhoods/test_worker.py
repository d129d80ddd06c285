"""What neighbors keep among themselves, and when a worker's access ends."""

import datetime as dt
import re
import uuid

import pytest

from core import clock
from core.photos import read_photo
from core.services.photos import photos_of, store_photos
from neighborhoods.models import Post, WorkAssignment
from tests.factories.neighborhoods import PostFactory, ReplyFactory
from tests.uploads import jpeg, upload

from .visiting import Visitor, form_of, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
SECRET = "Alleen onder ons gezegd"


@pytest.fixture
def closed(cast):
    post = PostFactory(
        neighborhood=cast.molenwijk, author=cast.an, neighbors_only=True, title=SECRET, body=SECRET,
        kind="help_request",
    )  # fmt: skip
    store_photos(photos=[(read_photo(upload(jpeg())), SECRET)], by=cast.an, target=post)
    return post


def reading(post, reply):
    photo = photos_of(post).get()
    return [
        ("post_detail", AREA, post.public_id), ("post_flag", AREA, post.public_id),
        ("reply_flag", AREA, reply.public_id), ("reply_edit", AREA, reply.public_id),
        ("photos:photo_detail", photo.public_id, "full"),
        ("photos:photo_detail", photo.public_id, "small"),
    ]  # fmt: skip


def writing(post, reply):
    of_post = ["reply_create", "reply_draft_save", "post_thank", "post_flag", "post_edit",
               "post_delete", "post_undo", "post_share", "post_solve", "post_reopen"]  # fmt: skip
    of_reply = ["reply_thank", "reply_flag", "reply_edit", "reply_delete", "reply_restore"]
    return [
        *((name, AREA, post.public_id) for name in of_post),
        *((name, AREA, reply.public_id) for name in of_reply),
    ]


def test_no_path_leads_a_worker_to_neighbors_only(cast, closed):
    # Even the worker's own reply, written before the author closed the post.
    reply = ReplyFactory(post=closed, author=cast.worker, body=SECRET)
    worker, bram = Visitor(cast.worker), Visitor(cast.bram)
    for name, *args in reading(closed, reply):
        assert worker.get(name, *args).status_code == 404, name
        assert worker.client.head(worker.url(name, *args)).status_code == 404, name
    for name, *args in writing(closed, reply):
        response = worker.post(name, *args, reason="unkind", body="x", helper="nobody")
        assert response.status_code == 404, name
    for name in ("feed", "help_list", "bin_list", "member_list"):
        assert SECRET not in page_of(worker.get(name, AREA)), name
    found = worker.client.get("/en/search/", {"q": "onder ons gezegd"})
    assert found.status_code == 200
    assert str(closed.public_id) not in page_of(found)
    # The neighbor reads it, so the paths above are the right ones.
    found = bram.client.get("/en/search/", {"q": "onder ons gezegd"})
    assert str(closed.public_id) in page_of(found)
    assert SECRET in page_of(bram.get("feed", AREA))
    assert SECRET in page_of(bram.get("help_list", AREA))
    for name, *args in reading(closed, reply):
        assert bram.get(name, *args).status_code == (404 if name == "reply_edit" else 200), name


def test_the_news_count_tells_a_worker_nothing(cast, closed):
    from core.keyset import encode

    since = encode(clock.now() - dt.timedelta(days=9), 0)
    assert Visitor(cast.bram).get("feed_news", AREA, since=since).json() == {"new": 1}
    assert Visitor(cast.worker).get("feed_news", AREA, since=since).json() == {"new": 0}


def test_a_worker_cannot_shut_out_workers(cast):
    worker = Visitor(cast.worker)
    assert "audience" not in form_of(worker.get("post_create", AREA, "message"), "submission_key")
    worker.fill("post_create", AREA, "message", body="Dag", audience="neighbors_only")
    assert Post.objects.get().audience == "neighbors"


def test_a_worker_speaks_for_somebody(cast):
    Visitor(cast.worker).fill(
        "post_create", AREA, "help_request", need="groceries", on_behalf_of="Mevrouw Peeters"
    )
    post = Post.objects.get()
    assert (post.on_behalf_of, post.author) == ("Mevrouw Peeters", cast.worker)
    with clock.travel(clock.now() + dt.timedelta(seconds=11)):
        for name, args in (("feed", [AREA]), ("post_detail", [AREA, post.public_id])):
            page = page_of(Visitor(cast.an).get(name, *args))
            assert "Mevrouw Peeters" in page
            assert "Wim" in page
            assert "Neighborhood worker" in page


def test_a_neighbor_speaks_for_nobody(cast):
    an = Visitor(cast.an)
    page = an.get("post_create", AREA, "message")
    assert "on_behalf_of" not in form_of(page, "submission_key")
    an.fill("post_create", AREA, "message", body="Dag", on_behalf_of="De burgemeester")
    post = Post.objects.get()
    assert post.on_behalf_of == ""
    an.fill("post_edit", AREA, post.public_id, on_behalf_of="De burgemeester")
    post.refresh_from_db()
    assert post.on_behalf_of == ""


def test_the_badge_of_a_worker_ends_with_the_work(cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.worker)
    PostFactory(neighborhood=cast.molenwijk, author=cast.former_worker)
    page = page_of(Visitor(cast.an).get("feed", AREA)).split("<main")[1]
    assert page.count("Neighborhood worker") == 1


def test_access_ends_at_the_moment_it_ends(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    own = PostFactory(neighborhood=cast.molenwijk, author=cast.worker)
    end = clock.now() + dt.timedelta(hours=1)
    WorkAssignment.objects.filter(person=cast.worker).update(valid_until=end)
    worker = Visitor(cast.worker)
    pages = [("feed", AREA), ("member_list", AREA), ("post_detail", AREA, post.public_id),
             ("post_create", AREA, "message"), ("post_edit", AREA, own.public_id),
             ("bin_list", AREA), ("feed", "oude-haven")]  # fmt: skip
    with clock.travel(end - dt.timedelta(microseconds=1)):
        for name, *args in pages:
            assert worker.get(name, *args).status_code == 200, name
    with clock.travel(end):
        for name, *args in pages:
            assert worker.get(name, *args).status_code == 404, name
        for name, *args in writing(post, ReplyFactory(post=post, author=cast.worker)):
            assert worker.post(name, *args, body="x").status_code == 404, name
        assert worker.post("post_delete", AREA, own.public_id).status_code == 404


def test_work_in_one_place_opens_no_other(cast):
    WorkAssignment.objects.get(person=cast.worker).neighborhoods.set([cast.oude_haven])
    worker = Visitor(cast.worker)
    assert worker.get("feed", "oude-haven").status_code == 200
    assert worker.get("feed", AREA).status_code == 404


def test_both_neighborhoods_are_in_the_header(cast):
    page = page_of(Visitor(cast.worker).get("feed", AREA))
    for slug in (AREA, "oude-haven"):
        assert Visitor.url("feed", slug) in page
    assert Visitor.url("feed", "oude-haven") not in page_of(Visitor(cast.an).get("feed", AREA))


# Nobody else gets in, on any address of the app


def addresses(cast):
    """Every address of the neighborhood's life, with things of Molenwijk that exist."""
    from neighborhoods.join_urls import join_urls
    from neighborhoods.models import Decision
    from neighborhoods.urls import urlpatterns

    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, kind="help_request")
    reply = ReplyFactory(post=post, author=cast.an)
    (photo,) = store_photos(photos=[(read_photo(upload(jpeg())), "x")], by=cast.an, target=post)
    decision = Decision.objects.create(
        neighborhood=cast.molenwijk, target_kind="post", target_id=post.pk, outcome="hide",
        reason="x", created_at=clock.now(),
    )  # fmt: skip
    found = {}
    for pattern in urlpatterns:
        if pattern in join_urls:
            continue
        route = str(pattern.pattern)
        args = [] if "<rest>" in route else [AREA]
        if "decisions" in route:
            args.append(decision.public_id)
        elif "replies/<uuid" in route:
            args.append(reply.public_id)
        elif "<uuid" in route:
            args.append(post.public_id)
        elif "<slug:kind>" in route:
            args.append("message")
        name = pattern.name
        found[name] = Visitor.url(name, *(args or ["x/"]))
    for size in ("full", "small"):
        found[f"photo {size}"] = Visitor.url("photos:photo_detail", photo.public_id, size)
    return found


OUTSIDERS = ["chadia", "dirk", "els", "former_worker", "moderator", "comms", "care", "admin",
             "superuser"]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDERS)
def test_there_is_nothing_for_outsiders(cast, name):
    visitor = Visitor(getattr(cast, name))
    everywhere = addresses(cast)
    assert len(everywhere) > 28
    for what, url in everywhere.items():
        answers = [visitor.client.get(url), visitor.client.head(url), visitor.client.post(url)]
        for answer in answers:
            # 405: the address takes no such method, whoever asks and whatever is there.
            assert answer.status_code in (404, 405), (what, answer.request["REQUEST_METHOD"])
        assert 404 in {answer.status_code for answer in answers}, what


def test_nobody_signed_in_is_sent_to_the_door(cast):
    visitor = Visitor()
    for what, url in addresses(cast).items():
        for answer in (visitor.client.get(url), visitor.client.post(url)):
            if what.startswith("photo "):
                assert answer.status_code in (404, 405), what
            else:
                assert answer.status_code == 405 or "/login/" in answer.url, what


def test_absent_and_forbidden_look_the_same(cast):
    chadia, everywhere = Visitor(cast.chadia), addresses(cast)
    url, other = everywhere["post_detail"], str(uuid.uuid4())
    here = url.rstrip("/").rpartition("/")[2]
    there, absent = chadia.client.get(url), chadia.client.get(url.replace(here, other))
    assert there.status_code == absent.status_code == 404
    token = re.compile(r'value="[A-Za-z0-9]{64}"')
    assert token.sub("", page_of(there)).replace(here, other) == token.sub("", page_of(absent))


def test_every_write_needs_its_token(cast):
    an = Visitor(cast.an, enforce_csrf_checks=True)
    before = [Post.objects.values().get() for _once in [PostFactory(author=cast.an)]]
    for what, url in addresses(cast).items():
        answer = an.client.post(url, {"body": "x", "reason": "unkind"})
        assert answer.status_code in (403, 405), what
    assert Post.objects.filter(title=before[0]["title"]).values().get() == before[0]
    assert Post.objects.count() == 2


def test_a_write_from_another_site_is_refused(cast):
    an = Visitor(cast.an)
    url = an.url("draft_save", AREA, "message")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert an.client.post(url, {"body": "x"}, headers=headers).status_code == 403
    assert an.client.post(url, {"body": "x"}).status_code == 200
