"""The dashboard's screens of what residents wrote: who gets there, and what stands on them."""

import re
from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse

from accounts.roles import Role
from core import clock
from neighborhoods.desk_pages import PAGE
from neighborhoods.models import Decision, Flag, Post, Reply
from neighborhoods.policies import desk_post_policy, desk_reply_policy
from neighborhoods.services import flags, posts
from tests.cast import make_cast
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import (
    FlagFactory,
    ModeratorAssignmentFactory,
    PostFactory,
    ReplyFactory,
)

LIST, SHARED = "/admin/flags/", "/admin/shared/"
NOT_MODERATORS = [
    "an", "bram", "chadia", "dirk", "els", "worker", "former_worker", "comms", "participation",
    "care", "translator", "admin", "superuser", "anonymous",
]  # fmt: skip
NOT_OFFICERS = [
    "an", "bram", "chadia", "dirk", "els", "worker", "former_worker", "moderator", "translator",
    "admin", "superuser", "anonymous",
]  # fmt: skip


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def post(cast):
    return PostFactory(
        neighborhood=cast.molenwijk, author=cast.an, title="Ruzie", body="Weg met die hond"
    )


@pytest.fixture
def flagged(cast, post):
    return FlagFactory(post=post, flagged_by=cast.bram, note="Dat is mijn hond")


@pytest.fixture
def reply(cast, post):
    """Flagged, under a post that nobody flagged."""
    reply = ReplyFactory(post=post, author=cast.bram, body="Zwijg toch")
    Post.objects.filter(pk=post.pk).update(replies_count=1)
    FlagFactory(post=post, target_kind="reply", target_id=reply.pk, flagged_by=cast.an)
    return reply


def page_of(client, person, address):
    if person.is_authenticated:
        client.force_login(person)
    return client.get(address)


def inspect(thing):
    return f"{LIST}{thing.public_id}/"


def decide_at(thing):
    name = "post_decide" if isinstance(thing, Post) else "reply_decide"
    return reverse(f"flags_desk:{name}", args=[thing.public_id])


def is_refused(response):
    """Below /admin/: sent to the sign-in page or home, or told that nothing is there."""
    if response.status_code == 302:
        return response.url in ("/admin/",) or "/login/" in response.url
    return response.status_code in (403, 404)


def test_a_moderator_finds_the_flagged_post(client, cast, flagged):
    text = page_of(client, cast.moderator, LIST).content.decode()
    assert "Ruzie" in text
    assert "Molenwijk" in text


@pytest.mark.parametrize("name", NOT_MODERATORS)
def test_nobody_else_has_the_list_of_what_was_flagged(client, cast, flagged, name):
    for address in (LIST, inspect(Post.objects.get())):
        response = page_of(client, getattr(cast, name), address)
        assert is_refused(response)
        assert b"Ruzie" not in response.content


def test_a_moderator_of_another_neighborhood_finds_nothing(client, cast, flagged, post):
    other = UserFactory(staff=True, role=Role.MODERATION)
    ModeratorAssignmentFactory(person=other, neighborhoods=[cast.oude_haven])
    assert b"Ruzie" not in page_of(client, other, LIST).content
    assert client.get(inspect(post)).status_code == 404
    assert client.post(decide_at(post), {"outcome": "nothing"}).status_code == 404
    assert not Decision.objects.exists()


def test_a_moderator_whose_assignment_ended_finds_nothing(client, cast, flagged, post):
    cast.moderator.moderatorassignments.update(valid_until=clock.now() - timedelta(seconds=1))
    assert b"Ruzie" not in page_of(client, cast.moderator, LIST).content
    assert client.get(inspect(post)).status_code == 404


def test_a_moderator_does_not_find_what_nobody_flagged(client, cast, post):
    assert b"Ruzie" not in page_of(client, cast.moderator, LIST).content
    assert client.get(inspect(post)).status_code == 404
    assert client.post(decide_at(post), {"outcome": "nothing"}).status_code == 404


