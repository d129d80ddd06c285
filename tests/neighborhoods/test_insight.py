"""Ways for the municipality to see more than residents agreed to, each of them closed."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from accounts.roles import Role
from core import clock
from core.models import PrivatePhoto
from core.photo_policy import photo_policy
from neighborhoods.models import ModeratorAssignment, Neighborhood, WorkAssignment
from neighborhoods.policies import desk_post_policy
from neighborhoods.services import admission, workers
from tests.cast import make_cast
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import (
    FlagFactory,
    MembershipFactory,
    ModeratorAssignmentFactory,
    PostFactory,
    WorkAssignmentFactory,
)


@pytest.fixture
def cast(db):
    return make_cast()


# --- A post that was shared, whose author can no longer take it back ---------------------------------
@pytest.fixture
def shared(cast):
    return PostFactory(neighborhood=cast.molenwijk, author=cast.an, shared=True, title="Schommel")


def readers(cast, post):
    """The officers who read it; list, person and photo must agree."""
    found = set()
    photo = PrivatePhoto.objects.create(
        target_kind="post", target_id=post.pk, full="a.jpg", small="b.jpg", width=9, height=9,
        bytes=1, created_at=clock.now(),
    )  # fmt: skip
    for name in ("comms", "participation", "care"):
        person = getattr(cast, name)
        sees = desk_post_policy.allows(person, "view_shared", post)
        assert desk_post_policy.allows(person, "view", post) == sees
        assert desk_post_policy.audience("view", post).filter(pk=person.pk).exists() == sees
        assert photo_policy.allows(person, "view", photo) == sees
        if sees:
            found.add(name)
    return found


def test_officers_read_it_while_its_author_lives_there(cast, shared):
    assert readers(cast, shared) == {"comms", "participation", "care"}


def test_who_moves_away_takes_the_shared_posts_along(cast, shared):
    admission.end_membership(membership=cast.an.memberships.get(), by=cast.an)
    assert readers(cast, shared) == set()


def test_who_moves_within_the_town_takes_them_along_too(cast, shared):
    cast.an.memberships.update(neighborhood=cast.oude_haven)
    assert readers(cast, shared) == set()


@pytest.mark.parametrize("change", [{"author": None}, {"author__is_active": False}])
def test_nothing_is_read_of_somebody_who_is_gone(cast, shared, change):
    if "author" in change:
        type(shared).objects.update(author=None)
    else:
        type(cast.an).objects.filter(pk=cast.an.pk).update(is_active=False)
    shared.refresh_from_db()
    assert readers(cast, shared) == set()


def test_a_workers_post_is_read_while_the_work_lasts(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.worker, shared=True)
    assert readers(cast, post) == {"comms", "participation", "care"}
    workers.end_assignment(assignment=WorkAssignment.objects.current().get(), by=cast.admin)
    assert readers(cast, post) == set()


# --- Letting oneself in --------------------------------------------------------------------------
PERIOD = {"valid_until": None, "organization": "Stad", "function": "Brug"}


def invite(client, email):
    return client.post(
        "/admin/community/workers/invite/",
        {
            "email": email, "first_name": "Ad", "last_name": "M", "organization": "Stad",
            "function": "Brug", "first_day": clock.today().isoformat(), "last_day": "",
            "neighborhoods": Neighborhood.objects.get(slug="molenwijk").pk,
        },
    )  # fmt: skip


def test_an_administrator_makes_nobody_a_worker_of_themselves(client, cast):
    client.force_login(cast.admin)
    assert invite(client, cast.admin.email.upper()).status_code == 200
    assert not WorkAssignment.objects.filter(person=cast.admin).exists()
    assert client.get("/nl/n/molenwijk/").status_code == 404
    assert invite(client, "nele@oeverbeke.test").status_code == 302
    assert WorkAssignment.objects.filter(person__email="nele@oeverbeke.test").exists()


def test_an_administrator_who_works_somewhere_does_not_widen_the_own_work(cast):
    own = WorkAssignmentFactory(person=cast.admin, neighborhoods=[cast.oude_haven])
    with pytest.raises(workers.AssignmentError):
        workers.change_worker(
            assignment=own, neighborhoods=[cast.molenwijk, cast.oude_haven],
            valid_from=clock.now() - dt.timedelta(days=1), by=cast.admin, **PERIOD,
        )  # fmt: skip
    assert list(own.neighborhoods.all()) == [cast.oude_haven]


def test_an_administrator_does_not_choose_themselves_as_moderator(cast):
    cast.admin.groups.add(Group.objects.get(name=Role.MODERATION))
    with pytest.raises(workers.AssignmentError):
        workers.assign_moderator(
            person=cast.admin, neighborhoods=[cast.molenwijk], valid_from=clock.now(),
            valid_until=None, by=cast.admin,
        )  # fmt: skip
    assert not ModeratorAssignment.objects.filter(person=cast.admin).exists()


def test_another_administrator_may_give_them_work(cast):
    other = type(cast.admin).objects.get(pk=cast.superuser.pk)
    made = workers.invite_worker(
        email=cast.admin.email, first_name="Ad", last_name="M", neighborhoods=[cast.molenwijk],
        valid_from=clock.now(), by=other, **PERIOD,
    )  # fmt: skip
    assert made.person == cast.admin


# --- Judging the own report ----------------------------------------------------------------------
@pytest.fixture
def reported(cast):
    """A post in the neighborhood where the moderator lives too, reported by the moderator alone."""
    MembershipFactory(person=cast.moderator, neighborhood=cast.molenwijk)
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Mening")
    FlagFactory(post=post, flagged_by=cast.moderator)
    return post


def hide(client, post):
    client.post(f"/admin/flags/{post.public_id}/decide/", {"outcome": "hide", "reason": "Weg"})
    return type(post).objects.get(pk=post.pk).state == "hidden"


def test_a_moderator_does_not_judge_what_they_reported_themselves(client, cast, reported):
    client.force_login(cast.moderator)
    assert b"Mening" not in client.get("/admin/flags/").content
    assert not hide(client, reported)


def test_another_moderator_judges_it(client, cast, reported):
    other = UserFactory(staff=True, role=Role.MODERATION)
    ModeratorAssignmentFactory(person=other, neighborhoods=[cast.molenwijk])
    client.force_login(other)
    assert b"Mening" in client.get("/admin/flags/").content
    assert hide(client, reported)


def test_what_somebody_else_reported_too_may_be_judged(client, cast, reported):
    FlagFactory(post=reported, flagged_by=cast.bram)
    client.force_login(cast.moderator)
    assert b"Mening" in client.get("/admin/flags/").content
    assert hide(client, reported)
