"""Who may do what: written by hand, and asked in all three directions a policy answers.

A table names for each state and action the people of the cast who may; nobody else may. ``allows``,
``allowed`` and ``audience`` must say exactly that. Whatever is not in a table is allowed to nobody.
"""

import datetime as dt
from dataclasses import dataclass, field

import pytest

from core import clock
from core.models import PrivatePhoto
from core.photo_policy import photo_policy
from core.policies import Policy
from neighborhoods.models import Decision, FeedEntry, Flag, HelpRequest, Membership
from neighborhoods.policies import (
    decision_policy,
    desk_post_policy,
    desk_reply_policy,
    district_policy,
    feed_policy,
    letters_policy,
    membership_policy,
    moderator_assignment_policy,
    neighborhood_policy,
    post_policy,
    reply_policy,
    work_assignment_policy,
    worker_policy,
)
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import (
    DistrictFactory,
    FlagFactory,
    MembershipFactory,
    ModeratorAssignmentFactory,
    PostFactory,
    ReplyFactory,
    WorkAssignmentFactory,
)

NOBODY = frozenset()
SECOND = dt.timedelta(seconds=1)

# An action that no policy knows opens nothing, whatever it is called.
UNKNOWN = ("", "add", "export")


def names(text):
    return frozenset(text.split())


@dataclass
class World:
    cast: object
    things: dict = field(default_factory=dict)


def check(world, policy, thing, action, expected):
    """All three directions say the same as the table, for every person of the cast."""
    allows = {
        name for name, person in world.cast.everybody() if policy.allows(person, action, thing)
    }
    reached = set(policy.audience(action, thing).distinct())
    audience = {name for name, person in world.cast.everybody() if person in reached}
    assert allows == expected, f"allows {action}"
    assert audience == expected, f"audience {action}"
    # The list: ``allows`` is derived from it, and no policy may say otherwise.
    assert type(policy).allows is Policy.allows
    for name in expected:
        assert thing in set(policy.allowed(getattr(world.cast, name), action)), f"allowed {action}"
    known = {person for _name, person in world.cast.everybody()}
    assert reached <= known, "somebody who is not in the cast is reached"


def check_table(world, policy, thing, table, actions):
    for action in actions:
        check(world, policy, thing, action, names(table.get(action, "")))
    for action in UNKNOWN:
        check(world, policy, thing, action, NOBODY)


@pytest.fixture
def world(cast):
    return World(cast)


# Neighborhoods

NEIGHBORHOOD_ACTIONS = [
    "view", "post", "list_members", "choose_audience", "post_on_behalf", "moderate", "manage",
]  # fmt: skip
NEIGHBORHOODS = {
    "molenwijk": {
        "view": "an bram worker",
        "post": "an bram worker",
        "list_members": "an bram worker",
        "choose_audience": "an bram",
        "post_on_behalf": "worker",
        "moderate": "moderator",
        "manage": "admin",
    },
    "oude_haven": {
        "view": "chadia worker",
        "post": "chadia worker",
        "list_members": "chadia worker",
        "choose_audience": "chadia",
        "post_on_behalf": "worker",
        "moderate": "",
        "manage": "admin",
    },
}


@pytest.mark.parametrize("name", NEIGHBORHOODS)
def test_neighborhood(world, name):
    thing = getattr(world.cast, name)
    check_table(world, neighborhood_policy, thing, NEIGHBORHOODS[name], NEIGHBORHOOD_ACTIONS)


# Posts of An in Molenwijk