def test_a_flagged_post_shows_none_of_its_calm_replies(client, cast, flagged, post):
    ReplyFactory(post=post, author=cast.bram, body="Rustig maar")
    assert b"Rustig maar" not in page_of(client, cast.moderator, inspect(post)).content


def test_a_flagged_reply_comes_with_its_post_and_no_other_reply(client, cast, reply, post):
    ReplyFactory(post=post, author=cast.an, body="Rustig maar")
    text = page_of(client, cast.moderator, inspect(post)).content.decode()
    assert "Zwijg toch" in text
    assert "Weg met die hond" in text
    assert "Rustig maar" not in text
    # The post itself was not flagged: there is nothing to decide about it.
    assert decide_at(post) not in text
    assert decide_at(reply) in text


def test_a_reply_that_nobody_flagged_cannot_be_judged(client, cast, flagged, post):
    calm = ReplyFactory(post=post, author=cast.bram)
    client.force_login(cast.moderator)
    assert client.post(decide_at(calm), {"outcome": "hide", "reason": "x"}).status_code == 404


def test_the_screens_never_say_who_flagged(client, cast, post):
    tattle = UserFactory(first_name="Quinten", last_name="Zeldzaam", email="qz@oeverbeke.test")
    FlagFactory(post=post, flagged_by=tattle)
    for address in (LIST, inspect(post)):
        text = page_of(client, cast.moderator, address).content.decode()
        assert "Quinten" not in text
        assert "Zeldzaam" not in text
        assert "qz@" not in text


def test_reasons_and_notes_are_shown(client, cast, flagged, post):
    text = page_of(client, cast.moderator, inspect(post)).content.decode()
    assert "Dat is mijn hond" in text
    assert str(Flag.Reason.UNKIND.label) in text or flagged.get_reason_display() in text


def test_what_was_written_is_shown_as_text_and_not_as_markup(client, cast):
    post = PostFactory(
        neighborhood=cast.molenwijk, author=cast.an, title="<img src=x onerror=alert(1)>",
        body="<script>alert(1)</script>",
    )  # fmt: skip
    FlagFactory(post=post, note="<b onclick=alert(2)>note</b>")
    for address in (LIST, inspect(post)):
        text = page_of(client, cast.moderator, address).content.decode()
        assert "<img src=x" not in text
        assert "<script>alert" not in text
        assert "<b onclick" not in text


def test_the_longest_waiting_comes_first_and_the_list_goes_on(client, cast):
    now = clock.now()
    for n in range(PAGE + 2):
        post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, title=f"Geval {n:03}")
        FlagFactory(post=post, created_at=now - timedelta(days=n))
    first = page_of(client, cast.moderator, LIST).content.decode()
    found = re.findall(r"Geval (\d+)", first)
    assert found == [f"{n:03}" for n in range(PAGE + 1, 1, -1)]
    second = client.get(LIST + re.search(r"\?after=[0-9a-f-]+", first).group()).content.decode()
    assert re.findall(r"Geval (\d+)", second) == ["001", "000"]


