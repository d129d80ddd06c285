"""A letter comes, somebody joins with it, and takes part in the life of the neighborhood."""

import re
from io import BytesIO

import pytest
from django.core import mail
from PIL import Image

from core import clock
from neighborhoods.models import JoinCodeBatch, Membership, Post
from tests.cast import make_cast
from tests.factories.neighborhoods import AddressFactory

from .browsing import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(autouse=True)
def _no_waiting(settings):
    settings.UNDO_SECONDS = 0


def photo():
    picture = BytesIO()
    Image.new("RGB", (900, 700), "#7a9e7e").save(picture, "JPEG")
    return {"name": "tuin.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def letter_code(walker, cast):
    """The administrator makes letters for Molenwijk; the code is read from the printed page."""
    AddressFactory(neighborhood=cast.molenwijk, street="Maalderij", number="3")
    walker.sign_in(cast.admin)
    assert "Molenwijk" in walker.go("/admin/community/neighborhoods/")
    walker.go(f"/admin/community/neighborhoods/{cast.molenwijk.pk}/")
    assert walker.page.locator("svg path").count() > 0
    walker.go(f"/admin/community/letters/new/{cast.molenwijk.pk}/")
    with walker.page.expect_navigation():
        walker.page.locator("main form button[type=submit]").first.click()
    batch = JoinCodeBatch.objects.get()
    walker.go(f"/admin/community/letters/{batch.pk}/print/")
    # Whoever sees the codes gives the password once more.
    walker.page.fill("[name=password]", PASSWORD)
    with walker.page.expect_navigation():
        walker.page.press("[name=password]", "Enter")
    sheet = walker.page.locator(".sheet", has_text="Maalderij").first
    assert sheet.locator("svg").count() == 1
    return sheet.locator(".code__text").inner_text()


def join(walker, code):
    """Four screens, five fields."""
    walker.start_over()
    walker.go("/nl/join/")
    walker.page.fill("[name=code]", code.lower())
    walker.send()
    assert code not in walker.page.url + walker.page.title()
    walker.choose("[name=address]")
    walker.send()
    walker.page.fill("[name=first_name]", "Mia")
    walker.page.fill("[name=last_name]", "Verlinden")
    walker.send()
    walker.page.fill("[name=email]", "mia@oeverbeke.test")
    walker.send()
    (sent,) = [each for each in mail.outbox if each.to == ["mia@oeverbeke.test"]]
    walker.page.fill("[name=code]", re.search(r"\b\d{6}\b", sent.body)[0])
    walker.send()
    assert walker.page.url.endswith("/nl/n/molenwijk/")


def ask_for_help(walker):
    walker.go("/nl/n/molenwijk/posts/new/help_request/")
    # A mistake first: what was typed must stay.
    walker.page.fill("[name=body]", "Mijn kast moet naar de eerste verdieping.")
    walker.send()
    assert walker.page.locator("[data-error-summary]").count() == 1
    assert walker.page.input_value("[name=body]") == "Mijn kast moet naar de eerste verdieping."
    walker.choose("[name=need][value=moving]")
    walker.page.set_input_files("[name=photos]", [photo()])
    words = walker.send()
    assert "Mijn kast moet naar de eerste verdieping." in words
    post = Post.objects.get(kind="help_request")
    assert walker.page.url.endswith(f"/posts/{post.public_id}/")
    assert walker.page.locator(".photos img").count() == 1
    return post


def take_part(walker, cast):
    post = ask_for_help(walker)
    path = f"/nl/n/molenwijk/posts/{post.public_id}/"

    walker.go(f"{path}edit/")
    walker.page.fill("[name=title]", "Een kast naar boven")
    assert "Een kast naar boven" in walker.send()

    # Bram finds it in the feed, replies and says thanks.
    walker.sign_in(cast.bram)
    assert "Een kast naar boven" in walker.go("/nl/n/molenwijk/?kind=help_request")
    walker.go(path)
    walker.page.fill("#reply-form [name=body]", "Ik kom zaterdag met mijn broer.")
    assert "Ik kom zaterdag met mijn broer." in walker.send("#reply-form form")
    with walker.page.expect_navigation():
        walker.page.locator("#post .post__foot button.act").click()
    post.refresh_from_db()
    assert (post.replies_count, post.thanks_count) == (1, 1)

    # An outsider finds nothing, not even whether it exists.
    walker.sign_in(cast.chadia)
    assert walker.status_of(path) == 404
    assert walker.status_of("/nl/n/molenwijk/") == 404
    assert "Een kast" not in walker.go("/nl/search/?q=kast")
    return path


def solve(walker, path):
    """Signs Mia in by a code in the mail, solves the request and deletes the post."""
    walker.start_over()
    walker.go("/nl/account/login/code/")
    walker.page.fill("[name=email]", "mia@oeverbeke.test")
    walker.send()
    told = [each for each in mail.outbox if each.to == ["mia@oeverbeke.test"]]
    code = re.search(r"^[A-Z0-9-]{6,12}$", told[-1].body, re.MULTILINE)[0]
    walker.page.fill("[name=code]", code)
    walker.send()
    walker.go(f"{path}solve/")
    walker.choose("[name=helper]")
    assert "Bram Devos" in walker.send()
    assert Post.objects.get().help_request.helper.first_name == "Bram"


def test_a_letter_leads_to_a_solved_help_request(walker):
    cast = make_cast()
    code = letter_code(walker, cast)
    join(walker, code)
    assert Membership.objects.active().filter(person__email="mia@oeverbeke.test").exists()
    path = take_part(walker, cast)
    solve(walker, path)


def test_the_same_without_scripts(plain_walker, desk_walker):
    cast = make_cast()
    code = letter_code(desk_walker, cast)
    join(plain_walker, code)
    path = take_part(plain_walker, cast)
    solve(plain_walker, path)


def test_undo_gives_the_text_back_and_a_draft_survives_the_session(walker, settings):
    settings.UNDO_SECONDS = 30
    cast = make_cast()
    walker.sign_in(cast.an)
    walker.go("/nl/n/molenwijk/posts/new/message/")
    walker.page.fill("[name=body]", "Wie heeft een trapladder?")
    walker.send()
    with walker.page.expect_navigation():
        walker.page.locator("[data-undo] form button").click()
    assert walker.page.input_value("[name=body]") == "Wie heeft een trapladder?"
    assert not Post.objects.live().filter(visible_from__lte=clock.now()).exists()

    # What is typed is kept on the server; a lost session loses nothing.
    walker.page.fill("[name=body]", "Wie heeft een trapladder voor zaterdag?")
    with walker.page.expect_response(lambda answer: "/posts/draft/" in answer.url):
        walker.page.wait_for_timeout(200)
    walker.sign_in(cast.an)
    walker.go("/nl/n/molenwijk/posts/new/message/")
    assert "voor zaterdag" in walker.page.input_value("[name=body]")