POST_ACTIONS = [
    "view", "reply", "react", "flag", "change", "delete", "share", "restore", "solve", "reopen",
]  # fmt: skip
INSIDE = {"view": "an bram worker", "reply": "an bram worker", "react": "an bram worker"}
NEIGHBORS = {"view": "an bram", "reply": "an bram", "react": "an bram"}
AUTHOR = {"change": "an", "delete": "an", "share": "an"}
LIVE = {**INSIDE, **AUTHOR, "flag": "bram worker"}
POSTS = {
    "live": ({}, LIVE),
    "shared": ({"shared": True}, LIVE),
    "flagged": ({}, LIVE),
    "begins this moment": ({"undoable": True}, LIVE),
    "neighbors_only": ({"neighbors_only": True}, {**NEIGHBORS, **AUTHOR, "flag": "bram"}),
    "undoable": ({"undoable": True}, {"view": "an", **AUTHOR}),
    "undoable and neighbors_only": (
        {"undoable": True, "neighbors_only": True},
        {"view": "an", **AUTHOR},
    ),
    "hidden": ({"hidden": True}, {}),
    "hidden and flagged": ({"hidden": True}, {}),
    "held": ({"state": "held"}, {}),
    "draft": ({"state": "draft"}, {}),
    "binned": ({"binned": True}, {"restore": "an"}),
    "binned and undoable": ({"binned": True, "undoable": True}, {"restore": "an"}),
    "help": ({"kind": "help_request"}, {**LIVE, "solve": "an"}),
    "help undoable": (
        {"kind": "help_request", "undoable": True},
        {"view": "an", **AUTHOR, "solve": "an"},
    ),
    "help binned": ({"kind": "help_request", "binned": True}, {"restore": "an"}),
    "help solved": ({"kind": "help_request"}, {**LIVE, "reopen": "an"}),
    "help solved and hidden": ({"kind": "help_request", "hidden": True}, {}),
    "author erased": ({"author": None}, {**INSIDE, "flag": "an bram worker"}),
    "of the worker": (
        {"by": "worker"},
        {**INSIDE, "flag": "an bram", "change": "worker", "delete": "worker", "share": "worker"},
    ),
    "of the worker, binned": ({"by": "worker", "binned": True}, {"restore": "worker"}),
    # Who left or never belonged loses the own posts too.
    "of who left": ({"by": "els"}, {**INSIDE, "flag": "an bram worker"}),
    "of who left, binned": ({"by": "els", "binned": True}, {}),
    "of a former worker": ({"by": "former_worker"}, {**INSIDE, "flag": "an bram worker"}),
    "of an outsider": ({"by": "chadia", "undoable": True}, {}),
    # An author who lost the neighborhood and an audience that shuts the author out.
    "of the worker, neighbors_only": (
        {"by": "worker", "neighbors_only": True},
        {**NEIGHBORS, "flag": "an bram"},
    ),
}  # fmt: skip


def make_post(world, state):
    options = dict(POSTS[state][0])
    author = options.pop("author", getattr(world.cast, options.pop("by", "an")))
    post = PostFactory(neighborhood=world.cast.molenwijk, author=author, **options)
    if "solved" in state:
        HelpRequest.objects.filter(post=post).update(solved_at=clock.now(), helper=world.cast.bram)
        post.refresh_from_db()
    if "flagged" in state:
        FlagFactory(post=post, flagged_by=world.cast.bram)
    return post


@pytest.mark.parametrize("state", POSTS)
def test_post(world, state):
    post = make_post(world, state)
    if state == "begins this moment":
        with clock.travel(post.visible_from):
            check_table(world, post_policy, post, POSTS[state][1], POST_ACTIONS)
        with clock.travel(post.visible_from - SECOND / 1000):
            check(world, post_policy, post, "view", names("an"))
    else:
        check_table(world, post_policy, post, POSTS[state][1], POST_ACTIONS)


def test_post_next_door(world):
    post = PostFactory(neighborhood=world.cast.oude_haven, author=world.cast.chadia)
    table = {
        "view": "chadia worker", "reply": "chadia worker", "react": "chadia worker",
        "flag": "worker", "change": "chadia", "delete": "chadia", "share": "chadia",
    }  # fmt: skip
    check_table(world, post_policy, post, table, POST_ACTIONS)