def test_the_list_costs_the_same_however_many_wait(
    client, cast, flagged, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page_of(client, cast.moderator, LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _n in range(5):
        FlagFactory(post=PostFactory(neighborhood=cast.molenwijk, author=cast.an))
    with django_assert_num_queries(len(few)):
        client.get(LIST)


def test_hiding_takes_the_post_away_and_tells_the_author_why(client, cast, flagged, post):
    client.force_login(cast.moderator)
    client.post(decide_at(post), {"outcome": "hide", "reason": "Dit kwetst iemand."})
    post.refresh_from_db()
    flagged.refresh_from_db()
    decision = Decision.objects.get()
    assert post.state == "hidden"
    assert flagged.decision == decision
    assert (decision.outcome, decision.decided_by) == ("hide", cast.moderator)
    assert b"Ruzie" not in client.get(LIST).content.split(b"<h2")[0]


def test_hiding_without_a_reason_is_refused_and_keeps_the_post(client, cast, flagged, post):
    client.force_login(cast.moderator)
    response = client.post(decide_at(post), {"outcome": "hide", "reason": "  \u200b "})
    post.refresh_from_db()
    assert response.status_code == 422
    assert post.state == "live"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("data", [{}, {"outcome": "delete", "reason": "x"}, {"reason": "x"}])
def test_a_decision_that_is_none_changes_nothing(client, cast, flagged, post, data):
    client.force_login(cast.moderator)
    assert client.post(decide_at(post), data).status_code == 422
    assert not Decision.objects.exists()


def test_letting_a_post_stay_needs_no_reason_and_closes_the_flags(client, cast, flagged, post):
    client.force_login(cast.moderator)
    client.post(decide_at(post), {"outcome": "nothing"})
    post.refresh_from_db()
    flagged.refresh_from_db()
    assert post.state == "live"
    assert flagged.decision.outcome == "nothing"


def test_hiding_a_reply_leaves_its_post(client, cast, reply, post):
    client.force_login(cast.moderator)
    client.post(decide_at(reply), {"outcome": "hide", "reason": "Onvriendelijk."})
    post.refresh_from_db()
    reply.refresh_from_db()
    assert (post.state, post.replies_count, reply.state) == ("live", 0, "hidden")


def test_of_two_moderators_only_the_first_decides(client, cast, flagged, post):
    flags.decide(target=post, outcome="nothing", reason="", by=cast.moderator)
    client.force_login(cast.moderator)
    client.post(decide_at(post), {"outcome": "hide", "reason": "Te laat"})
    post.refresh_from_db()
    assert post.state == "live"
    assert Decision.objects.count() == 1


def test_a_settled_post_shows_what_was_decided_and_no_form(client, cast, flagged, post):
    flags.decide(target=post, outcome="nothing", reason="Dat mag gezegd worden.", by=cast.moderator)
    text = page_of(client, cast.moderator, inspect(post)).content.decode()
    assert "Dat mag gezegd worden." in text
    assert decide_at(post) not in text


@pytest.mark.parametrize("name", NOT_MODERATORS)
def test_nobody_else_decides(client, cast, flagged, reply, post, name):
    person = getattr(cast, name)
    if person.is_authenticated:
        client.force_login(person)
    for thing in (post, reply):
        response = client.post(decide_at(thing), {"outcome": "hide", "reason": "x"})
        assert is_refused(response)
    assert not Decision.objects.exists()


def test_a_get_decides_nothing(client, cast, flagged, post):
    client.force_login(cast.moderator)
    assert client.get(decide_at(post), {"outcome": "hide", "reason": "x"}).status_code == 405
    assert not Decision.objects.exists()


def test_a_moderator_does_not_judge_the_own_post(client, cast, flagged, post):
    Post.objects.filter(pk=post.pk).update(author=cast.moderator)
    assert b"Ruzie" not in page_of(client, cast.moderator, LIST).content
    assert client.get(inspect(post)).status_code == 404
    assert client.post(decide_at(post), {"outcome": "nothing"}).status_code == 404


def test_a_moderator_does_not_judge_the_own_reply(client, cast, reply, post):
    Reply.objects.filter(pk=reply.pk).update(author=cast.moderator)
    assert b"Ruzie" not in page_of(client, cast.moderator, LIST).content
    assert decide_at(reply).encode() not in client.get(inspect(post)).content
    assert client.post(decide_at(reply), {"outcome": "nothing"}).status_code == 404


def test_policy_of_flagged_replies_says_the_same_in_three_ways(cast, reply, post):
    calm = ReplyFactory(post=post, author=cast.bram)
    for action in ("view", "moderate", "change", "delete", "nonsense"):
        for thing in (reply, calm):
            audience = set(desk_reply_policy.audience(action, thing))
            for name, person in cast.everybody():
                allowed = thing in desk_reply_policy.allowed(person, action)
                assert allowed == desk_reply_policy.allows(person, action, thing)
                assert allowed == (person in audience), (name, action)
                is_moderator = name == "moderator" and action in ("view", "moderate")
                assert allowed == (is_moderator and thing is reply), (name, action)


@pytest.fixture
def shared(cast):
    return PostFactory(
        neighborhood=cast.molenwijk, author=cast.an, shared=True, title="Kapotte schommel",
        body="De schommel hangt los",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["comms", "participation", "care"])
def test_officers_read_what_was_shared_with_them(client, cast, shared, name):
    person = getattr(cast, name)
    assert b"Kapotte schommel" in page_of(client, person, SHARED).content
    assert b"hangt los" in client.get(f"{SHARED}{shared.public_id}/").content


@pytest.mark.parametrize("name", NOT_OFFICERS)
def test_nobody_else_reads_it_on_the_dashboard(client, cast, shared, name):
    for address in (SHARED, f"{SHARED}{shared.public_id}/"):
        response = page_of(client, getattr(cast, name), address)
        assert is_refused(response)
        assert b"schommel" not in response.content


def test_officers_do_not_find_what_was_not_shared(client, cast, post, flagged):
    assert b"Ruzie" not in page_of(client, cast.care, SHARED).content
    assert client.get(f"{SHARED}{post.public_id}/").status_code == 404


def test_what_is_taken_back_is_gone_at_once(client, cast, shared):
    posts.share_post(post=shared, by=cast.an, is_shared=False)
    assert b"schommel" not in page_of(client, cast.care, SHARED).content
    assert client.get(f"{SHARED}{shared.public_id}/").status_code == 404


@pytest.mark.parametrize("state", ["hidden", "binned", "draft", "held"])
def test_a_shared_post_that_is_not_up_is_gone_too(client, cast, shared, state):
    Post.objects.filter(pk=shared.pk).update(state=state)
    assert b"schommel" not in page_of(client, cast.care, SHARED).content
    assert client.get(f"{SHARED}{shared.public_id}/").status_code == 404


def test_replies_under_a_shared_post_are_not_shared(client, cast, shared):
    ReplyFactory(post=shared, author=cast.bram, body="Ik heb gereedschap")
    page = page_of(client, cast.care, f"{SHARED}{shared.public_id}/").content
    assert b"gereedschap" not in page


def test_the_menu_shows_each_list_to_whom_it_is_for(client, cast):
    menus = {}
    for name in ("moderator", "care", "translator", "admin", "superuser"):
        text = page_of(client, getattr(cast, name), "/admin/").content.decode()
        menus[name] = ('"/admin/flags/"' in text, '"/admin/shared/"' in text)
    assert menus == {
        "moderator": (True, False),
        "care": (False, True),
        "translator": (False, False),
        "admin": (False, False),
        "superuser": (False, False),
    }


def test_home_counts_open_cases_only(client, cast, flagged, reply, post):
    settled = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    FlagFactory(post=settled)
    flags.decide(target=settled, outcome="nothing", reason="", by=cast.moderator)
    waiting = desk_post_policy.allowed(cast.moderator, "moderate").with_open_flags(cast.moderator)
    assert [(row.pk, row.open_flags) for row in waiting] == [(post.pk, 2)]
    text = page_of(client, cast.moderator, "/admin/").content.decode()
    assert re.search(r'href="/admin/flags/">\s*1 ', text)


@pytest.mark.parametrize(
    "verb",
    ["add", "edit", "delete", "copy", "history", "usage", "export", "results", "inspect", "bulk"],
)
def test_nothing_else_can_be_done_with_them(verb):
    for namespace in ("flags_desk", "shared_desk"):
        for name in (verb, f"post_{verb}", f"flag_{verb}", f"shared_{verb}"):
            with pytest.raises(NoReverseMatch):
                reverse(f"{namespace}:{name}")


def test_no_export_by_a_parameter(client, cast, shared):
    client.force_login(cast.care)
    for query in ("?export=csv", "?export=xlsx", "?format=json"):
        assert client.get(SHARED + query)["Content-Type"].startswith("text/html")
