"""The feed: what stands in it, in which order, and what is new."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from core import clock
from core.keyset import encode
from neighborhoods.cards import address_in
from neighborhoods.models import FeedEntry, Membership
from tests.factories.neighborhoods import FlagFactory, PostFactory

from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def make(cast, number, minutes=0, **options):
    return PostFactory(
        **{
            "neighborhood": cast.molenwijk,
            "author": cast.an,
            "title": f"kaart-{number:03d}.",
            "body": "x",
            "created_at": NOW - dt.timedelta(minutes=minutes),
            **options,
        }
    )


def cards(page, most=200):
    """The numbers of the cards in the order of the page."""
    found = [(page.find(f"kaart-{n:03d}."), n) for n in range(most)]
    return [n for place, n in sorted(found) if place >= 0]


@pytest.fixture
def bram(cast):
    return Visitor(cast.bram)


def feed(visitor, **query):
    return page_of(visitor.get("feed", AREA, **query))


def test_the_newest_first(cast, bram):
    for number, minutes in ((1, 30), (2, 10), (3, 20)):
        make(cast, number, minutes)
    assert cards(feed(bram)) == [2, 3, 1]


def test_the_way_to_post_stands_first(cast, bram):
    make(cast, 1)
    page = feed(bram)
    assert 0 < page.find(bram.url("post_create", AREA, "help_request")) < page.find("kaart-001.")


def test_an_empty_feed_invites(bram):
    assert "Somebody has to be the first" in feed(bram)


def test_all_pages_together_show_each_card_once(cast, bram):
    # Many cards of one moment: the mark must tell them apart.
    for number in range(45):
        make(cast, number, minutes=number // 30)
    seen, query = [], {}
    for _page in range(3):
        page = feed(bram, **query)
        seen.append(cards(page))
        last = FeedEntry.objects.order_by("-visible_from", "-id")[sum(map(len, seen)) - 1]
        query = {"before": encode(last.visible_from, last.pk)}
        assert (query["before"] in page) == (len(seen) < 3)
    assert [len(each) for each in seen] == [20, 20, 5]
    assert sorted(n for page in seen for n in page) == list(range(45))


def test_a_new_post_moves_no_later_page(cast, bram):
    for number in range(25):
        make(cast, number, minutes=number)
    last = FeedEntry.objects.order_by("-visible_from", "-id")[19]
    before = encode(last.visible_from, last.pk)
    assert cards(feed(bram, before=before)) == [20, 21, 22, 23, 24]
    make(cast, 99, minutes=-5)
    assert cards(feed(bram, before=before)) == [20, 21, 22, 23, 24]


@pytest.mark.parametrize("before", ["x", "-", "1-1-1", "' OR 1=1 --", "9" * 500, "\u202e"])
def test_a_mark_that_is_none_is_the_first_page(cast, bram, before):
    make(cast, 1)
    assert cards(feed(bram, before=before)) == [1]


def test_a_mark_from_next_door_shows_nothing_of_it(cast, bram):
    post = make(cast, 7, neighborhood=cast.oude_haven, author=cast.chadia)
    entry = FeedEntry.objects.get(target_id=post.pk)
    for before in (encode(entry.visible_from + dt.timedelta(days=9), 0), encode(NOW, entry.pk + 1)):
        assert cards(feed(bram, before=before)) == []


def test_filters(cast, bram):
    make(cast, 1)
    make(cast, 2, kind="help_request")
    FeedEntry.objects.create(
        neighborhood=cast.molenwijk, kind="campaign", target_kind="campaign", target_id=1,
        visible_from=NOW,
    )  # fmt: skip
    assert cards(feed(bram, kind="message")) == [1]
    assert cards(feed(bram, kind="help_request")) == [2]
    assert cards(feed(bram, kind="municipality")) == []
    assert cards(page_of(bram.get("help_list", AREA))) == [2]


@pytest.mark.parametrize("kind", ["campaign", "survey", "x", "message,help_request", "MESSAGE"])
def test_a_filter_that_does_not_exist(bram, kind):
    assert bram.get("feed", AREA, kind=kind).status_code == 404


@pytest.mark.parametrize("trait", ["hidden", "binned", "undoable"])
def test_what_is_not_up_is_not_there(cast, bram, trait):
    make(cast, 1, **{trait: True})
    assert cards(feed(bram)) == []


def test_a_line_without_its_thing_is_left_out(cast, bram):
    make(cast, 1)
    FeedEntry.objects.create(
        neighborhood=cast.molenwijk, kind="message", target_kind="post", target_id=987_654,
        visible_from=NOW,
    )  # fmt: skip
    assert cards(feed(bram)) == [1]


def test_a_line_that_says_more_than_its_thing_shows_nothing(cast, bram):
    # The line was forgotten: the post itself still says no.
    post = make(cast, 1, hidden=True)
    FeedEntry.objects.filter(target_id=post.pk).update(state="live")
    closed = make(cast, 2, neighbors_only=True)
    FeedEntry.objects.filter(target_id=closed.pk).update(hidden_from_workers=False)
    assert cards(feed(bram)) == [2]
    assert cards(feed(Visitor(cast.worker))) == []


def test_pinned_first_and_once(cast, bram):
    for number in range(25):
        make(cast, number, minutes=number)
    old = FeedEntry.objects.order_by("visible_from")[0]
    FeedEntry.objects.filter(pk=old.pk).update(pinned_until=clock.now() + dt.timedelta(days=1))
    assert cards(feed(bram))[:2] == [24, 0]
    rest = FeedEntry.objects.exclude(pk=old.pk).order_by("-visible_from", "-id")[19]
    later = cards(feed(bram, before=encode(rest.visible_from, rest.pk)))
    assert later == [20, 21, 22, 23]
    FeedEntry.objects.filter(pk=old.pk).update(pinned_until=clock.now())
    assert 24 not in cards(feed(bram))


def test_what_one_reported_is_on_no_page(cast, bram):
    posts = [make(cast, number, minutes=number) for number in range(22)]
    FlagFactory(post=posts[3], flagged_by=cast.bram)
    FlagFactory(post=posts[5], flagged_by=cast.worker)
    shown = cards(feed(bram))
    assert 3 not in shown
    assert 5 in shown
    assert len(shown) == 20


# What is new


def seen_at(cast):
    return Membership.objects.get(person=cast.bram).feed_seen_at


def test_the_line_under_what_is_new(cast, bram):
    for number in range(4):
        make(cast, number, minutes=number * 10)
    Membership.objects.filter(person=cast.bram).update(feed_seen_at=NOW - dt.timedelta(minutes=15))
    page = feed(bram)
    line = page.find("You have seen what is below")
    assert page.find("kaart-001.") < line < page.find("kaart-002.")
    assert "You have seen what is below" not in feed(bram)
    assert seen_at(cast) == NOW


def test_no_line_on_the_first_visit(cast, bram):
    make(cast, 1)
    assert "You have seen what is below" not in feed(bram)
    assert seen_at(cast) == NOW


def test_the_own_post_is_nothing_new(cast, bram):
    make(cast, 1, minutes=5)
    Membership.objects.filter(person=cast.bram).update(feed_seen_at=NOW - dt.timedelta(minutes=5))
    make(cast, 2, author=cast.bram)
    assert "You have seen what is below" not in feed(bram)


def test_seen_never_goes_back(cast, bram):
    ahead = NOW + dt.timedelta(days=3)
    Membership.objects.filter(person=cast.bram).update(feed_seen_at=ahead)
    make(cast, 1)
    feed(bram)
    assert seen_at(cast) == ahead


@pytest.mark.parametrize("query", [{"kind": "message"}, {"before": encode(NOW, 0)}])
def test_a_part_of_the_feed_is_not_the_feed(cast, bram, query):
    make(cast, 1, minutes=1)
    feed(bram, **query)
    assert seen_at(cast) is None


def test_how_many_are_new(cast, bram):
    for number in range(25):
        make(cast, number, minutes=number)
    make(cast, 30, author=cast.bram, minutes=-1)
    make(cast, 31, minutes=-1, hidden=True)

    def news(moment):
        return bram.get("feed_news", AREA, since=encode(moment, 0)).json()["new"]

    assert news(NOW) == 0
    assert news(NOW - dt.timedelta(minutes=3)) == 3
    assert news(NOW - dt.timedelta(days=9)) == 20, "it is not counted further"
    for since in ("", "x"):
        assert bram.get("feed_news", AREA, since=since).status_code == 404


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_an_address_on_a_card_is_what_the_resolver_says(cast, language):
    post = make(cast, 1)
    with translation.override(language):
        for name in ("post_detail", "post_edit", "post_thank", "post_flag", "reply_flag"):
            arguments = [cast.molenwijk.slug, post.public_id]
            told = address_in(cast.molenwijk.slug, name, post.public_id)
            assert told == reverse(f"neighborhoods:{name}", args=arguments)
            assert told.startswith(f"/{language}/")
