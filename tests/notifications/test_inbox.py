import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation

from core import clock, events
from neighborhoods.models import Membership, Post
from neighborhoods.services.posts import bin_post, restore_post
from neighborhoods.services.replies import bin_reply
from notifications import services
from notifications.inbox import inbox_page
from notifications.querysets import unread_count
from tests.factories.neighborhoods import PostFactory, ReplyFactory
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db
INBOX = "/nl/notifications/"


def line(cast, title="Ladder gezocht", person=None, **fields):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=title)
    return DeliveryFactory(target=post, recipient=person or cast.bram, inbox=True, **fields)


@pytest.fixture
def bram(client, cast):
    client.force_login(cast.bram)
    return client


def test_reader_sees_own_lines_and_nobody_elses(cast, bram):
    line(cast, "For Bram")
    line(cast, "For Wim", person=cast.worker)
    page = bram.get(INBOX).content.decode()
    assert "For Bram" in page
    assert "For Wim" not in page


def test_stranger_is_sent_to_sign_in(client, cast):
    row = line(cast)
    for path in (INBOX, f"{INBOX}{row.notice.public_id}/", f"{INBOX}preferences/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


@pytest.mark.parametrize("path", ["{}/", "{}/read/"])
def test_line_of_somebody_else_is_absent(cast, client, path):
    row = line(cast)
    client.force_login(cast.chadia)
    address = INBOX + path.format(row.notice.public_id)
    assert (client.post if "read" in path else client.get)(address).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_opening_leads_to_the_post_and_marks_the_line_read(cast, bram):
    row = line(cast)
    answer = bram.get(f"{INBOX}{row.notice.public_id}/")
    assert answer["Location"].startswith("/nl/n/molenwijk/posts/")
    row.refresh_from_db()
    assert row.read_at is not None


def test_looking_ahead_marks_nothing(cast, bram):
    row = line(cast)
    bram.head(f"{INBOX}{row.notice.public_id}/")
    row.refresh_from_db()
    assert row.read_at is None


def test_list_itself_marks_nothing(cast, bram):
    line(cast)
    bram.get(INBOX)
    assert unread_count(cast.bram) == 1


@pytest.mark.parametrize("state", ["hidden", "binned", "held"])
def test_what_is_no_longer_allowed_shows_nothing_and_opens_nothing(cast, bram, state):
    row = line(cast, "CANARY")
    Post.objects.update(state=state)
    assert "CANARY" not in bram.get(INBOX).content.decode()
    assert bram.get(f"{INBOX}{row.notice.public_id}/").status_code == 404


def test_who_left_sees_no_line_any_more(cast, bram):
    line(cast, "CANARY")
    Membership.objects.filter(person=cast.bram).update(state="left")
    assert "CANARY" not in bram.get(INBOX).content.decode()


def test_title_is_the_one_of_now(cast, bram):
    line(cast, "Before")
    Post.objects.update(title="After")
    page = bram.get(INBOX).content.decode()
    assert "After" in page
    assert "Before" not in page


def test_title_is_escaped(cast, bram):
    line(cast, "<script>alert(1)</script>")
    assert "<script>alert" not in bram.get(INBOX).content.decode()


def test_line_of_a_kind_that_is_gone_is_passed_over(cast, bram):
    line(cast, "CANARY", kind="kind_of_last_year")
    answer = bram.get(INBOX)
    assert answer.status_code == 200
    assert "CANARY" not in answer.content.decode()


def test_unread_stands_before_read(cast):
    older = line(cast, "Older unread")
    newer = line(cast, "Newer read", read_at=clock.now())
    titles = [entry.title for entry in inbox_page(cast.bram).lines]
    assert older.pk < newer.pk
    assert titles == ["Older unread", "Newer read"]


@pytest.mark.parametrize("unread", [0, 10, 20, 25, 45])
def test_pages_show_every_line_once(cast, unread):
    for n in range(45):
        line(cast, f"Line {n}", read_at=None if n < unread else clock.now())
    seen, after = [], ""
    for _ in range(5):
        page = inbox_page(cast.bram, after)
        seen += page.lines
        after = page.after
        if not after:
            break
    assert len(seen) == len({entry.public_id for entry in seen}) == 45
    assert [entry.is_unread for entry in seen] == sorted(
        (entry.is_unread for entry in seen), reverse=True
    )


@pytest.mark.parametrize("after", ["x", "new.", "read.zz-zz", "new.%00", "." * 500, "read.1-1"])
def test_nonsense_for_a_mark_is_no_error(cast, bram, after):
    line(cast)
    assert bram.get(INBOX, {"after": after}).status_code == 200


def test_page_shows_no_key_of_a_row(cast, bram):
    rows = [line(cast, f"Line {n}") for n in range(25)]
    page = bram.get(INBOX).content.decode()
    links = re.findall(r'href="([^"]*notifications[^"]*)"', page)
    for row in rows:
        assert not any(re.search(rf"\b{row.pk}\b", link.split("?")[0]) for link in links)


@pytest.mark.parametrize("size", [1, 5])
def test_page_costs_the_same_for_many_lines(cast, size, django_assert_num_queries):
    for n in range(size):
        line(cast, f"Line {n}")
    with django_assert_num_queries(4):
        inbox_page(cast.bram)


def test_one_line_is_marked_read_by_post_alone(cast, bram):
    row = line(cast)
    other = line(cast)
    assert bram.get(f"{INBOX}{row.notice.public_id}/read/").status_code == 405
    bram.post(f"{INBOX}{row.notice.public_id}/read/")
    row.refresh_from_db()
    other.refresh_from_db()
    assert row.read_at is not None
    assert other.read_at is None


def test_all_lines_are_marked_read_and_nobody_elses(cast, bram):
    line(cast)
    line(cast)
    line(cast, person=cast.worker)
    assert bram.get(f"{INBOX}read/").status_code == 405
    bram.post(f"{INBOX}read/")
    assert unread_count(cast.bram) == 0
    assert unread_count(cast.worker) == 1


def test_a_line_keeps_the_moment_it_was_first_read(cast, bram):
    moment = clock.now() - dt.timedelta(days=3)
    row = line(cast, read_at=moment)
    bram.get(f"{INBOX}{row.notice.public_id}/")
    row.refresh_from_db()
    assert row.read_at == moment


def test_badge_counts_in_one_query_and_to_ninety_nine(cast, django_assert_num_queries):
    first = line(cast)
    for _ in range(104):
        row = DeliveryFactory.build(
            notice=first.notice, recipient=cast.bram, inbox=True, event_key=f"x{_}"
        )
        row.save()
    with django_assert_num_queries(1):
        assert unread_count(cast.bram) == 99


def test_badge_of_nobody_and_of_the_switched_off_is_zero(cast, django_assert_num_queries):
    line(cast)
    cast.bram.is_active = False
    with django_assert_num_queries(0):
        assert unread_count(cast.anonymous) == 0
        assert unread_count(cast.bram) == 0


def test_mails_are_no_lines(cast, bram):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="CANARY")
    DeliveryFactory(target=post, recipient=cast.bram, state="sent")
    assert unread_count(cast.bram) == 0
    assert "CANARY" not in bram.get(INBOX).content.decode()


