"""Reporting, and what a moderator decides."""

import pytest

from core.models import AuditEntry
from neighborhoods.models import Decision, FeedEntry, Flag
from neighborhoods.services.flags import NothingToDecide, decide
from notifications.models import Notice
from tests.factories.neighborhoods import FlagFactory, PostFactory, ReplyFactory

from .visiting import Visitor, page_of

pytestmark = pytest.mark.usefixtures("english")
AREA = "molenwijk"
NOTE = "Dit gaat over mijn dochter"


@pytest.fixture
def post(cast):
    return PostFactory(neighborhood=cast.molenwijk, author=cast.an, body="Boze woorden")


def report(visitor, thing, name="post_flag", **fields):
    return visitor.post(name, AREA, thing.public_id, **{"reason": "unkind", "note": NOTE, **fields})


def test_it_is_gone_for_who_reported_and_for_nobody_else(cast, post):
    bram = Visitor(cast.bram)
    assert report(bram, post).status_code == 200
    flag = Flag.objects.get()
    assert (flag.flagged_by, flag.reason, flag.note) == (cast.bram, "unkind", NOTE)
    assert "Boze woorden" not in page_of(bram.get("feed", AREA))
    for person in (cast.an, cast.worker):
        assert "Boze woorden" in page_of(Visitor(person).get("feed", AREA))


def test_a_reply_is_gone_for_who_reported_it(cast, post):
    reply = ReplyFactory(post=post, author=cast.bram, body="Nog bozer")
    worker = Visitor(cast.worker)
    report(worker, reply, "reply_flag")
    assert "Nog bozer" not in page_of(worker.get("post_detail", AREA, post.public_id))
    assert "Boze woorden" in page_of(worker.get("feed", AREA))
    assert "Nog bozer" in page_of(Visitor(cast.an).get("post_detail", AREA, post.public_id))


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "x"}, {"note": "x" * 1001}])
def test_what_is_not_understood(cast, post, fields):
    response = report(Visitor(cast.bram), post, **fields)
    assert response.status_code == 422
    assert not Flag.objects.exists()


def test_twice_is_once(cast, post):
    bram = Visitor(cast.bram)
    report(bram, post)
    report(bram, post, reason="danger", note="")
    assert Flag.objects.get().reason == "danger"
    Flag.objects.update(
        decision=Decision.objects.create(
            neighborhood=cast.molenwijk, target_kind="post", target_id=post.pk, outcome="nothing",
            reason="x", created_at=post.created_at,
        )
    )  # fmt: skip
    report(bram, post, reason="advert")
    assert Flag.objects.get().reason == "danger", "what was decided about stays as it was"


def test_nobody_reports_the_own_words(cast, post):
    an = Visitor(cast.an)
    assert an.get("post_flag", AREA, post.public_id).status_code == 404
    assert report(an, post).status_code == 404
    reply = ReplyFactory(post=post, author=cast.an)
    assert report(an, reply, "reply_flag").status_code == 404
    assert not Flag.objects.exists()


@pytest.mark.parametrize("name", ["chadia", "dirk", "els", "former_worker", "moderator", "admin"])
def test_nobody_reports_from_outside(cast, post, name):
    visitor = Visitor(getattr(cast, name))
    assert visitor.get("post_flag", AREA, post.public_id).status_code == 404
    assert report(visitor, post).status_code == 404
    assert not Flag.objects.exists()


# The moderator


def decide_on(cast, post, person=None, **fields):
    visitor = Visitor(person or cast.moderator)
    data = {"outcome": "hide", "reason": "Het kwetst mensen.", **fields}
    return visitor.post("flags_desk:post_decide", post.public_id, **data)


