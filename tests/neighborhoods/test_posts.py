"""Posting, taking back, editing, binning, thanking and sharing, through the pages."""

import datetime as dt
import uuid

import pytest

from core import clock
from core.models import Draft
from neighborhoods.models import FeedEntry, HelpRequest, Post, Reaction
from notifications.models import Notice
from tests.factories.neighborhoods import PostFactory

from .visiting import Visitor, form_of, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
TEXT = "Wie heeft een ladder? Ik wil zaterdag mijn dakgoot schoonmaken."


def later(seconds=11):
    return clock.travel(clock.now() + dt.timedelta(seconds=seconds))


@pytest.fixture
def an(cast):
    return Visitor(cast.an)


@pytest.fixture
def bram(cast):
    return Visitor(cast.bram)


def write(visitor, kind="message", **fields):
    return visitor.fill("post_create", AREA, kind, **{"body": TEXT, **fields})


def test_a_message_from_the_first_tap_to_the_neighbors(cast, an, bram):
    assert an.url("post_create", AREA, "message") in page_of(an.get("post_choose", AREA))
    response = write(an)
    post = Post.objects.get()
    assert response.url == an.url("post_detail", AREA, post.public_id)
    assert (post.author, post.entered_by, post.title) == (cast.an, cast.an, "Wie heeft een ladder?")
    assert post.language == "en"
    own = page_of(an.client.get(response.url))
    assert TEXT in own
    assert an.url("post_undo", AREA, post.public_id) in own
    for name in ("feed", "help_list"):
        assert TEXT not in page_of(bram.get(name, AREA))
    assert bram.get("post_detail", AREA, post.public_id).status_code == 404
    with later():
        assert TEXT in page_of(bram.get("feed", AREA))
        assert TEXT in page_of(Visitor(cast.worker).get("feed", AREA))
        assert TEXT not in page_of(Visitor(cast.chadia).get("feed", "oude-haven"))
        assert TEXT not in page_of(Visitor(cast.worker).get("feed", "oude-haven"))
        assert bram.get("post_detail", AREA, post.public_id).status_code == 200


def test_an_own_title_stays(an):
    write(an, title=" Ladder \u202egezocht ")
    assert Post.objects.get().title == "Ladder gezocht"


@pytest.mark.parametrize("body", ["", "  \n ", "\u200b\u202e"])
def test_a_message_without_words(an, body):
    response = write(an, body=body)
    assert response.status_code == 422
    assert "Write a text." in page_of(response)
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"body": "x" * 4001}, "x" * 4001),
        ({"title": "t" * 121}, "t" * 121),
        ({"submission_key": "no-key"}, TEXT),
        ({"submission_key": None}, TEXT),
        ({"audience": "everybody"}, TEXT),
        ({"audience": None}, TEXT),
    ],
)
def test_a_mistake_loses_no_text(an, fields, kept):
    response = write(an, **fields)
    assert response.status_code == 422
    assert kept in page_of(response)
    assert not Post.objects.exists()
    assert not FeedEntry.objects.exists()
    # The next visit, on whatever device, finds it too.
    assert kept in page_of(an.get("post_create", AREA, "message"))


def test_an_unknown_kind_is_no_page(an):
    for kind in ("campaign", "survey", "MESSAGE", "x"):
        assert an.get("post_create", AREA, kind).status_code == 404
        assert an.post("post_create", AREA, kind, body=TEXT).status_code == 404
        assert an.post("draft_save", AREA, kind, body=TEXT).status_code == 404


def test_the_same_form_twenty_times_is_one_post(an):
    fields = {**form_of(an.get("post_create", AREA, "message"), "submission_key"), "body": TEXT}
    answers = [an.post("post_create", AREA, "message", **fields) for _time in range(20)]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert Post.objects.count() == FeedEntry.objects.count() == Notice.objects.count() == 1


def test_the_key_of_somebody_else_is_nothing_special(an, bram):
    key = uuid.uuid4()
    write(an, submission_key=str(key))
    write(bram, submission_key=str(key))
    assert Post.objects.filter(submission_key=key).count() == 2