def test_whoever_left_is_told_of_nothing_by_the_badge(cast, django_capture_on_commit_callbacks):
    line(cast)
    membership = Membership.objects.get(person=cast.bram)
    membership.state = "left"
    membership.save(update_fields=["state"])
    with django_capture_on_commit_callbacks(execute=True):
        events.send_on_commit(events.membership_ended, Membership, membership=membership)
    assert unread_count(cast.bram) == 0


def test_dropping_keeps_what_is_still_allowed(cast):
    line(cast)
    gone = line(cast)
    Post.objects.filter(pk=gone.notice.target_id).update(state="hidden")
    assert services.drop_disallowed(person=cast.bram) == 1
    assert unread_count(cast.bram) == 1


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_inbox_speaks_the_language_of_its_address(cast, bram, language):
    row = line(cast)
    with translation.override(language):
        here = reverse("notifications:notice_list")
        there = reverse("notifications:notice_open", args=[row.notice.public_id])
    page = bram.get(here).content.decode()
    assert f'lang="{language}"' in page
    assert there in page


def test_after_a_visit_the_badge_counts_only_what_is_there(cast, bram):
    line(cast)
    gone = line(cast)
    others = DeliveryFactory(notice=gone.notice, recipient=cast.worker, inbox=True)
    Post.objects.filter(pk=gone.notice.target_id).update(state="hidden")
    bram.head(INBOX)
    assert unread_count(cast.bram) == 2
    bram.get(INBOX)
    assert unread_count(cast.bram) == 1
    others.refresh_from_db()
    assert others.state == "sent"


def test_nobody_takes_a_line_out_of_another_inbox(cast):
    row = line(cast, person=cast.worker)
    assert services.drop_lines(pks=[row.pk], by=cast.bram) == 0


@pytest.mark.parametrize("bring_back", [True, False])
def test_binned_post_leaves_the_badge_until_it_is_brought_back(cast, bring_back):
    row = line(cast)
    post = Post.objects.get(pk=row.notice.target_id)
    bin_post(post=post, by=cast.an)
    assert unread_count(cast.bram) == 0
    if bring_back:
        restore_post(post=post, by=cast.an)
    assert unread_count(cast.bram) == int(bring_back)


def test_binned_reply_leaves_the_badge(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, replies_count=1)
    reply = ReplyFactory(post=post)
    row = line(cast, person=cast.an)
    type(row.notice).objects.filter(pk=row.notice_id).update(
        target_kind="reply", target_id=reply.pk
    )
    assert unread_count(cast.an) == 1
    bin_reply(reply=reply, by=reply.author)
    assert unread_count(cast.an) == 0
