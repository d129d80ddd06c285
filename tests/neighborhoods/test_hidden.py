"""What a moderator hid stays hidden, also when its author acts on what they still see."""

import pytest

from neighborhoods.models import FeedEntry
from neighborhoods.models.post import PostState
from neighborhoods.services import posts
from tests.cast import make_cast
from tests.factories.neighborhoods import PostFactory


@pytest.fixture
def cast(db):
    return make_cast()


def hide(post):
    type(post).objects.filter(pk=post.pk).update(state=PostState.HIDDEN)
    FeedEntry.objects.filter(target_id=post.pk).update(state=FeedEntry.State.HIDDEN)


def state_of(post):
    return type(post).objects.get(pk=post.pk).state


def test_a_post_that_was_hidden_meanwhile_does_not_go_to_the_bin(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    hide(post)
    posts.bin_post(post=post, by=cast.an)
    assert state_of(post) == PostState.HIDDEN, "from the bin its author could bring it back"


def test_a_binned_post_that_was_hidden_meanwhile_does_not_come_back(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    posts.bin_post(post=post, by=cast.an)
    hide(post)
    posts.restore_post(post=post, by=cast.an)
    assert state_of(post) == PostState.HIDDEN
    assert not FeedEntry.objects.filter(target_id=post.pk, state=FeedEntry.State.LIVE).exists()


def test_a_post_goes_to_the_bin_and_comes_back_once(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    assert posts.bin_post(post=post, by=cast.an).state == PostState.BINNED
    assert posts.restore_post(post=post, by=cast.an).state == PostState.LIVE