def test_twenty_posts_an_hour(cast, an, bram):
    PostFactory.create_batch(
        20, author=cast.an, neighborhood=cast.molenwijk, created_at=clock.now()
    )
    response = write(an)
    assert response.status_code == 422
    assert "Take a little break" in page_of(response)
    assert TEXT in page_of(response)
    assert write(bram).status_code == 302
    with later(3601):
        assert write(an).status_code == 302


# Undo


def test_undo_within_the_seconds(an, bram):
    write(an, title="Mijn titel", audience="neighbors_only", share="on")
    post = Post.objects.get()
    with later(9):
        response = an.post("post_undo", AREA, post.public_id)
    assert response.url == an.url("post_create", AREA, "message")
    assert not Post.objects.exists()
    assert not FeedEntry.objects.exists()
    assert Notice.objects.get().cancelled_at is not None
    fields = form_of(an.client.get(response.url), "submission_key")
    assert fields["body"] == TEXT
    assert fields["title"] == "Mijn titel"
    assert fields["audience"] == "neighbors_only"
    assert fields["share"] == "on"
    assert fields["submission_key"] != str(post.submission_key)
    with later():
        assert TEXT not in page_of(bram.get("feed", AREA))


def test_undo_of_a_help_request_keeps_its_choices(an):
    write(an, "help_request", need="transport", when="today")
    an.post("post_undo", AREA, Post.objects.get().public_id)
    fields = form_of(an.get("post_create", AREA, "help_request"), "submission_key")
    assert (fields["need"], fields["when"], fields["body"]) == ("transport", "today", TEXT)
    assert not HelpRequest.objects.exists()


def test_undo_too_late(an):
    write(an)
    post = Post.objects.get()
    with later(10):
        response = an.client.post(an.url("post_undo", AREA, post.public_id), follow=True)
    assert "too late to undo" in page_of(response)
    assert Post.objects.get().state == "live"
    assert Notice.objects.get().cancelled_at is None


def test_nobody_undoes_for_somebody_else(cast, an):
    write(an)
    post = Post.objects.get()
    for other in (cast.bram, cast.worker, cast.chadia):
        assert Visitor(other).post("post_undo", AREA, post.public_id).status_code == 404
    assert Post.objects.get() == post


# Edit


@pytest.fixture
def post(cast):
    return PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Ladder", body="Eerst")


def edit(visitor, post, **fields):
    return visitor.fill("post_edit", AREA, post.public_id, **fields)


def test_an_edit_is_seen_as_one(an, bram, post):
    assert "edited" not in page_of(bram.get("post_detail", AREA, post.public_id))
    assert edit(an, post, body="Daarna").status_code == 302
    page = page_of(bram.get("post_detail", AREA, post.public_id))
    assert "Daarna" in page
    assert "edited" in page
    assert "edited" in page_of(bram.get("feed", AREA))
    assert not Notice.objects.exists(), "nobody is told again"


def test_an_edit_to_neighbors_only_hides_it_from_workers(cast, an, post):
    worker = Visitor(cast.worker)
    assert "Eerst" in page_of(worker.get("feed", AREA))
    edit(an, post, audience="neighbors_only")
    assert "Eerst" not in page_of(worker.get("feed", AREA))
    assert worker.get("post_detail", AREA, post.public_id).status_code == 404


def test_an_edit_of_another_window_is_not_overwritten(an, post):
    old = form_of(an.get("post_edit", AREA, post.public_id), "submission_key")
    edit(an, post, body="Uit dit venster")
    response = an.post("post_edit", AREA, post.public_id, **{**old, "body": "Uit het andere"})
    assert response.status_code == 422
    assert "changed in another window" in page_of(response)
    assert "Uit het andere" in page_of(response)
    post.refresh_from_db()
    assert post.body == "Uit dit venster"


def test_an_edit_shares_nothing_unasked(an, post):
    edit(an, post, share="on", body="Anders")
    post.refresh_from_db()
    assert post.shared_with_municipality_at is None


