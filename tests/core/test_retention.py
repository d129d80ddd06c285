"""Nothing is kept longer than its period, and nothing goes before."""

import datetime as dt
import gc
import logging

import pytest
from django.utils import timezone, translation
from django_q.models import Schedule

from core import clock, limits
from core.models import AuditEntry, Draft, LimitCounter
from core.personal_data import in_words, registered
from core.services.retention import enforce_retention, over_age
from neighborhoods.models import Decision, Flag, JoinCode, JoinCodeBatch, Membership, Post, Reply
from notifications.models import Delivery, Notice
from tests.core import retention_page
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import (
    AddressFactory,
    FlagFactory,
    MembershipFactory,
    PostFactory,
    ReplyFactory,
)
from tests.factories.notifications import DeliveryFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def town(cast):
    """A row of each kind that ages, and the moment it was made."""
    now = clock.now()
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    reply = ReplyFactory(post=post, author=cast.bram)
    decision = Decision.objects.create(
        neighborhood=cast.molenwijk, target_kind="post", target_id=post.pk,
        decided_by=cast.moderator, outcome="nothing", reason="Het mag.", created_at=now,
    )  # fmt: skip
    FlagFactory(post=post, flagged_by=cast.bram, decision=decision)
    FlagFactory(post=post, flagged_by=cast.chadia)
    Draft.objects.create(person=cast.an, purpose="post:x", data={"body": "Ik"}, saved_at=now)
    DeliveryFactory(recipient=cast.bram, target=post, inbox=True)
    AuditEntry.objects.create(action="post_shared", at=now)
    limits.Limit("test", 3, 60).take("x")
    batch = JoinCodeBatch.objects.create(
        neighborhood=cast.molenwijk, created_at=now, expires_at=now + 90 * DAY, codes_count=1
    )
    JoinCode.objects.create(
        batch=batch, neighborhood=cast.molenwijk, digest="d", expires_at=now + 90 * DAY,
        address=AddressFactory(neighborhood=cast.molenwijk),
    )  # fmt: skip
    MembershipFactory(
        person=UserFactory(), neighborhood=cast.molenwijk, state="removed", proof="",
        activated_at=None, ended_at=now,
    )  # fmt: skip
    PostFactory(neighborhood=cast.molenwijk, author=cast.an, binned=True)
    ReplyFactory(post=post, author=cast.bram, state="binned", binned_at=now)
    return now, post, reply


def all_over_age():
    return {
        entry.model._meta.label: count
        for entry in registered().values()
        if (count := over_age(entry).count())
    }


def test_thirteen_months_later_nothing_is_over_age(town):
    from core.tasks import sweep

    now, post, reply = town
    with clock.travel(now + dt.timedelta(days=396)):
        assert len(all_over_age()) >= 8, "the test proves nothing without rows that are too old"
        enforce_retention()
        sweep()
        assert all_over_age() == {}
        # What has no period stays, and so does what waits for a decision.
        assert Post.objects.filter(pk=post.pk).exists()
        assert Reply.objects.filter(pk=reply.pk).exists()
        assert Flag.objects.filter(decision=None).count() == 1
        assert Membership.objects.filter(state="left", activated_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("model", "days"), [(Draft, 90), (Delivery, 90), (Notice, 395), (LimitCounter, 8)]
)
def test_nothing_goes_a_day_too_early(town, model, days):
    now, _post, _reply = town
    with clock.travel(now + (days - 1) * DAY):
        enforce_retention()
        assert model.objects.exists()
    with clock.travel(now + (days + 1) * DAY):
        enforce_retention()
        assert not model.objects.exists()


def test_codes_go_sixty_days_after_they_expired_and_members_stay(town, cast):
    now, _post, _reply = town
    Membership.objects.filter(person=cast.an).update(join_code=JoinCode.objects.get())
    with clock.travel(now + 149 * DAY):
        enforce_retention()
        assert JoinCode.objects.count() == 1
    with clock.travel(now + 151 * DAY):
        enforce_retention()
    assert not JoinCode.objects.exists()
    assert cast.an.memberships.get().state == "active"


def test_refused_goes_after_thirty_days_and_a_former_member_does_not(town, cast):
    now, _post, _reply = town
    with clock.travel(now + 31 * DAY):
        enforce_retention()
    assert not Membership.objects.filter(state="removed").exists()
    assert cast.els.memberships.get().state == "left"
    assert cast.dirk.memberships.get().state == "pending"


def test_more_than_a_batch_goes(cast):
    old = clock.now() - 100 * DAY
    Draft.objects.bulk_create(
        [Draft(person=cast.an, purpose=f"p{n}", saved_at=old) for n in range(1201)]
    )
    assert enforce_retention()["core.Draft"] == 1201


def test_only_numbers_are_logged(town, caplog):
    now, _post, _reply = town
    with clock.travel(now + 396 * DAY), caplog.at_level(logging.INFO):
        enforce_retention()
    assert "core.Draft" in caplog.text
    assert "Ik" not in caplog.text
    assert "oeverbeke" not in caplog.text


def test_a_time_that_is_up_leaves_the_rest_for_the_next_night(cast):
    Draft.objects.create(person=cast.an, purpose="p", saved_at=clock.now() - 100 * DAY)
    assert enforce_retention(budget=0) == {}
    assert Draft.objects.exists()


def test_it_runs_every_night():
    row = Schedule.objects.get(func="core.tasks.keep_retention")
    assert (row.schedule_type, row.repeats) == (Schedule.DAILY, -1)
    assert timezone.localtime(row.next_run).hour == 3


def test_no_limit_counts_longer_than_its_counter_is_kept():
    kept = registered()[LimitCounter].kept_for.total_seconds()
    every = [one for one in gc.get_objects() if type(one) is limits.Limit]
    assert len(every) > 3
    assert [one.scope for one in every if one.seconds > kept] == []


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (90, "90 days"), (365, "1 year"), (1095, "3 years")]
)
def test_periods_in_words(days, words):
    with translation.override("en"):
        assert in_words(dt.timedelta(days=days)) == words


def test_the_page_about_retention_is_made_from_the_registry():
    assert retention_page.PAGE.read_text(encoding="utf-8") == retention_page.page(), (
        "run: python -m tests.core.retention_page"
    )
