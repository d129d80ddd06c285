"""The mails about posts: what stands in them, and what must not."""

import pytest
from django.template.loader import get_template
from django.utils import translation

from neighborhoods.models import Decision
from notifications import kinds
from notifications.channels.email import preview
from tests.cast import make_cast
from tests.factories.neighborhoods import FlagFactory, PostFactory, ReplyFactory

EVIL = '<img src=x onerror=alert(1)> & "co"'
OURS = ["new_post", "new_help_request", "reply", "help_thanks", "decision"]


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def targets(cast):
    """What each kind is about, with the same ugly words in every free text."""
    place = {"neighborhood": cast.molenwijk, "author": cast.an}
    post = PostFactory(**place, title=EVIL, body=EVIL)
    request = PostFactory(**place, kind="help_request", title=EVIL, body=EVIL)
    reply = ReplyFactory(post=post, author=cast.bram, body=EVIL)
    decision = Decision.objects.create(
        neighborhood=cast.molenwijk, target_kind="post", target_id=post.pk, outcome="hide",
        reason=EVIL, decided_by=cast.moderator, created_at=post.created_at,
    )  # fmt: skip
    FlagFactory(post=post, flagged_by=cast.bram, note="Bram vindt dit niet leuk", decision=decision)
    readers = {
        "new_post": (cast.bram, post), "new_help_request": (cast.bram, request),
        "reply": (cast.an, reply), "help_thanks": (cast.bram, request),
        "decision": (cast.an, decision),
    }  # fmt: skip
    return {
        name: kinds.get(name).load_allowed(reader, [target.pk])[target.pk]
        for name, (reader, target) in readers.items()
    }


def mail(targets, name, language="en"):
    with translation.override(language):
        return preview(kinds.get(name), targets[name])


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_every_kind_has_a_mail_of_its_own(name, suffix):
    get_template(f"emails/{name}.{suffix}")


@pytest.mark.parametrize("name", OURS)
def test_what_people_wrote_is_text_in_both_bodies(targets, name):
    body = mail(targets, name)
    assert "<img src=x" not in body.html
    assert "&lt;" not in body.text
    assert EVIL in body.text


@pytest.mark.parametrize("name", OURS)
def test_both_bodies_lead_to_the_same_place(targets, name):
    body = mail(targets, name)
    with translation.override("en"):
        address = kinds.get(name).path_of(targets[name])
    assert f"{address}" in body.text
    assert f'{address}"' in body.html


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_mails_hold_no_left_over_template_and_no_empty_name(targets, name, language):
    body = mail(targets, name, language)
    for text in (body.subject, body.text, body.html):
        assert "{{" not in text
        assert "{%" not in text
        assert "%(" not in text
        assert "None" not in text


def test_the_decision_says_why_and_never_who_reported_it(targets):
    body = mail(targets, "decision")
    for text in (body.text, body.html):
        assert "Bram" not in text
        assert "vindt dit niet leuk" not in text
        assert "Mo Jacobs" not in text


def test_a_post_for_somebody_says_so(cast):
    post = PostFactory(
        neighborhood=cast.molenwijk, author=cast.worker, on_behalf_of="mevrouw Peeters"
    )
    with translation.override("en"):
        body = preview(kinds.get("new_post"), post)
    assert "Wim" in body.text
    assert "for mevrouw Peeters" in body.text


def test_a_long_post_is_cut(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, body="woord " * 600)
    with translation.override("en"):
        body = preview(kinds.get("new_post"), post)
    assert "…" in body.text
    assert len(body.text) < 1500


def test_a_post_of_an_erased_person_has_no_name(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=None)
    with translation.override("en"):
        assert "Former neighbor" in preview(kinds.get("new_post"), post).text
