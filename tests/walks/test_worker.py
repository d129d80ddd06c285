"""A neighborhood worker switches, posts for somebody, and is out the moment the work ends."""

import pytest

from core import clock
from neighborhoods.models import Post, WorkAssignment
from tests.cast import make_cast
from tests.factories.neighborhoods import PostFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_worker_works_in_two_neighborhoods_until_the_end(walker, settings):
    settings.UNDO_SECONDS = 0
    cast = make_cast()
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Voor iedereen")
    PostFactory(
        neighborhood=cast.molenwijk, author=cast.an, title="Onder buren", neighbors_only=True
    )
    walker.sign_in(cast.worker)

    # Two taps: the menu, the neighborhood.
    walker.page.locator("header details summary").first.click()
    with walker.page.expect_navigation():
        walker.page.locator("header details[open] a", has_text="Oude Haven").click()
    assert walker.page.url.endswith("/nl/n/oude-haven/")

    words = walker.go("/nl/n/molenwijk/")
    assert "Voor iedereen" in words
    assert "Onder buren" not in words

    walker.go("/nl/n/molenwijk/posts/new/message/")
    assert walker.page.locator("[name=audience]").count() == 0
    walker.page.fill("[name=body]", "Wie kan er maandag boodschappen doen?")
    walker.page.fill("[name=on_behalf_of]", "mevrouw Peeters")
    assert "mevrouw Peeters" in walker.send()
    post = Post.objects.get(on_behalf_of="mevrouw Peeters")

    # Neighbors see who it is: badge, function, organization.
    walker.sign_in(cast.an)
    words = walker.go(f"/nl/n/molenwijk/posts/{post.public_id}/")
    assert "Wim Janssens" in words
    assert "Buurtwerker" in words
    assert "OCMW Oeverbeke" in words
    assert "Wim Janssens" in walker.go("/nl/n/molenwijk/members/")

    walker.sign_in(cast.worker)
    walker.go("/nl/n/molenwijk/")
    WorkAssignment.objects.filter(person=cast.worker).update(valid_until=clock.now())
    assert walker.status_of("/nl/n/molenwijk/") == 404
    assert walker.status_of(f"/nl/n/molenwijk/posts/{post.public_id}/") == 404