# Replies of Bram under An's post

REPLY_ACTIONS = ["view", "react", "flag", "change", "delete", "restore", "reply", "share"]
REPLY = {"view": "an bram worker", "react": "an bram worker", "flag": "an worker",
         "change": "bram", "delete": "bram"}  # fmt: skip
REPLIES = {
    "live": ({}, {}, REPLY),
    "hidden": ({}, {"state": "hidden"}, {}),
    "held": ({}, {"state": "held"}, {}),
    "binned": ({}, {"state": "binned"}, {"restore": "bram"}),
    "author erased": (
        {},
        {"author": None},
        {"view": "an bram worker", "react": "an bram worker", "flag": "an bram worker"},
    ),
    "of the worker": (
        {},
        {"by": "worker"},
        {"view": "an bram worker", "react": "an bram worker", "flag": "an bram",
         "change": "worker", "delete": "worker"},
    ),
    "of who left": (
        {},
        {"by": "els"},
        {"view": "an bram worker", "react": "an bram worker", "flag": "an bram worker"},
    ),
    "under neighbors_only": (
        {"neighbors_only": True},
        {},
        {"view": "an bram", "react": "an bram", "flag": "an", "change": "bram", "delete": "bram"},
    ),
    # The post was closed to workers afterwards: the worker loses the own reply too.
    "of the worker under neighbors_only": (
        {"neighbors_only": True},
        {"by": "worker"},
        {"view": "an bram", "react": "an bram", "flag": "an bram"},
    ),
    "under a binned post": ({"binned": True}, {}, {}),
    "binned under a binned post": ({"binned": True}, {"state": "binned"}, {}),
    "under a hidden post": ({"hidden": True}, {}, {}),
    # Only its author is there before the post begins.
    "under an undoable post": ({"undoable": True}, {}, {"view": "an", "react": "an", "flag": "an"}),
}  # fmt: skip


@pytest.mark.parametrize("state", REPLIES)
def test_reply(world, state):
    of_post, of_reply, table = REPLIES[state]
    of_reply = dict(of_reply)
    author = of_reply.pop("author", getattr(world.cast, of_reply.pop("by", "bram")))
    post = PostFactory(neighborhood=world.cast.molenwijk, author=world.cast.an, **of_post)
    reply = ReplyFactory(post=post, author=author, **of_reply)
    check_table(world, reply_policy, reply, table, REPLY_ACTIONS)


# Lines of the feed

FEED = {
    "live": ({}, "an bram worker"),
    "hidden from workers": ({"hidden_from_workers": True}, "an bram"),
    "hidden": ({"state": "hidden"}, ""),
    "not begun": ({"visible_from": dt.timedelta(seconds=10)}, ""),
    "over": ({"expires_at": -SECOND}, ""),
    "not over yet": ({"expires_at": dt.timedelta(minutes=1)}, "an bram worker"),
    "pinned": ({"pinned_until": dt.timedelta(days=1)}, "an bram worker"),
    "pinned and over": ({"pinned_until": dt.timedelta(days=1), "expires_at": -SECOND}, ""),
    "pinned and hidden from workers": (
        {"pinned_until": dt.timedelta(days=1), "hidden_from_workers": True},
        "an bram",
    ),
}


@pytest.mark.parametrize("state", FEED)
def test_feed_entry(world, state):
    changes, readers = FEED[state]
    now = clock.now()
    entry = FeedEntry.objects.create(
        neighborhood=world.cast.molenwijk, kind="campaign", target_kind="campaign", target_id=1,
        **{"visible_from": now - SECOND}
        | {name: now + each if isinstance(each, dt.timedelta) else each
           for name, each in changes.items()},
    )  # fmt: skip
    check_table(world, feed_policy, entry, {"view": readers}, ["view", "change", "delete", "post"])