def test_an_edit_changes_neither_author_nor_moment(cast, an, post):
    edit(an, post, body="Anders", author=str(cast.bram.pk), created_at="2020-01-01", state="hidden",
         visible_from="2020-01-01", thanks_count="99", neighborhood=str(cast.oude_haven.pk))  # fmt: skip
    changed = Post.objects.get()
    for name in ("author", "created_at", "state", "visible_from", "thanks_count", "neighborhood"):
        assert getattr(changed, name) == getattr(post, name), name


@pytest.mark.parametrize("trait", ["hidden", "binned"])
def test_what_is_off_is_not_edited(cast, an, trait):
    off = PostFactory(neighborhood=cast.molenwijk, author=cast.an, **{trait: True})
    for name in ("post_edit", "post_detail"):
        assert an.get(name, AREA, off.public_id).status_code == 404
    assert an.post("post_delete", AREA, off.public_id).status_code == 404


# Bin


def test_to_the_bin_and_back(cast, an, bram, post):
    response = an.client.post(an.url("post_delete", AREA, post.public_id), follow=True)
    assert an.url("post_restore", AREA, post.public_id) in page_of(response)
    for visitor in (an, bram):
        assert visitor.get("post_detail", AREA, post.public_id).status_code == 404
        assert "Eerst" not in page_of(visitor.get("feed", AREA))
    assert "Ladder" in page_of(an.get("bin_list", AREA))
    assert "Ladder" not in page_of(bram.get("bin_list", AREA))
    assert bram.post("post_restore", AREA, post.public_id).status_code == 404
    assert an.post("post_restore", AREA, post.public_id).status_code == 302
    assert "Eerst" in page_of(bram.get("feed", AREA))
    assert an.post("post_restore", AREA, post.public_id).status_code == 404


def test_a_neighbor_bins_nothing_of_others(cast, post):
    for other in (cast.bram, cast.worker, cast.moderator, cast.admin):
        assert Visitor(other).post("post_delete", AREA, post.public_id).status_code == 404
    post.refresh_from_db()
    assert post.state == "live"


# Thanks


def test_thanks_and_taking_them_back(cast, bram, an, post):
    for visitor, count in ((bram, 1), (an, 2), (bram, 1), (an, 0)):
        response = visitor.post("post_thank", AREA, post.public_id)
        assert response.status_code == 302
        post.refresh_from_db()
        assert post.thanks_count == Reaction.objects.count() == count


def test_thanks_from_outside(cast, post):
    for other in (cast.chadia, cast.dirk, cast.els, cast.former_worker, cast.admin):
        assert Visitor(other).post("post_thank", AREA, post.public_id).status_code == 404
    assert not Reaction.objects.exists()


# The municipality


def test_shared_and_taken_back(cast, an, bram, post):
    officer = Visitor(cast.care)
    desk = officer.url("shared_desk:shared_detail", post.public_id)
    assert officer.client.get(desk).status_code == 404
    an.post("post_share", AREA, post.public_id, share="yes")
    assert "Eerst" in page_of(officer.client.get(desk))
    assert "shared this with the municipality since" in page_of(
        an.get("post_detail", AREA, post.public_id)
    )
    assert "shared" not in page_of(bram.get("post_detail", AREA, post.public_id)).split("<main")[1]
    an.post("post_share", AREA, post.public_id, share="no")
    assert officer.client.get(desk).status_code == 404
    post.refresh_from_db()
    assert post.shared_with_municipality_at is None


@pytest.mark.parametrize("answer", ["", "no", "on", "1", "YES"])
def test_only_a_clear_yes_shares(an, post, answer):
    an.post("post_share", AREA, post.public_id, share=answer)
    post.refresh_from_db()
    assert post.shared_with_municipality_at is None


def test_only_the_author_shares(cast, post):
    for other in (cast.bram, cast.worker, cast.care, cast.admin):
        response = Visitor(other).post("post_share", AREA, post.public_id, share="yes")
        assert response.status_code == 404
    post.refresh_from_db()
    assert post.shared_with_municipality_at is None


def test_a_sent_text_is_no_draft_any_more(an):
    an.post("draft_save", AREA, "message", body=TEXT)
    assert Draft.objects.count() == 1
    write(an)
    assert not Draft.objects.exists()
    assert form_of(an.get("post_create", AREA, "message"), "submission_key")["body"] == ""
