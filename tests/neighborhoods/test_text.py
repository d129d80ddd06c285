"""What people write on pages is text, wherever it is shown."""

import pytest

from core import clock
from core.models import PrivatePhoto
from neighborhoods.models import FeedEntry, Post, Reply
from tests.factories.neighborhoods import FlagFactory, PostFactory
from tests.payloads import XSS, Marked

from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
# Rows that are made past every form: PostgreSQL takes no NUL there.
STORED = [text.replace("\x00", "") for text in XSS]
HANDLED = {"script", "iframe", "object", "embed", "base", "style", "math", "marquee", "video"}


@pytest.fixture
def evil(cast):
    """People, posts, replies and photos that are called and say all sorts of things."""
    now = clock.now()
    for person, name in ((cast.an, XSS[0]), (cast.bram, XSS[12]), (cast.worker, XSS[-3])):
        person.first_name, person.last_name = name[:30], '"><b onclick=x>'
        person.save(update_fields=["first_name", "last_name"])
    posts = Post.objects.bulk_create(
        Post(
            neighborhood=cast.molenwijk, author=cast.an, title=text[:120], body=f"{text}\n- {text}",
            on_behalf_of=text[:120], created_at=now, visible_from=now,
            shared_with_municipality_at=now,
        )
        for text in STORED
    )  # fmt: skip
    FeedEntry.objects.bulk_create(
        FeedEntry(neighborhood=cast.molenwijk, kind="message", target_kind="post",
                  target_id=post.pk, visible_from=now)
        for post in posts
    )  # fmt: skip
    PrivatePhoto.objects.bulk_create(
        PrivatePhoto(owner=cast.an, target_kind="post", target_id=post.pk, alt=post.title,
                     full="x", small="x", width=9, height=9, bytes=9, created_at=now)
        for post in posts
    )  # fmt: skip
    Reply.objects.bulk_create(
        Reply(post=posts[0], author=cast.bram, body=text, created_at=now) for text in STORED
    )
    return posts


def check(response):
    assert response.status_code == 200, response.status_code
    found = Marked(page_of(response))
    assert found.dangers() == []
    # Scripts of ours aside, none of the elements that were typed became one.
    assert not found.names() & (HANDLED - {"script"})
    assert found.all("img") == [
        img for img in found.all("img") if img.get("src", "").startswith("/")
    ]
    return found


@pytest.mark.parametrize("name", ["bram", "worker"])
def test_feed_and_posts(cast, evil, name):
    visitor = Visitor(getattr(cast, name))
    # Each page in the place of the one before; the languages of the foot lead here too.
    begin = visitor.url("feed", AREA)
    url, shown = begin, 0
    for _page in range(len(STORED) // 20 + 1):
        found = check(visitor.client.get(url))
        shown += len(found.all("article"))
        links = {a.get("href") or "" for a in found.all("a")} - {url}
        url = next((each for each in links if each.startswith(f"{begin}?before=")), "")
    assert url == ""
    assert shown == len(STORED)
    check(visitor.get("post_detail", AREA, evil[0].public_id))
    after = Reply.objects.order_by("pk")[49].public_id
    check(visitor.get("post_detail", AREA, evil[0].public_id, after=str(after)))


def test_every_other_page(cast, evil):
    an, bram = Visitor(cast.an), Visitor(cast.bram)
    for post in evil[::7]:
        check(an.get("post_edit", AREA, post.public_id))
        check(bram.get("post_detail", AREA, post.public_id))
        check(bram.get("post_flag", AREA, post.public_id))
    check(bram.get("member_list", AREA))
    Post.objects.update(state="binned", binned_at=clock.now())
    check(an.get("bin_list", AREA))


def test_drafts_come_back_as_text(cast):
    an = Visitor(cast.an)
    for text in XSS[::5]:
        an.post("draft_save", AREA, "message", body=text, title=text)
        check(an.get("post_create", AREA, "message"))


def test_addresses_come_back_as_text(cast):
    bram = Visitor(cast.bram)
    for text in XSS[::5]:
        check(bram.get("feed", AREA, before=text, since=text))


def test_the_desk(cast, evil):
    FlagFactory(post=evil[0], flagged_by=cast.bram, note=XSS[3])
    Reply.objects.exclude(post=evil[0]).delete()
    for reply in Reply.objects.all():
        FlagFactory(
            post=evil[0],
            target_kind="reply",
            target_id=reply.pk,
            flagged_by=cast.an,
            note=reply.body,
        )
    for name, person in (
        ("flags_desk:flag_list", cast.moderator),
        ("shared_desk:shared_list", cast.care),
    ):
        response = Visitor(person).get(name)
        assert response.status_code == 200
        page = page_of(response)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    for name, person in (("flag_detail", cast.moderator), ("shared_detail", cast.care)):
        desk = "flags_desk" if name == "flag_detail" else "shared_desk"
        page = page_of(Visitor(person).get(f"{desk}:{name}", evil[0].public_id))
        for hostile in ("<script>alert", "<img src=x", "<svg onload", "<iframe src", "<b onclick"):
            assert hostile not in page


def test_what_turns_text_around_is_not_stored(cast):
    Visitor(cast.an).fill(
        "post_create",
        AREA,
        "message",
        body="geld \u202eneelrev\u202c \u200bmorgen",
        title="\u2066x\u2069y",
    )
    post = Post.objects.get()
    assert (post.body, post.title) == ("geld neelrev morgen", "xy")


def test_an_old_row_with_such_marks_is_cleaned_on_the_page(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, body="geld \u202eneelrev")
    assert "\u202e" not in page_of(Visitor(cast.bram).get("post_detail", AREA, post.public_id))