def test_hidden_for_all_and_the_author_is_told_why(cast, post):
    report(Visitor(cast.bram), post)
    assert decide_on(cast, post).status_code == 302
    for person in (cast.an, cast.bram, cast.worker):
        visitor = Visitor(person)
        assert visitor.get("post_detail", AREA, post.public_id).status_code == 404
        assert "Boze woorden" not in page_of(visitor.get("feed", AREA))
    decision = Decision.objects.get()
    notice = Notice.objects.get()
    assert (notice.kind, notice.target_id) == ("decision", decision.pk)
    page = page_of(Visitor(cast.an).get("decision_detail", AREA, decision.public_id))
    assert "Het kwetst mensen." in page
    for word in (NOTE, "Bram", "Mo Jacobs"):
        assert word not in page, "who reported and who decided stay unnamed"
    for other in (cast.bram, cast.worker, cast.chadia, cast.moderator):
        assert Visitor(other).get("decision_detail", AREA, decision.public_id).status_code == 404
    assert NOTE not in str(list(AuditEntry.objects.values()))


def test_it_may_stay(cast, post):
    report(Visitor(cast.bram), post)
    decide_on(cast, post, outcome="nothing")
    assert "Boze woorden" in page_of(Visitor(cast.worker).get("feed", AREA))
    assert "Boze woorden" not in page_of(Visitor(cast.bram).get("feed", AREA)), "as Bram wished"
    assert not Notice.objects.exists()
    assert Flag.objects.get().decision == Decision.objects.get()


@pytest.mark.parametrize("fields", [{"outcome": ""}, {"outcome": "ban"}, {"reason": ""}])
def test_a_decision_needs_an_outcome_and_a_reason(cast, post, fields):
    FlagFactory(post=post, flagged_by=cast.bram)
    assert decide_on(cast, post, **fields).status_code == 422
    assert not Decision.objects.exists()
    assert FeedEntry.objects.get().state == "live"


def test_decided_once(cast, post):
    FlagFactory(post=post, flagged_by=cast.bram)
    decide_on(cast, post)
    decide_on(cast, post, outcome="nothing", reason="Toch niet")
    assert Decision.objects.get().outcome == "hide"
    with pytest.raises(NothingToDecide):
        decide(target=post, outcome="hide", reason="x", by=cast.moderator)


@pytest.mark.parametrize(
    "name", ["an", "bram", "worker", "comms", "care", "translator", "admin", "superuser"]
)
def test_only_moderators_decide(cast, post, name):
    FlagFactory(post=post, flagged_by=cast.bram)
    assert decide_on(cast, post, getattr(cast, name)).status_code in (302, 403, 404)
    assert not Decision.objects.exists()
    post.refresh_from_db()
    assert post.state == "live"


def test_nobody_decides_about_what_nobody_reported(cast, post):
    assert decide_on(cast, post).status_code == 404
    assert not Decision.objects.exists()


def test_no_decision_next_door(cast):
    post = PostFactory(neighborhood=cast.oude_haven, author=cast.chadia)
    FlagFactory(post=post, flagged_by=cast.worker)
    assert decide_on(cast, post).status_code == 404
    assert not Decision.objects.exists()


def test_the_desk_shows_the_flagged_reply_and_no_other(cast, post):
    flagged = ReplyFactory(post=post, author=cast.bram, body="Gemeld antwoord")
    ReplyFactory(post=post, author=cast.bram, body="Gewoon antwoord")
    FlagFactory(post=post, target_kind="reply", target_id=flagged.pk, flagged_by=cast.an, note=NOTE)
    page = page_of(Visitor(cast.moderator).get("flags_desk:flag_detail", post.public_id))
    assert "Gemeld antwoord" in page
    assert NOTE in page
    assert "Gewoon antwoord" not in page


def test_a_reply_that_is_hidden_is_not_counted(cast, post):
    reply = ReplyFactory(post=post, author=cast.bram)
    type(post).objects.filter(pk=post.pk).update(replies_count=1)
    FlagFactory(post=post, target_kind="reply", target_id=reply.pk, flagged_by=cast.an)
    Visitor(cast.moderator).post(
        "flags_desk:reply_decide", reply.public_id, outcome="hide", reason="Kwetsend"
    )
    post.refresh_from_db()
    reply.refresh_from_db()
    assert (reply.state, post.replies_count, post.state) == ("hidden", 0, "live")