def test_feed_entry_on_the_edge(world):
    now = clock.now()
    entry = FeedEntry.objects.create(
        neighborhood=world.cast.molenwijk, kind="campaign", target_kind="campaign", target_id=1,
        visible_from=now, expires_at=now + SECOND,
    )  # fmt: skip
    for moment, readers in ((now, "an bram worker"), (now + SECOND, ""), (now - SECOND, "")):
        with clock.travel(moment):
            check(world, feed_policy, entry, "view", names(readers))


# The dashboard

DESK_ACTIONS = ["view", "moderate", "view_shared", "change", "delete", "restore"]
OFFICERS = "comms participation care"
DESK_POSTS = {
    "live": {},
    "shared": {"view": OFFICERS, "view_shared": OFFICERS},
    "shared undoable": {},
    "shared binned": {},
    "shared hidden": {},
    "flagged": {"view": "moderator", "moderate": "moderator"},
    "reply flagged": {"view": "moderator", "moderate": "moderator"},
    "flagged hidden": {"view": "moderator", "moderate": "moderator"},
    "flagged binned": {"view": "moderator", "moderate": "moderator"},
    "flagged neighbors_only": {"view": "moderator", "moderate": "moderator"},
    "flagged shared": {
        "view": f"moderator {OFFICERS}",
        "moderate": "moderator",
        "view_shared": OFFICERS,
    },
    # Nobody judges the own case.
    "flagged by moderator": {"view": "moderator"},
    # Sharing ends where the author does not belong any more and could not take it back.
    "shared by worker": {"view": OFFICERS, "view_shared": OFFICERS},
    "shared by els": {},
    "shared by dirk": {},
    "shared by chadia": {},
    "shared by former_worker": {},
    "shared by nobody": {},
    "neighbors_only": {},
}


@pytest.mark.parametrize("state", DESK_POSTS)
def test_desk_post(world, state):
    words = state.split()
    traits = {w: True for w in ("shared", "undoable", "binned", "hidden", "neighbors_only")
              if w in words}  # fmt: skip
    author = getattr(world.cast, words[-1], None) if "by" in words else world.cast.an
    post = PostFactory(neighborhood=world.cast.molenwijk, author=author, **traits)
    reply = ReplyFactory(post=post, author=world.cast.bram)
    # Flags on the neighbor of a row must not count for it.
    other = ReplyFactory(post=PostFactory(neighborhood=world.cast.molenwijk, author=world.cast.an))
    Flag.objects.create(
        neighborhood=world.cast.molenwijk, target_kind="reply", target_id=other.pk,
        reason="unkind", created_at=clock.now(),
    )  # fmt: skip
    if "reply" in words:
        FlagFactory(post=post, target_kind="reply", target_id=reply.pk)
    elif "flagged" in words:
        FlagFactory(post=post)
    Flag.objects.all().update(flagged_by=world.cast.bram)
    check_table(world, desk_post_policy, post, DESK_POSTS[state], DESK_ACTIONS)


def test_a_flag_on_a_reply_with_the_number_of_the_post_is_none_on_the_post(world):
    post = PostFactory(neighborhood=world.cast.molenwijk, author=world.cast.an)
    FlagFactory(post=post, target_kind="reply", flagged_by=world.cast.bram)
    check_table(world, desk_post_policy, post, {}, DESK_ACTIONS)


def test_a_moderator_needs_the_role_and_the_neighborhood(world):
    cast = world.cast
    ModeratorAssignmentFactory(person=cast.bram, neighborhoods=[cast.molenwijk])
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    FlagFactory(post=post, flagged_by=cast.worker)
    check(world, neighborhood_policy, cast.molenwijk, "moderate", names("moderator"))
    check(world, desk_post_policy, post, "moderate", names("moderator"))
    cast.moderator.moderatorassignments.update(valid_until=clock.now())
    check(world, neighborhood_policy, cast.molenwijk, "moderate", NOBODY)
    check(world, desk_post_policy, post, "moderate", NOBODY)


