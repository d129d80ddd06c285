"""Asking for help, and saying who gave it."""

import datetime as dt

import pytest

from core import clock, events
from neighborhoods.models import HelpRequest, Post
from neighborhoods.services.help_requests import NotAReplier, solve_help_request
from notifications.models import Notice
from tests.factories.neighborhoods import PostFactory, ReplyFactory

from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"


@pytest.fixture
def asked(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, kind="help_request")
    ReplyFactory(post=post, author=cast.bram)
    return post


@pytest.fixture
def an(cast):
    return Visitor(cast.an)


def ask(visitor, **fields):
    return visitor.fill("post_create", AREA, "help_request", **fields)


def test_words_are_not_asked_for(an):
    assert ask(an, need="garden").status_code == 302
    post = Post.objects.get()
    assert (post.title, post.help_request.when) == ("Garden", "any_time")
    assert Notice.objects.get().kind == "new_help_request"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose what kind of help you need."),
        ({"need": "money"}, "money"),
        ({"need": "garden", "when": "on_date"}, "Choose the date."),
        ({"need": "garden", "when": "on_date", "needed_on": "2020-01-01"}, "This date is over."),
        ({"need": "garden", "when": "on_date", "needed_on": "31-31-2030"}, "date"),
        ({"need": "garden", "when": "never"}, "never"),
    ],
)
def test_what_is_not_understood(an, fields, words):
    response = ask(an, body="Graag", **fields)
    assert response.status_code == 422
    assert words in page_of(response)
    assert "Graag" in page_of(response)
    assert not Post.objects.exists()
    assert not HelpRequest.objects.exists()


def test_today_is_not_over(an):
    ask(an, need="garden", when="on_date", needed_on=clock.today().isoformat())
    assert HelpRequest.objects.get().needed_on == clock.today()


def test_a_date_without_its_choice_is_dropped(an):
    ask(an, need="garden", when="now", needed_on="2031-05-05")
    assert HelpRequest.objects.get().needed_on is None


def test_an_old_date_does_not_stop_an_edit(cast, an, asked):
    day = clock.today() - dt.timedelta(days=3)
    HelpRequest.objects.filter(post=asked).update(when="on_date", needed_on=day)
    response = an.fill("post_edit", AREA, asked.public_id, body="Nog altijd welkom")
    assert response.status_code == 302
    assert HelpRequest.objects.get().needed_on == day


def test_solved_with_the_help_of_a_neighbor(cast, an, asked):
    heard = []

    def listen(sender, post, **signal):
        heard.append(post)

    events.post_solved.connect(listen)
    page = page_of(an.get("post_solve", AREA, asked.public_id))
    assert "Bram" in page
    an.post("post_solve", AREA, asked.public_id, helper=str(cast.bram.public_id))
    request = HelpRequest.objects.get()
    assert request.helper == cast.bram
    assert request.solved_at is not None
    notice = Notice.objects.get(kind="help_thanks")
    assert (notice.actor, notice.occasion) == (cast.an, str(cast.bram.pk))
    shown = page_of(Visitor(cast.worker).get("post_detail", AREA, asked.public_id))
    assert "helped. Thank you!" in shown
    assert "Helped out" in shown
    events.post_solved.disconnect(listen)


@pytest.mark.parametrize("answer", ["somebody", "nobody"])
def test_solved_by_nobody_named(an, asked, answer):
    assert an.post("post_solve", AREA, asked.public_id, helper=answer).status_code == 302
    request = HelpRequest.objects.get()
    assert request.helper is None
    assert request.solved_at is not None
    assert not Notice.objects.filter(kind="help_thanks").exists()


def test_only_who_replied_can_be_named(cast, an, asked):
    binned = ReplyFactory(post=asked, author=cast.worker, state="binned")
    for person in (cast.chadia, cast.an, cast.worker, binned.author):
        response = an.post("post_solve", AREA, asked.public_id, helper=str(person.public_id))
        assert response.status_code == 422
    for word in ("", "x", str(cast.bram.pk)):
        assert an.post("post_solve", AREA, asked.public_id, helper=word).status_code == 422
    assert HelpRequest.objects.get().solved_at is None
    with pytest.raises(NotAReplier):
        solve_help_request(post=asked, helper=cast.chadia, by=cast.an)


def test_solved_once(cast, an, asked):
    for _time in range(2):
        last = an.post("post_solve", AREA, asked.public_id, helper=str(cast.bram.public_id))
    assert last.status_code == 404
    assert Notice.objects.filter(kind="help_thanks").count() == 1


def test_open_again(cast, an, asked):
    an.post("post_solve", AREA, asked.public_id, helper=str(cast.bram.public_id))
    assert an.post("post_reopen", AREA, asked.public_id).status_code == 302
    request = HelpRequest.objects.get()
    assert (request.solved_at, request.helper) == (None, None)
    assert an.post("post_reopen", AREA, asked.public_id).status_code == 404
    an.post("post_solve", AREA, asked.public_id, helper=str(cast.bram.public_id))
    assert Notice.objects.filter(kind="help_thanks").count() == 1, "thanked once"


@pytest.mark.parametrize("name", ["bram", "worker", "chadia", "dirk", "els", "care", "admin"])
def test_only_who_asked_says_it_is_solved(cast, asked, name):
    visitor = Visitor(getattr(cast, name))
    assert visitor.get("post_solve", AREA, asked.public_id).status_code == 404
    assert visitor.post("post_solve", AREA, asked.public_id, helper="nobody").status_code == 404
    HelpRequest.objects.update(solved_at=clock.now())
    assert visitor.post("post_reopen", AREA, asked.public_id).status_code == 404
    assert HelpRequest.objects.get().solved_at is not None


def test_a_message_is_not_solved(cast, an):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    assert an.get("post_solve", AREA, post.public_id).status_code == 404
    assert an.post("post_reopen", AREA, post.public_id).status_code == 404


def test_an_edit_keeps_who_helped(cast, an, asked):
    an.post("post_solve", AREA, asked.public_id, helper=str(cast.bram.public_id))
    an.fill("post_edit", AREA, asked.public_id, need="pet")
    request = HelpRequest.objects.get()
    assert (request.need, request.helper) == ("pet", cast.bram)
