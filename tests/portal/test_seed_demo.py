import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django_q.models import OrmQ

from accounts.models import User
from campaigns.models import Campaign
from neighborhoods.models import Address, Membership, Neighborhood, Post
from notifications.models import Delivery
from participation.models import Participation, PendingAnswer, Survey, SurveyResponse

ACCOUNTS = {
    "an", "bram", "chadia", "dirk", "els", "worker", "moderator", "comms", "participation", "care",
    "translator", "admin",
}  # fmt: skip
SLUGS = {
    "molenwijk", "oude-haven", "stationskwartier", "bloemendal", "kasteelpark", "nieuwe-dokken",
    "akkerdorp",
}  # fmt: skip


def _the_town_is_as_the_readme_says():
    emails = set(User.objects.values_list("email", flat=True))
    assert {f"{name}@oeverbeke.test" for name in ACCOUNTS} <= emails
    assert set(Neighborhood.objects.values_list("slug", flat=True)) == SLUGS
    assert Address.objects.count() > 2000
    assert Membership.objects.active().count() == 120
    assert User.objects.get(email="an@oeverbeke.test").check_password("buurt-demo-2026")


def _the_cast_stands_where_it_should():
    def home(name):
        return Membership.objects.get(person__email=f"{name}@oeverbeke.test")

    assert (home("an").state, home("an").neighborhood.slug) == ("active", "molenwijk")
    assert (home("chadia").state, home("chadia").neighborhood.slug) == ("active", "oude-haven")
    assert home("dirk").state == "pending"
    assert home("els").state == "left"
    assert not Membership.objects.filter(person__email="moderator@oeverbeke.test").exists()


def _it_is_in_a_believable_state():
    assert Post.objects.live().count() >= 25
    assert Post.objects.filter(help_request__solved_at__isnull=False).exists()
    assert {row.state for row in Campaign.objects.all()} == {"sent", "scheduled"}
    assert {row.state for row in Survey.objects.all()} == {"open", "closed"}
    for survey in Survey.objects.all():
        answers = PendingAnswer.objects.filter(survey=survey).count()
        answers += SurveyResponse.objects.filter(survey=survey).count()
        assert answers == Participation.objects.filter(survey=survey).count() > 10


def _it_sends_no_mail_now_or_later():
    assert mail.outbox == []
    assert not Delivery.objects.filter(state__in=["new", "sending"]).exists()
    assert Delivery.objects.filter(channel="inbox", state="sent").exists()
    assert OrmQ.objects.count() == 0


def _a_second_time_changes_nothing():
    before = (User.objects.count(), Post.objects.count(), Delivery.objects.count())
    call_command("seed_demo", "--yes", verbosity=0)
    assert (User.objects.count(), Post.objects.count(), Delivery.objects.count()) == before


def test_the_demo_town(db, django_capture_on_commit_callbacks):
    # Built once: it takes a while.
    with django_capture_on_commit_callbacks(execute=True):
        call_command("seed_demo", "--yes", verbosity=0)
    _the_town_is_as_the_readme_says()
    _the_cast_stands_where_it_should()
    _it_is_in_a_believable_state()
    _it_sends_no_mail_now_or_later()
    _a_second_time_changes_nothing()


def test_it_refuses_to_fill_a_real_portal(db, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="invented people"):
        call_command("seed_demo")
    assert not User.objects.exists()
