"""Two kinds of notices about a post, one of each promise, and a neighborhood with its cast."""

import pytest

from core import targets
from notifications import kinds
from notifications.kinds import NoticeKind, Promise, Topic
from tests.cast import make_cast
from tests.factories.neighborhoods import PostFactory

HELP = Topic("test-help", "Help")
NEWS = Topic("test-news", "News")
MATTERS = Topic("test-matters", "My account", is_optional=False)


def readers(post):
    return targets.get("post").policy.audience("view", post)


def title(post, person):
    return post.title


TEST_KINDS = [
    NoticeKind("test_help", HELP, "post", readers, title),
    NoticeKind("test_news", NEWS, "post", readers, title, promise=Promise.NEVER_REPEATED),
    NoticeKind("test_matters", MATTERS, "post", readers, title),
]


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """For the length of a test these three kinds exist, and no others."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_topics", {})
    kinds.register(*TEST_KINDS)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def post(cast):
    return PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Ladder gezocht")
