"""A block between two neighbors, on every surface, from both sides."""

import datetime as dt
import re
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Block
from core import clock
from core.limits import Limit
from core.models import PrivatePhoto
from neighborhoods.models import FeedEntry, Membership, Post, Reply
from neighborhoods.services import help_requests
from neighborhoods.services.blocking import WorksHere, block_neighbor
from notifications.models import Delivery
from notifications.querysets import unread_count
from notifications.services import expansion, notify, sending
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import (
    MembershipFactory,
    PostFactory,
    ReplyFactory,
    WorkAssignmentFactory,
)

from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"


def block(blocker, blocked):
    return Block.objects.create(blocker=blocker, blocked=blocked, created_at=clock.now())


@pytest.fixture(params=["an blocked", "bram blocked"])
def apart(request, cast):
    """An and Bram, with a block that one of the two made."""
    pair = (cast.an, cast.bram) if request.param == "an blocked" else (cast.bram, cast.an)
    block(*pair)
    return cast


def refused(response):
    """The page of something that is not there, without what differs by address and request."""
    assert response.status_code == 404
    text = re.sub(r'(?:href|action|value|content|nonce)="[^"]*"', "", page_of(response))
    return re.sub(r"[0-9a-f-]{36}", "", text)


# --- What neither side sees -----------------------------------------------------------------------
@pytest.mark.parametrize(("author", "reader"), [("an", "bram"), ("bram", "an")])
def test_no_page_shows_the_other_one(apart, author, reader):
    author, reader = getattr(apart, author), getattr(apart, reader)
    post = PostFactory(neighborhood=apart.molenwijk, author=author, title="kanarietitel",
                       body="kanarietekst ladder")  # fmt: skip
    ReplyFactory(post=post, author=apart.worker, body="kanarieantwoordonder")
    common = PostFactory(neighborhood=apart.molenwijk, author=apart.worker, title="Markt")
    reply = ReplyFactory(post=common, author=author, body="kanarieantwoord")
    Post.objects.filter(pk=common.pk).update(replies_count=1)
    photo = PrivatePhoto.objects.create(
        owner=author, full="photos/aa/full.jpg", small="photos/aa/small.jpg", width=9, height=9,
        bytes=9, created_at=clock.now(), target_kind="post", target_id=post.pk,
    )  # fmt: skip
    member = Membership.objects.get(person=author)
    visitor = Visitor(reader)
    shown = [
        visitor.get("feed", AREA), visitor.get("help_list", AREA), visitor.get("member_list", AREA),
        visitor.get("post_detail", AREA, common.public_id),
        visitor.get("search:result_list", q="ladder"), visitor.get("search:result_list", q="kanarie"),
        visitor.get("notifications:notice_list"), visitor.get("bin_list", AREA),
    ]  # fmt: skip
    for response in shown:
        assert response.status_code == 200
        text = page_of(response).replace('value="kanarie"', "")
        for word in ("kanarietitel", "kanarietekst", "kanarieantwoord", author.first_name + " "):
            assert word not in text, (word, response.request["PATH_INFO"])
    for name, public_id in [
        *((f"post_{name}", post.public_id) for name in ("detail", "edit", "flag", "block")),
        *((f"reply_{name}", reply.public_id) for name in ("edit", "flag", "block")),
        ("member_block", member.public_id),
    ]:
        hidden = refused(visitor.get(name, AREA, public_id))
        assert hidden == refused(visitor.get(name, AREA, uuid.uuid4())), name
    for name, public_id in [
        ("post_thank", post.public_id), ("reply_create", post.public_id),
        ("reply_draft_save", post.public_id), ("post_block", post.public_id),
        ("reply_thank", reply.public_id), ("reply_block", reply.public_id),
        ("member_block", member.public_id),
    ]:  # fmt: skip
        assert visitor.post(name, AREA, public_id, body="x").status_code == 404, name
    for size in ("small", "full"):
        assert visitor.get("photos:photo_detail", photo.public_id, size).status_code == 404
    assert Block.objects.count() == 1