def test_desk_sees_no_flag_of_another_neighborhood(world):
    post = PostFactory(neighborhood=world.cast.oude_haven, author=world.cast.chadia)
    FlagFactory(post=post, flagged_by=world.cast.worker)
    check_table(world, desk_post_policy, post, {}, DESK_ACTIONS)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("moderate", "moderator"),
        ("view_shared", OFFICERS),
        ("view", f"moderator {OFFICERS}"),
        ("change", ""),
        ("add", ""),
    ],
)
def test_who_has_a_list_on_the_dashboard(world, action, expected):
    found = {n for n, p in world.cast.everybody() if desk_post_policy.may_list(p, action)}
    assert found == names(expected)


DESK_REPLIES = {
    "flagged": ("bram", True, {"view": "moderator", "moderate": "moderator"}),
    "not flagged": ("bram", False, {}),
    "flagged of the moderator": ("moderator", True, {"view": "moderator"}),
}


@pytest.mark.parametrize("state", DESK_REPLIES)
def test_desk_reply(world, state):
    author, is_flagged, table = DESK_REPLIES[state]
    post = PostFactory(neighborhood=world.cast.molenwijk, author=world.cast.an)
    reply = ReplyFactory(post=post, author=getattr(world.cast, author))
    # A flag on the post with the reply's number is no flag on the reply.
    FlagFactory(post=post, target_id=reply.pk, flagged_by=world.cast.bram)
    if is_flagged:
        FlagFactory(post=post, target_kind="reply", target_id=reply.pk, flagged_by=world.cast.an)
    check_table(world, desk_reply_policy, reply, table, DESK_ACTIONS)


def test_desk_reply_under_the_moderators_own_post(world):
    post = PostFactory(neighborhood=world.cast.molenwijk, author=world.cast.moderator)
    reply = ReplyFactory(post=post, author=world.cast.bram)
    FlagFactory(post=post, target_kind="reply", target_id=reply.pk, flagged_by=world.cast.an)
    check_table(world, desk_reply_policy, reply, {"view": "moderator"}, DESK_ACTIONS)


@pytest.mark.parametrize("author", ["an", "els", "worker", "chadia"])
@pytest.mark.parametrize("kind", ["post", "reply"])
def test_decision(world, author, kind):
    person = getattr(world.cast, author)
    post = PostFactory(neighborhood=world.cast.molenwijk, author=person, hidden=True)
    other = PostFactory(neighborhood=world.cast.molenwijk, author=world.cast.bram)
    thing = post if kind == "post" else ReplyFactory(post=other, author=person)
    decision = Decision.objects.create(
        neighborhood=world.cast.molenwijk, target_kind=kind, target_id=thing.pk,
        decided_by=world.cast.moderator, outcome="hide", reason="x", created_at=clock.now(),
    )  # fmt: skip
    check_table(world, decision_policy, decision, {"view": author}, ["view", "change", "moderate"])


# Members and workers

MEMBER_ACTIONS = [
    "view",
    "view_own",
    "leave",
    "stop_waiting",
    "admit",
    "refuse",
    "change",
    "delete",
]
MEMBERSHIPS = {
    "an": {"view": "an bram worker", "view_own": "an", "leave": "an"},
    "chadia": {"view": "chadia worker", "view_own": "chadia", "leave": "chadia"},
    "dirk": {"view_own": "dirk", "stop_waiting": "dirk", "admit": "admin", "refuse": "admin"},
    "els": {"view_own": "els"},
}


@pytest.mark.parametrize("name", MEMBERSHIPS)
def test_membership(world, name):
    row = Membership.objects.get(person=getattr(world.cast, name))
    check_table(world, membership_policy, row, MEMBERSHIPS[name], MEMBER_ACTIONS)


