"""Somebody who is no member: public pages, search, and nothing of any neighborhood."""

import pytest

from tests.cast import make_cast
from tests.factories.neighborhoods import PostFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PUBLIC = [
    "/{}/", "/{}/neighborhoods/", "/{}/campaigns/", "/{}/participation/", "/{}/join/",
    "/{}/join/without-letter/", "/{}/account/login/", "/{}/account/login/code/",
    "/{}/account/password/reset/", "/{}/search/", "/{}/search/?q=zwaluwnest",
]  # fmt: skip


def test_public_pages_have_no_barriers_in_dutch_and_french(walker):
    make_cast()
    for language in ("nl", "fr"):
        for path in PUBLIC:
            walker.go(path.format(language))
            assert walker.page.get_attribute("html", "lang") == language


def test_an_outsider_finds_nothing_of_a_neighborhood(walker):
    cast = make_cast()
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Zwaluwnest onder ons dak")
    for person in (None, cast.chadia, cast.dirk, cast.els, cast.comms):
        if person is None:
            walker.start_over()
        else:
            walker.sign_in(person)
        words = walker.go("/nl/search/?q=zwaluwnest")
        assert "onder ons dak" not in words
    walker.sign_in(cast.an)
    walker.go("/nl/search/?q=zwaluwn")
    assert walker.page.locator("mark").count() >= 1


def test_whoever_is_not_signed_in_meets_the_door(walker):
    make_cast()
    for path in ("/nl/n/molenwijk/", "/nl/n/nowhere/", "/nl/n/molenwijk/whatever/"):
        walker.go(path)
        assert "/nl/account/login/" in walker.page.url