@pytest.mark.parametrize("reader", ["chadia", "worker", "moderator", "anonymous"])
def test_a_block_changes_nothing_for_anybody_else(cast, reader):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    visitor = Visitor(getattr(cast, reader))
    before = visitor.get("post_detail", AREA, post.public_id).status_code
    block(cast.an, cast.bram)
    assert visitor.get("post_detail", AREA, post.public_id).status_code == before


def test_counts_tell_of_no_reply_that_is_not_shown(apart):
    post = PostFactory(neighborhood=apart.molenwijk, author=apart.worker)
    other = PostFactory(neighborhood=apart.molenwijk, author=apart.worker)
    ReplyFactory(post=post, author=apart.an)
    ReplyFactory(post=post, author=apart.worker)
    ReplyFactory(post=post, author=apart.an, state="binned")
    ReplyFactory(post=other, author=apart.an)
    Post.objects.filter(pk=post.pk).update(replies_count=2)
    Post.objects.filter(pk=other.pk).update(replies_count=1)
    by_bram = page_of(Visitor(apart.bram).get("feed", AREA))
    assert by_bram.count("1 reply<") == 1
    assert "2 replies" not in by_bram
    for reader in (apart.an, apart.worker):
        page = page_of(Visitor(reader).get("feed", AREA))
        assert page.count("2 replies") == page.count("1 reply<") == 1
    # Blocks elsewhere, and with people who replied nothing, take nothing off.
    block(apart.an, UserFactory())
    assert "2 replies" in page_of(Visitor(apart.an).get("feed", AREA))


def test_the_number_of_neighbors_is_that_of_the_list(apart):
    assert "1 neighbor<" in page_of(Visitor(apart.bram).get("feed", AREA))
    assert "1 neighbor<" in page_of(Visitor(apart.an).get("feed", AREA))
    assert "2 neighbors" in page_of(Visitor(apart.worker).get("feed", AREA))


def test_new_cards_are_not_counted(apart):
    from core.keyset import encode

    PostFactory(neighborhood=apart.molenwijk, author=apart.an)
    since = encode(clock.now() - dt.timedelta(days=1), 0)
    assert Visitor(apart.bram).get("feed_news", AREA, since=since).json() == {"new": 0}
    assert Visitor(apart.worker).get("feed_news", AREA, since=since).json() == {"new": 1}


def test_a_helper_one_does_not_see_is_not_named(cast):
    cara = UserFactory(first_name="Cara")
    MembershipFactory(person=cara, neighborhood=cast.molenwijk)
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, kind="help_request")
    ReplyFactory(post=post, author=cast.bram)
    help_requests.solve_help_request(post=post, helper=cast.bram, by=cast.an)
    block(cast.bram, cara)
    seen = page_of(Visitor(cara).get("post_detail", AREA, post.public_id))
    assert "This is solved. Thank you, neighbors!" in seen
    assert "Bram" not in seen
    assert "Bram Devos helped." in page_of(
        Visitor(cast.an).get("post_detail", AREA, post.public_id)
    )


def test_whom_one_does_not_see_cannot_be_chosen_as_helper(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, kind="help_request")
    ReplyFactory(post=post, author=cast.bram)
    ReplyFactory(post=post, author=cast.worker)
    block(cast.bram, cast.an)
    page = page_of(Visitor(cast.an).get("post_solve", AREA, post.public_id))
    assert "Wim" in page
    assert "Bram" not in page
    with pytest.raises(help_requests.NotAReplier):
        help_requests.solve_help_request(post=post, helper=cast.bram, by=cast.an)


# --- Who is told ----------------------------------------------------------------------------------
def told(notice):
    while expansion.expand_batch(notice.pk):
        pass
    return set(notice.deliveries.values_list("recipient__first_name", flat=True))


def test_neither_is_told_of_the_other(apart):
    post = PostFactory(neighborhood=apart.molenwijk, author=apart.an, kind="help_request")
    assert told(notify(kind="new_help_request", target=post, by=apart.an)) == {"Wim"}
    common = PostFactory(neighborhood=apart.molenwijk, author=apart.bram)
    reply = ReplyFactory(post=common, author=apart.an)
    assert told(notify(kind="reply", target=reply, by=apart.an)) == set()


