"""The page "My home", leaving and moving as one person does it."""

import datetime as dt
import re

import pytest
from django.utils import formats, timezone

from core import clock
from neighborhoods.models import Membership, Post
from neighborhoods.services import codes, flags, moving
from tests.factories.neighborhoods import (
    AddressFactory,
    FlagFactory,
    NeighborhoodFactory,
    PostFactory,
    ReplyFactory,
)

from .post_box import letter_for
from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
DAY = dt.timedelta(days=1)


def home_of(person):
    return Membership.objects.active().get(person=person)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page_of(response)))


def leave(person, what="keep"):
    return moving.leave(membership=home_of(person), by=person, posts=what)


def type_code(visitor, letter):
    """As far as the question about the old home."""
    plain, row = letter
    visitor.post("join_start", code=plain)
    response = visitor.post("join_where", address=row.address_id)
    assert response["Location"] == visitor.url("home_move")
    return visitor.get("home_move")


def tell_address(visitor, neighborhood):
    address = AddressFactory(neighborhood=neighborhood, street="Kaai", number="7")
    response = visitor.post("join_without_letter", postcode="9870", street="Kaai", number="7")
    assert response["Location"] == visitor.url("home_move")
    return address


# --- Where I live ------------------------------------------------------------------------------------------
def test_it_says_where_since_when_and_how_it_was_proven(cast):
    home = home_of(cast.an)
    text = words(Visitor(cast.an).get("home_detail"))
    for part in ("Molenwijk", str(home.address), "code from the letter", "Member since"):
        assert part in text
    assert "Claes" not in re.sub(r"Menu of[^<]*|An Claes", "", text)


def test_it_is_found_from_the_account_and_its_menu(cast):
    page = page_of(Visitor(cast.an).get("accounts:account_detail"))
    assert page.count(f'href="{Visitor.url("home_detail")}"') == 2


def test_who_lives_nowhere_is_shown_the_way_in(cast):
    text = words(Visitor(cast.comms).get("home_detail"))
    assert "You do not live in a neighborhood here yet" in text
    assert "Leave" not in text


def test_nobody_sees_it_without_signing_in(cast):
    for name in ("home_detail", "home_leave", "home_move"):
        assert "/account/login/" in Visitor().get(name)["Location"]
    assert "/account/login/" in Visitor().post("home_return")["Location"]


# --- Leaving ----------------------------------------------------------------------------------------------
def test_leaving_is_asked_explained_and_done_by_the_last_button(cast):
    an = Visitor(cast.an)
    assert "What happens to what you wrote there?" in words(an.get("home_leave"))
    text = words(an.get("home_leave", posts="unnamed"))
    for part in ("no longer read Molenwijk", "help requests are closed", "The town no longer reads",
                 "Former neighbor", "Your name does not return"):  # fmt: skip
        assert part in text
    assert home_of(cast.an)
    response = an.post("home_leave", posts="unnamed")
    assert response["Location"] == an.url("home_detail")
    assert not Membership.objects.active().filter(person=cast.an).exists()
    text = words(an.get("home_detail"))
    assert "You have left Molenwijk" in text
    assert "Come back to Molenwijk" in text
    assert an.get("feed", "molenwijk").status_code == 404


@pytest.mark.parametrize("fields", [{}, {"posts": ""}, {"posts": "burn"}])
def test_without_an_answer_nothing_ends(cast, fields):
    an = Visitor(cast.an)
    response = an.post("home_leave", **fields)
    assert "Choose what happens to what you wrote." in words(response)
    if fields:
        assert "Choose what happens to what you wrote." in words(an.get("home_leave", **fields))
    # What stands in an address is no answer to a form.
    an.client.post(an.url("home_leave") + "?posts=remove", {})
    assert home_of(cast.an)


def test_who_has_no_home_cannot_leave_or_move(cast):
    for name in ("dirk", "els", "worker", "admin"):
        visitor = Visitor(getattr(cast, name))
        for page in ("home_leave", "home_move"):
            assert visitor.get(page).status_code == 404
            assert visitor.post(page, posts="keep").status_code == 404
    assert cast.els.memberships.count() == 1