@pytest.mark.parametrize("state", sorted(set(Membership.State.values) - {"active", "pending"}))
def test_membership_that_is_over(world, state):
    Membership.objects.filter(person=world.cast.bram).update(state=state)
    row = Membership.objects.get(person=world.cast.bram)
    check_table(world, membership_policy, row, {"view_own": "bram"}, MEMBER_ACTIONS)


ASSIGNMENTS = {
    "in both": ("molenwijk oude_haven", {}, "an bram chadia worker"),
    "next door": ("oude_haven", {}, "chadia worker"),
    "nowhere": ("", {}, ""),
    "ended": ("molenwijk", {"ended": True}, ""),
    "not begun": ("molenwijk", {"valid_from": dt.timedelta(days=1)}, ""),
}


@pytest.mark.parametrize("state", ASSIGNMENTS)
def test_worker(world, state):
    places, changes, readers = ASSIGNMENTS[state]
    changes = {n: clock.now() + c if isinstance(c, dt.timedelta) else c for n, c in changes.items()}
    row = WorkAssignmentFactory(
        person=UserFactory(), neighborhoods=[getattr(world.cast, p) for p in places.split()],
        **changes,
    )  # fmt: skip
    # The colleague is not of the cast and sees the own assignment, as everybody there does.
    people = set(worker_policy.audience("view", row).distinct())
    assert people - {row.person} == {getattr(world.cast, name) for name in readers.split()}
    assert (row.person in people) == (bool(places) and not changes)
    for name, person in world.cast.everybody():
        assert worker_policy.allows(person, "view", row) == (name in readers.split()), name
        for action in ("manage", "change", *UNKNOWN):
            assert not worker_policy.allows(person, action, row), action
    for action in ("manage", "change", *UNKNOWN):
        assert not worker_policy.audience(action, row).exists()


def test_a_worker_who_is_barred_works_nowhere(world):
    row = world.cast.worker.workassignments.get()
    world.cast.worker.is_active = False
    world.cast.worker.save(update_fields=["is_active"])
    row.refresh_from_db()
    check(world, worker_policy, row, "view", NOBODY)


DESKS = [
    ("district", district_policy, {"manage": "admin"}),
    ("letters", letters_policy, {"manage": "admin"}),
    ("work", work_assignment_policy, {"manage": "admin", "view_own": "worker"}),
    ("former work", work_assignment_policy, {"manage": "admin", "view_own": "former_worker"}),
    ("moderation", moderator_assignment_policy, {"manage": "admin"}),
]


@pytest.mark.parametrize(("name", "policy", "table"), DESKS, ids=[each[0] for each in DESKS])
def test_desk(world, name, policy, table):
    from neighborhoods.services import codes

    thing = {
        "district": lambda: DistrictFactory(),
        "letters": lambda: codes.make_batch(neighborhood=world.cast.molenwijk, by=None, uses=1),
        "work": lambda: world.cast.worker.workassignments.get(),
        "former work": lambda: world.cast.former_worker.workassignments.get(),
        "moderation": lambda: world.cast.moderator.moderatorassignments.get(),
    }[name]()
    check_table(world, policy, thing, table, ["manage", "view_own", "view", "change", "delete"])


# Photos

PHOTOS = {
    "loose": (None, {"view": "an", "attach": "an"}),
    "live": ("live", {"view": "an bram worker"}),
    "neighbors_only": ("neighbors_only", {"view": "an bram"}),
    "undoable": ("undoable", {"view": "an"}),
    "hidden": ("hidden", {}),
    "binned": ("binned", {}),
    "shared": ("shared", {"view": f"an bram worker {OFFICERS}"}),
    "flagged": ("flagged", {"view": "an bram worker moderator"}),
    "hidden and flagged": ("hidden and flagged", {"view": "moderator"}),
    "of the worker": ("of the worker", {"view": "an bram worker"}),
    "of who left": ("of who left", {"view": "an bram worker"}),
}