def test_a_mail_that_waits_is_not_sent_any_more(cast, settings):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, kind="help_request")
    notice = notify(kind="new_help_request", target=post, by=cast.an)
    assert "Bram" in told(notice)
    block_neighbor(person=cast.an, neighborhood=cast.molenwijk, by=cast.bram)
    sending.send_batch()
    assert [message.to for message in mail.outbox] == [[cast.worker.email]]
    states = dict(notice.deliveries.filter(channel="email").values_list("recipient", "state"))
    assert states == {cast.bram.pk: "dropped", cast.worker.pk: "sent"}


def test_lines_about_each_other_leave_both_inboxes_at_once(cast):
    by_an = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    by_bram = PostFactory(neighborhood=cast.molenwijk, author=cast.bram)
    for post in (by_an, by_bram):
        told(notify(kind="new_post", target=post, by=post.author))
    assert (unread_count(cast.an), unread_count(cast.bram), unread_count(cast.worker)) == (1, 1, 2)
    block_neighbor(person=cast.bram, neighborhood=cast.molenwijk, by=cast.an)
    assert (unread_count(cast.an), unread_count(cast.bram), unread_count(cast.worker)) == (0, 0, 2)


def test_blocking_tells_the_other_one_nothing(cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.bram)
    Visitor(cast.an).post("post_block", AREA, Post.objects.get().public_id)
    assert Block.objects.exists()
    assert not Delivery.objects.exists()
    assert mail.outbox == []


# --- Blocking -------------------------------------------------------------------------------------
@pytest.mark.parametrize("of", ["post", "reply", "member"])
def test_an_blocks_bram_and_undoes_it(cast, of):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.bram, title="Fiets")
    reply = ReplyFactory(post=PostFactory(neighborhood=cast.molenwijk, author=cast.an),
                         author=cast.bram)  # fmt: skip
    thing = {"post": post, "reply": reply, "member": Membership.objects.get(person=cast.bram)}[of]
    an = Visitor(cast.an)
    page = page_of(an.get(f"{of}_block", AREA, thing.public_id))
    assert "Block Bram Devos?" in page
    assert not Block.objects.exists()
    answer = an.client.post(an.url(f"{of}_block", AREA, thing.public_id), follow=True)
    text = page_of(answer)
    assert "You and Bram Devos no longer see each other." in text
    assert "Fiets" not in text
    undo = an.url("accounts:block_end", Block.objects.get().public_id)
    assert f'action="{undo}"' in text
    an.client.post(undo)
    assert "Fiets" in page_of(an.get("feed", AREA))


def test_the_menus_offer_it_to_neighbors(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.bram)
    ReplyFactory(post=post, author=cast.worker)
    reply = ReplyFactory(post=post, author=cast.bram)
    ReplyFactory(post=post, author=None)
    an, bram = Visitor(cast.an), Visitor(cast.bram)
    page = page_of(an.get("post_detail", AREA, post.public_id))
    assert page.count("Block this person") == 3
    assert an.url("post_block", AREA, post.public_id) in page
    assert an.url("reply_block", AREA, reply.public_id) in page
    # One's own words have no such entry, and a worker blocks nobody at work.
    assert page_of(bram.get("post_detail", AREA, post.public_id)).count("Block this person") == 1
    worker = page_of(Visitor(cast.worker).get("post_detail", AREA, post.public_id))
    assert "Block this person" not in worker


def test_nobody_blocks_a_worker_of_the_neighborhood(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.worker)
    an = Visitor(cast.an)
    page = page_of(an.get("post_block", AREA, post.public_id))
    assert "You cannot block Wim Janssens" in page
    assert "A neighborhood worker has to be able to reach everybody." in page
    assert "Block this person" not in page
    answer = an.client.post(an.url("post_block", AREA, post.public_id), follow=True)
    assert "You cannot block a neighborhood worker." in page_of(answer)
    assert not Block.objects.exists()