# --- Coming back ----------------------------------------------------------------------------------------------
def test_coming_back_takes_one_button(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    leave(cast.an, "remove")
    an = Visitor(cast.an)
    assert "Put back what I removed when I left" in words(an.get("home_detail"))
    response = an.post("home_return", with_posts="on")
    assert response["Location"] == an.url("feed", "molenwijk")
    assert Post.objects.get(pk=post.pk).state == "live"
    assert an.get("feed", "molenwijk").status_code == 200


def test_nothing_is_asked_about_a_bin_without_anything_in_it(cast):
    PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    leave(cast.an, "keep")
    assert "Put back" not in words(Visitor(cast.an).get("home_detail"))


def test_only_who_left_lately_comes_back(cast):
    for name in ("an", "chadia", "dirk", "worker", "admin"):
        assert Visitor(getattr(cast, name)).post("home_return").status_code == 404
    els = Visitor(cast.els)
    assert els.get("home_return").status_code == 405
    Membership.objects.filter(person=cast.els).update(ended_at=clock.now() - 7 * DAY)
    assert els.post("home_return").status_code == 404
    assert "Come back" not in words(els.get("home_detail"))


def test_the_days_away_do_not_change_since_when(cast):
    since = home_of(cast.an).activated_at
    for _time in range(2):
        moving.come_back(membership=leave(cast.an), by=cast.an)
    text = words(Visitor(cast.an).get("home_detail"))
    day = formats.date_format(timezone.localtime(since), "DATE_FORMAT")
    assert f"Member since {day}" in text


# --- Moving with a letter -------------------------------------------------------------------------------------
def test_a_member_with_a_new_letter_is_asked_and_moves(cast):
    an, letter = Visitor(cast.an), letter_for(cast.oude_haven)
    assert "Have you moved?" in words(an.get("join_start"))
    text = words(type_code(an, letter))
    for part in ("Do you want to move to Oude Haven?", "You live in Molenwijk now",
                 "What happens to what you wrote there?", "This ends in Molenwijk at once"):  # fmt: skip
        assert part in text
    assert "Do you still live" not in text
    assert home_of(cast.an).neighborhood == cast.molenwijk
    response = an.post("home_move", posts="keep")
    assert response["Location"] == an.url("feed", "oude-haven")
    assert an.get("feed", "molenwijk").status_code == 404
    assert an.get("feed", "oude-haven").status_code == 200
    # The code in the session is forgotten.
    assert an.get("home_move")["Location"] == an.url("join_start")


def test_the_question_must_be_answered(cast):
    an = Visitor(cast.an)
    type_code(an, letter_for(cast.oude_haven))
    for fields in ({}, {"posts": "burn"}):
        assert "Choose what happens to what you wrote." in words(an.post("home_move", **fields))
    assert home_of(cast.an).neighborhood == cast.molenwijk


def test_a_letter_that_was_revoked_meanwhile_changes_nothing(cast):
    an, letter = Visitor(cast.an), letter_for(cast.oude_haven)
    type_code(an, letter)
    codes.revoke_batch(batch=letter[1].batch, by=None)
    assert an.post("home_move", posts="keep")["Location"] == an.url("join_start")
    assert home_of(cast.an).neighborhood == cast.molenwijk


def test_next_door_only_the_address_changes_and_nothing_is_asked(cast):
    an, letter = Visitor(cast.an), letter_for(cast.molenwijk)
    text = words(type_code(an, letter))
    assert "Do you want to change your address?" in text
    assert "What happens to what you wrote" not in text
    assert an.post("home_move")["Location"] == an.url("home_detail")
    assert home_of(cast.an).address == letter[1].address


def test_the_letter_of_the_own_house_changes_nothing(cast):
    an, letter = Visitor(cast.an), letter_for(cast.molenwijk)
    Membership.objects.filter(person=cast.an).update(address=letter[1].address)
    assert "You live at this address already" in words(type_code(an, letter))
    an.post("home_move")
    letter[1].refresh_from_db()
    assert letter[1].uses == 0


def test_the_screen_cannot_be_opened_without_a_way_there(cast):
    an = Visitor(cast.an)
    for method in (an.get, an.post):
        assert method("home_move")["Location"] == an.url("join_start")
    an.post("join_start", code=letter_for(cast.oude_haven)[0])
    assert an.post("home_move", posts="keep")["Location"] == an.url("join_start")
    assert home_of(cast.an).neighborhood == cast.molenwijk


def test_an_address_beside_the_letter_is_not_believed(cast):
    an, letter = Visitor(cast.an), letter_for(cast.oude_haven)
    type_code(an, letter)
    session = an.client.session
    session["join"] = {**session["join"], "address": AddressFactory(neighborhood=cast.molenwijk).pk}
    session.save()
    assert an.post("home_move", posts="keep")["Location"] == an.url("join_start")
    assert home_of(cast.an).neighborhood == cast.molenwijk


# --- Moving without a letter --------------------------------------------------------------------------------
def test_without_a_letter_one_says_whether_one_still_lives_there(cast):
    an = Visitor(cast.an)
    tell_address(an, cast.oude_haven)
    assert "An address alone lets nobody in" in words(an.get("home_move"))
    assert "Choose whether you still live" in words(an.post("home_move", posts="keep"))
    response = an.post("home_move", posts="keep", has_left="no")
    assert response["Location"] == an.url("join_status")
    text = words(an.get("join_status"))
    assert "You stay a member of Molenwijk" in text
    assert an.get("feed", "molenwijk").status_code == 200
    assert an.get("feed", "oude-haven").status_code == 404
    assert "You are waiting for Oude Haven" in words(an.get("home_detail"))


def test_who_no_longer_lives_there_waits_outside(cast):
    an = Visitor(cast.an)
    tell_address(an, cast.oude_haven)
    an.post("home_move", posts="keep", has_left="yes")
    assert an.get("feed", "molenwijk").status_code == 404
    text = words(an.get("home_detail"))
    assert "You are waiting for Oude Haven" in text
    assert "Come back to Molenwijk" in text


def test_a_third_move_says_kindly_why_it_waits(cast):
    for day in (0, 1):
        with clock.travel(clock.now() + day * DAY):
            _plain, row = letter_for(NeighborhoodFactory())
            moving.move(home=home_of(cast.an), posts="keep", digest=row.digest, address_id=row.address_id)  # fmt: skip
    an = Visitor(cast.an)
    with clock.travel(clock.now() + 2 * DAY):
        text = words(type_code(an, letter_for(cast.oude_haven)))
        assert "You moved twice in the past year" in text
        assert "Ask the town to check it" in text
        response = an.post("home_move", posts="keep", has_left="no")
        assert response["Location"] == an.url("join_status")
        text = words(an.get("join_status"))
        assert "A third move is checked at the counter" in text
        # No way is offered that would lead nowhere.
        assert "code" not in text.split("Choose how you prove it")[1]
        assert an.get("feed", "oude-haven").status_code == 404


# --- What neighbors see of it --------------------------------------------------------------------------------
def test_neighbors_read_that_a_post_was_removed_and_what_they_answered(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Schommel", body="Wie?")
    ReplyFactory(post=post, author=cast.bram, body="Graag, ik kom hem halen")
    leave(cast.an, "remove")
    bram = Visitor(cast.bram)
    feed = page_of(bram.get("feed", "molenwijk"))
    assert "This post was removed by its author" in feed
    assert "Schommel" not in feed
    stand_in = Post.objects.get(stands_in_for=post)
    text = words(bram.get("post_detail", "molenwijk", stand_in.public_id))
    assert "Former neighbor" in text
    assert "Graag, ik kom hem halen" in text
    for gone in ("Schommel", "Wie?", "An Claes"):
        assert gone not in text
    assert bram.get("post_detail", "molenwijk", post.public_id).status_code == 404


def test_who_left_still_reads_what_was_decided_about_them(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    FlagFactory(post=post, flagged_by=cast.bram)
    decision = flags.decide(target=post, outcome="hide", reason="Te hard", by=cast.moderator)
    leave(cast.an, "unnamed")
    response = Visitor(cast.an).get("decision_detail", "molenwijk", decision.public_id)
    assert "Te hard" in words(response)