def make_photo(owner, **target):
    return PrivatePhoto.objects.create(
        owner=owner, full="photos/aa/full.jpg", small="photos/aa/small.jpg",
        width=9, height=9, bytes=9, created_at=clock.now(), **target,
    )  # fmt: skip


@pytest.mark.parametrize("state", PHOTOS)
def test_photo(world, state):
    of_post, table = PHOTOS[state]
    if of_post is None:
        photo = make_photo(world.cast.an)
    else:
        post = make_post(world, of_post)
        photo = make_photo(post.author, target_kind="post", target_id=post.pk)
    check_table(world, photo_policy, photo, table, ["view", "attach", "change", "delete"])


@pytest.mark.parametrize("kind", ["reply", "decision", "campaign"])
def test_photo_on_what_takes_none(world, kind):
    cast = world.cast
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an)
    reply = ReplyFactory(post=post, author=cast.an)
    decision = Decision.objects.create(
        neighborhood=cast.molenwijk, target_kind="post", target_id=post.pk, outcome="nothing",
        reason="x", created_at=clock.now(),
    )  # fmt: skip
    pk = {"reply": reply.pk, "decision": decision.pk, "campaign": post.pk}[kind]
    photo = make_photo(cast.an, target_kind=kind, target_id=pk)
    check_table(world, photo_policy, photo, {}, ["view", "attach"])


def test_photo_of_a_post_that_is_gone(world):
    photo = make_photo(world.cast.an, target_kind="post", target_id=987_654)
    check_table(world, photo_policy, photo, {}, ["view", "attach"])


# Who is barred may nothing, member or not


@pytest.mark.parametrize("name", ["an", "worker", "moderator", "comms", "admin"])
def test_a_barred_person_may_nothing(world, name):
    cast = world.cast
    person = getattr(cast, name)
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, shared=True)
    binned = PostFactory(neighborhood=cast.molenwijk, author=cast.an, binned=True)
    reply = ReplyFactory(post=post, author=cast.an)
    FlagFactory(post=post, flagged_by=cast.bram)
    FlagFactory(post=post, target_kind="reply", target_id=reply.pk, flagged_by=cast.bram)
    photo = make_photo(cast.an, target_kind="post", target_id=post.pk)
    loose = make_photo(cast.an)
    decision = Decision.objects.create(
        neighborhood=cast.molenwijk, target_kind="post", target_id=post.pk, outcome="nothing",
        reason="x", created_at=clock.now(),
    )  # fmt: skip
    person.is_active = False
    person.save(update_fields=["is_active"])
    asked = [
        (neighborhood_policy, cast.molenwijk, NEIGHBORHOOD_ACTIONS),
        (post_policy, post, POST_ACTIONS), (post_policy, binned, POST_ACTIONS),
        (reply_policy, reply, REPLY_ACTIONS), (desk_post_policy, post, DESK_ACTIONS),
        (desk_reply_policy, reply, DESK_ACTIONS), (decision_policy, decision, ["view"]),
        (photo_policy, photo, ["view", "attach"]), (photo_policy, loose, ["view", "attach"]),
        (feed_policy, FeedEntry.objects.get(target_id=post.pk), ["view"]),
        *((membership_policy, row, MEMBER_ACTIONS) for row in Membership.objects.all()),
        (district_policy, DistrictFactory(), ["manage"]),
    ]  # fmt: skip
    for policy, thing, actions in asked:
        for action in actions:
            assert not policy.allows(person, action, thing), (policy, action)
            assert person not in set(policy.audience(action, thing)), (policy, action)


def test_a_member_who_also_works_there_reads_what_neighbors_read(world):
    cast = world.cast
    MembershipFactory(person=cast.worker, neighborhood=cast.molenwijk)
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, neighbors_only=True)
    check(world, post_policy, post, "view", names("an bram worker"))
    check(world, neighborhood_policy, cast.molenwijk, "choose_audience", names("an bram worker"))