@pytest.mark.parametrize("ends", [False, True])
def test_work_elsewhere_or_over_protects_nobody(cast, ends):
    place = cast.molenwijk if ends else cast.oude_haven
    WorkAssignmentFactory(person=cast.bram, neighborhoods=[place], ended=ends)
    block_neighbor(person=cast.bram, neighborhood=cast.molenwijk, by=cast.an)
    assert Block.objects.get().blocked == cast.bram


def test_the_service_refuses_a_worker(cast):
    with pytest.raises(WorksHere):
        block_neighbor(person=cast.worker, neighborhood=cast.molenwijk, by=cast.an)
    assert not Block.objects.exists()


@pytest.mark.parametrize("name", ["an", "chadia", "dirk", "els", "worker", "moderator", "admin"])
def test_only_neighbors_block_and_nobody_themselves(cast, name):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    reply = ReplyFactory(post=post, author=cast.an)
    member = Membership.objects.get(person=cast.an)
    visitor = Visitor(getattr(cast, name))
    for what, thing in (("post", post), ("reply", reply), ("member", member)):
        assert visitor.get(f"{what}_block", AREA, thing.public_id).status_code == 404
        assert visitor.post(f"{what}_block", AREA, thing.public_id).status_code == 404
    assert not Block.objects.exists()


def test_what_has_no_author_any_more_blocks_nobody(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=None)
    reply = ReplyFactory(post=post, author=None)
    an = Visitor(cast.an)
    assert an.post("post_block", AREA, post.public_id).status_code == 404
    assert an.post("reply_block", AREA, reply.public_id).status_code == 404
    assert "Block this person" not in page_of(an.get("post_detail", AREA, post.public_id))


def test_the_page_after_a_report_leads_there(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.bram)
    an, worker = Visitor(cast.an), Visitor(cast.worker)
    url = an.url("post_block", AREA, post.public_id)
    assert url in page_of(an.post("post_flag", AREA, post.public_id, reason="unkind"))
    assert url not in page_of(worker.post("post_flag", AREA, post.public_id, reason="unkind"))
    # What was reported is hidden, and its author can still be blocked.
    assert an.post("post_block", AREA, post.public_id).status_code == 302


def test_too_many_is_said_and_loses_nothing(cast, monkeypatch):
    monkeypatch.setattr("accounts.services.blocking.A_DAY", Limit("block", most=0, seconds=60))
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.bram)
    an = Visitor(cast.an)
    answer = an.client.post(an.url("post_block", AREA, post.public_id), follow=True)
    assert "You blocked a lot of people today." in page_of(answer)
    assert not Block.objects.exists()


def test_what_was_thanked_and_counted_stays_for_others(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.worker)
    reply = ReplyFactory(post=post, author=cast.bram)
    block(cast.an, cast.bram)
    assert Reply.objects.live().filter(pk=reply.pk).exists()
    assert FeedEntry.objects.filter(target_id=post.pk, state="live").exists()


# --- What it costs --------------------------------------------------------------------------------
def statements(visitor, name, *args):
    visitor.get(name, *args)
    with CaptureQueriesContext(connection) as captured:
        assert visitor.get(name, *args).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["feed", "post_detail", "member_list"])
def test_a_block_costs_one_query_at_most_and_none_for_others(cast, page):
    posts = [PostFactory(neighborhood=cast.molenwijk, author=cast.worker, kind="help_request")
             for _n in range(5)]  # fmt: skip
    for post in posts:
        ReplyFactory(post=post, author=cast.an)
    help_requests.solve_help_request(post=posts[0], helper=cast.an, by=cast.worker)
    args = (AREA, posts[0].public_id) if page == "post_detail" else (AREA,)
    bram, worker = Visitor(cast.bram), Visitor(cast.worker)
    before = statements(bram, page, *args), statements(worker, page, *args)
    block(cast.bram, cast.an)
    for _n in range(30):
        block(cast.bram, UserFactory())
    after = statements(bram, page, *args), statements(worker, page, *args)
    assert after[1] == before[1]
    assert before[0] <= after[0] <= before[0] + 1
