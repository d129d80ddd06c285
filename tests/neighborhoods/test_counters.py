"""Counts that stand beside the rows, and the bin that empties itself."""

import datetime as dt

import pytest
from django.core.management import call_command

from core import clock
from neighborhoods.models import FeedEntry, Neighborhood, Post, Reaction, Reply
from neighborhoods.services.counters import empty_bin, repair_counters
from tests.factories.neighborhoods import FlagFactory, PostFactory, ReplyFactory

DAY = dt.timedelta(days=1)


@pytest.fixture
def post(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    kept = ReplyFactory(post=post, author=cast.bram)
    ReplyFactory(post=post, author=cast.bram, state="binned", binned_at=clock.now())
    ReplyFactory(post=post, author=cast.bram, state="hidden")
    # A reply with the number of the post has thanks of its own.
    for kind, pk, person in (("post", post.pk, cast.bram), ("post", post.pk, cast.worker),
                             ("reply", kept.pk, cast.an), ("reply", post.pk + 999, cast.an)):  # fmt: skip
        Reaction.objects.create(
            target_kind=kind, target_id=pk, person=person, created_at=clock.now()
        )
    return post


def numbers(post):
    post.refresh_from_db()
    thanks = [reply.thanks_count for reply in post.replies.order_by("pk")]
    return post.replies_count, post.thanks_count, thanks, post.neighborhood.members_count


def test_wrong_counts_are_made_right(cast, post):
    Post.objects.update(replies_count=40, thanks_count=41)
    Reply.objects.update(thanks_count=42)
    Neighborhood.objects.update(members_count=43)
    assert repair_counters() == {
        "replies": 1, "thanks_of_posts": 1, "thanks_of_replies": 3, "members": 2,
    }  # fmt: skip
    cast.molenwijk.refresh_from_db()
    assert numbers(Post.objects.get(pk=post.pk)) == (1, 2, [1, 0, 0], 2)


def test_right_counts_are_left_alone(cast, post):
    repair_counters()
    assert set(repair_counters().values()) == {0}


def test_counts_that_are_too_low_too(cast, post):
    Post.objects.update(replies_count=0, thanks_count=0)
    repair_counters()
    assert numbers(Post.objects.get(pk=post.pk))[:2] == (1, 2)


def test_the_command_says_what_it_did(cast, post, capsys):
    Post.objects.update(replies_count=40)
    call_command("repair_counters")
    assert any(character.isdigit() for character in capsys.readouterr().out)
    post.refresh_from_db()
    assert post.replies_count == 1


def test_what_goes_with_a_post_in_the_bin(cast, post):
    other = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    Reaction.objects.create(
        target_kind="post", target_id=other.pk, person=cast.bram, created_at=clock.now()
    )
    Post.objects.filter(pk=post.pk).update(state="binned", binned_at=clock.now() - 31 * DAY)
    empty_bin()
    assert Post.objects.get() == other
    assert FeedEntry.objects.get().target_id == other.pk
    assert not Reply.objects.exists()
    kept = set(Reaction.objects.values_list("target_kind", "target_id"))
    assert kept == {("post", other.pk), ("reply", post.pk + 999)}


@pytest.mark.parametrize("state", ["live", "hidden", "held"])
def test_only_what_is_binned_goes(cast, post, state):
    Post.objects.filter(pk=post.pk).update(state=state, binned_at=clock.now() - 90 * DAY)
    empty_bin()
    assert Post.objects.get() == post


def test_a_reply_goes_after_thirty_days(cast, post):
    binned = post.replies.get(state="binned")
    Reply.objects.filter(pk=binned.pk).update(binned_at=clock.now() - 29 * DAY)
    empty_bin()
    assert post.replies.count() == 3
    Reply.objects.filter(pk=binned.pk).update(binned_at=clock.now() - 31 * DAY)
    empty_bin()
    assert set(post.replies.values_list("state", flat=True)) == {"live", "hidden"}


def test_a_reply_with_an_open_case_stays(cast, post):
    binned = post.replies.get(state="binned")
    Reply.objects.filter(pk=binned.pk).update(binned_at=clock.now() - 31 * DAY)
    FlagFactory(post=post, target_kind="reply", target_id=binned.pk, flagged_by=cast.an)
    empty_bin()
    assert post.replies.filter(pk=binned.pk).exists()
    # And the post it stands under is kept for the same case.
    Post.objects.filter(pk=post.pk).update(state="binned", binned_at=clock.now() - 31 * DAY)
    empty_bin()
    assert Post.objects.filter(pk=post.pk).exists()
