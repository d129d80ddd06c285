"""Leaving, coming back and moving: what ends, what stays, and who is let in a third time."""

import datetime as dt
import uuid

import pytest

from core import clock, events
from core.models import AuditEntry, Draft, PrivatePhoto
from core.photo_policy import photo_policy
from neighborhoods.models import FeedEntry, Flag, HelpRequest, Membership, Post, Reaction, Reply
from neighborhoods.policies import (
    decision_policy,
    desk_post_policy,
    feed_policy,
    membership_policy,
    neighborhood_policy,
    post_policy,
    reply_policy,
)
from neighborhoods.services import admission, codes, flags, moving, posts, replies
from neighborhoods.services.counters import empty_bin, repair_counters
from notifications.channels.email import compose
from notifications.models import Delivery, Notice
from notifications.services import sending
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import (
    AddressFactory,
    FlagFactory,
    MembershipFactory,
    NeighborhoodFactory,
    PostFactory,
    ReplyFactory,
)
from tests.factories.notifications import DeliveryFactory

from .post_box import letter_for

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


def home_of(person):
    return Membership.objects.active().get(person=person)


def leave(person, what="keep"):
    return moving.leave(membership=home_of(person), by=person, posts=what)


def move(person, neighborhood, what="keep", **kwargs):
    """With a letter of that neighborhood."""
    plain, row = letter_for(neighborhood)
    return moving.move(
        home=home_of(person),
        posts=what,
        digest=codes.digest_of(plain),
        address_id=row.address_id,
        **kwargs,
    )


def move_without_letter(person, neighborhood, what="keep", **kwargs):
    address = AddressFactory(neighborhood=neighborhood)
    return moving.move(home=home_of(person), posts=what, address_id=address.pk, **kwargs)


def at_home(person):
    return list(Membership.objects.active().filter(person=person).values_list("neighborhood__slug", flat=True))  # fmt: skip


@pytest.fixture
def words(cast):
    """An wrote a post with a photo that Bram replied to, one nobody replied to, and two replies."""
    place = {"neighborhood": cast.molenwijk}
    answered = PostFactory(**place, author=cast.an, title="Schommel", body="Wie wil hem?")
    alone = PostFactory(**place, author=cast.an, title="Stil", body="Niemand antwoordde")
    other = PostFactory(**place, author=cast.bram, title="Ladder")
    made = {
        "answered": answered,
        "alone": alone,
        "other": other,
        "from_bram": ReplyFactory(post=answered, author=cast.bram, body="Ik!"),
        "to_self": ReplyFactory(post=answered, author=cast.an, body="Kom maar langs"),
        "to_bram": ReplyFactory(post=other, author=cast.an, body="Ik heb er een"),
        "photo": PrivatePhoto.objects.create(
            owner=cast.an, target_kind="post", target_id=answered.pk, full="a.jpg", small="b.jpg",
            width=9, height=9, bytes=1, created_at=clock.now(),
        ),
    }  # fmt: skip
    repair_counters()
    return made


def seen_by(person):
    """Titles and replies that the person reads on the site."""
    return {
        *post_policy.allowed(person, "view").values_list("title", flat=True),
        *reply_policy.allowed(person, "view").values_list("body", flat=True),
    }


# --- What ends ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", Membership.OldPosts.values)
def test_nothing_is_open_to_who_left(cast, words, what):
    assert seen_by(cast.an)
    leave(cast.an, what)
    assert seen_by(cast.an) == set()
    for policy, action in (
        (neighborhood_policy, "view"), (neighborhood_policy, "post"), (feed_policy, "view"),
        (neighborhood_policy, "list_members"), (membership_policy, "view"),
        (post_policy, "restore"), (post_policy, "change"), (reply_policy, "restore"),
    ):  # fmt: skip
        assert not policy.allowed(cast.an, action).exists(), (policy, action)
    assert not photo_policy.allows(cast.an, "view", words["photo"])
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == 1


def test_what_was_on_its_way_does_not_arrive(
    cast, words, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        DeliveryFactory(recipient=cast.an, target=words["other"], kind="new_post")
        line = DeliveryFactory(
            recipient=cast.an, target=words["other"], kind="new_post", inbox=True
        )
        leave(cast.an)
    while sending.send_batch():
        pass
    assert [mail.subject for mail in mailoutbox if "Ladder" in f"{mail.subject}{mail.body}"] == []
    line.refresh_from_db()
    assert line.state == "dropped"


def test_drafts_of_the_neighborhood_go_and_no_others(cast, words):
    elsewhere = PostFactory(neighborhood=cast.oude_haven, author=cast.chadia)
    purposes = {
        "post:molenwijk:message": True,
        f"reply:{words['other'].public_id}": True,
        "post:oude-haven:message": False,
        "post:molenwijk-noord:message": False,
        f"reply:{elsewhere.public_id}": False,
        "survey:plein": False,
    }
    for person in (cast.an, cast.bram):
        for purpose in purposes:
            Draft.objects.create(person=person, purpose=purpose, saved_at=clock.now())
    leave(cast.an)
    left = set(Draft.objects.filter(person=cast.an).values_list("purpose", flat=True))
    assert left == {purpose for purpose, goes in purposes.items() if not goes}
    assert Draft.objects.filter(person=cast.bram).count() == len(purposes)


def test_open_help_requests_are_closed_and_sharing_ends(cast):
    place = {"neighborhood": cast.molenwijk, "kind": "help_request"}
    mine = PostFactory(**place, author=cast.an, shared=True)
    solved_before = clock.now() - 9 * DAY
    solved = PostFactory(**place, author=cast.an)
    HelpRequest.objects.filter(post=solved).update(solved_at=solved_before)
    others = PostFactory(**place, author=cast.bram, shared=True)
    leave(cast.an)
    assert HelpRequest.objects.get(post=mine).solved_at is not None
    assert HelpRequest.objects.get(post=solved).solved_at == solved_before
    assert HelpRequest.objects.get(post=others).solved_at is None
    shared = desk_post_policy.allowed(cast.comms, "view_shared")
    assert list(shared) == [others]
    # Back again, it is shared with nobody before it is shared anew.
    moving.come_back(membership=cast.an.memberships.get(), by=cast.an)
    assert list(shared.all()) == [others]


def test_one_is_told_once_by_mail_and_nobody_else_is(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        leave(cast.an)
        move(cast.bram, cast.oude_haven)
    mails = Delivery.objects.filter(channel="email")
    assert sorted(mails.values_list("notice__kind", "recipient__email")) == [
        ("membership_left", cast.an.email),
        ("membership_moved", cast.bram.email),
    ]
    texts = {each.notice.kind: compose(each).body for each in mails}
    assert "/account/home/" in texts["membership_left"]
    assert "/n/oude-haven/" in texts["membership_moved"]


def test_leaving_twice_counts_once_and_the_trail_holds_no_words(cast, words):
    ended = leave(cast.an, "remove")
    again = moving.leave(membership=ended, by=cast.an, posts="keep")
    assert again.ended_at == ended.ended_at
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == 1
    assert Notice.objects.filter(kind="membership_left").count() == 1
    entry = AuditEntry.objects.get(action="posts_left_behind")
    assert entry.facts == {"posts": "remove"}
    assert entry.subject == cast.an.audit_id


# --- Own posts: kept ------------------------------------------------------------------------------------
def test_kept_posts_stay_as_they_were(cast, words):
    before = seen_by(cast.bram)
    leave(cast.an, "keep")
    assert seen_by(cast.bram) == before
    assert Post.objects.get(pk=words["alone"].pk).author == cast.an


# --- Own posts: without the name ---------------------------------------------------------------------------
def test_without_the_name_nothing_leads_to_the_person(cast, words):
    helped = PostFactory(neighborhood=cast.molenwijk, author=cast.bram, kind="help_request")
    HelpRequest.objects.filter(post=helped).update(solved_at=clock.now(), helper=cast.an)
    before = seen_by(cast.bram)
    leave(cast.an, "unnamed")
    assert seen_by(cast.bram) == before
    assert not Post.objects.filter(author=cast.an).exists()
    assert not Post.objects.filter(entered_by=cast.an).exists()
    assert not Reply.objects.filter(author=cast.an).exists()
    assert not FeedEntry.objects.filter(author=cast.an).exists()
    assert not HelpRequest.objects.filter(helper=cast.an).exists()
    assert not PrivatePhoto.objects.filter(owner=cast.an).exists()
    assert photo_policy.allows(cast.bram, "view", words["photo"])
    assert Reply.objects.get(pk=words["from_bram"].pk).author == cast.bram


def test_the_name_stays_on_what_is_elsewhere(cast):
    elsewhere = PostFactory(neighborhood=cast.oude_haven, author=cast.an)
    reply = ReplyFactory(post=elsewhere, author=cast.an)
    leave(cast.an, "unnamed")
    assert Post.objects.get(pk=elsewhere.pk).author == cast.an
    assert Reply.objects.get(pk=reply.pk).author == cast.an


def test_the_name_does_not_return(cast, words):
    moving.come_back(membership=leave(cast.an, "unnamed"), by=cast.an, with_posts=True)
    assert not Post.objects.filter(author=cast.an).exists()


@pytest.mark.parametrize("what", ["unnamed", "remove"])
def test_a_hidden_post_keeps_its_author_and_the_decision_its_reader(cast, words, what):
    FlagFactory(post=words["alone"], flagged_by=cast.bram)
    flags.decide(target=words["alone"], outcome="hide", reason="x", by=cast.moderator)
    leave(cast.an, what)
    post = Post.objects.get(pk=words["alone"].pk)
    assert (post.state, post.author) == ("hidden", cast.an)
    assert decision_policy.allowed(cast.an, "view").count() == 1


# --- Own posts: removed ---------------------------------------------------------------------------------------
def test_removed_posts_are_gone_and_what_others_said_stays(cast, words):
    leave(cast.an, "remove")
    assert seen_by(cast.bram) == {"", "Ladder", "Ik!"}
    assert not photo_policy.allows(cast.bram, "view", words["photo"])
    stand_in = Post.objects.get(stands_in_for=words["answered"])
    assert (stand_in.author, stand_in.title, stand_in.body) == (None, "", "")
    assert (stand_in.replies_count, stand_in.created_at) == (1, words["answered"].created_at)
    entry = FeedEntry.objects.get(target_kind="post", target_id=stand_in.pk)
    assert (entry.author, entry.state, entry.visible_from) == (None, "live", stand_in.visible_from)
    assert not Post.objects.filter(stands_in_for=words["alone"]).exists()
    assert set(repair_counters().values()) == {0}


def test_a_neighbors_own_deleted_reply_stays_theirs_to_bring_back(cast, words):
    thrown = ReplyFactory(post=words["answered"], author=cast.bram, body="Toch niet")
    replies.bin_reply(reply=thrown, by=cast.bram)
    leave(cast.an, "remove")
    assert reply_policy.allows(cast.bram, "restore", thrown)
    thrown.refresh_from_db()
    replies.restore_reply(reply=thrown, by=cast.bram)
    assert Post.objects.get(stands_in_for=words["answered"]).replies_count == 2


def test_a_stand_in_hides_from_workers_what_was_hidden_from_them(cast):
    post = PostFactory(neighborhood=cast.molenwijk, author=cast.an, neighbors_only=True)
    ReplyFactory(post=post, author=cast.bram)
    leave(cast.an, "remove")
    stand_in = Post.objects.get(stands_in_for=post)
    assert post_policy.allows(cast.bram, "view", stand_in)
    assert not post_policy.allows(cast.worker, "view", stand_in)
    assert not feed_policy.allowed(cast.worker, "view").filter(target_id=stand_in.pk).exists()


def test_after_thirty_days_it_is_deleted_and_the_replies_of_others_are_not(cast, words):
    leave(cast.an, "remove")
    with clock.travel(clock.now() + 31 * DAY):
        empty_bin()
    assert not Post.objects.filter(author=cast.an).exists()
    assert not Reply.objects.filter(author=cast.an).exists()
    assert Reply.objects.get(pk=words["from_bram"].pk).post.stands_in_for is None
    assert "Ik!" in seen_by(cast.bram)


def test_what_was_removed_comes_back_as_it_was(cast, words):
    before = seen_by(cast.bram)
    thrown_away = PostFactory(neighborhood=cast.molenwijk, author=cast.an, title="Oud")
    posts.bin_post(post=thrown_away, by=cast.an)
    ended = leave(cast.an, "remove")
    stand_in = Post.objects.get(stands_in_for=words["answered"])
    late = replies.create_reply(
        post=stand_in, by=cast.bram, body="Jammer", submission_key=uuid.uuid4()
    )
    replies.toggle_thanks(target=stand_in, by=cast.bram)
    FlagFactory(post=stand_in, flagged_by=cast.bram)
    moving.come_back(membership=ended, by=cast.an, with_posts=True)
    assert seen_by(cast.bram) == seen_by(cast.an) == before | {"Jammer"}
    late.refresh_from_db()
    assert late.post == words["answered"]
    assert photo_policy.allows(cast.bram, "view", words["photo"])
    assert not Post.objects.filter(pk=stand_in.pk).exists()
    for about in (FeedEntry, Reaction, Flag):
        assert not about.objects.filter(target_kind="post", target_id=stand_in.pk).exists()
    assert Post.objects.get(pk=thrown_away.pk).state == "binned"
    assert set(repair_counters().values()) == {0}


def test_one_may_come_back_without_what_was_removed_and_fetch_one_from_the_bin(cast, words):
    moving.come_back(membership=leave(cast.an, "remove"), by=cast.an)
    assert "Schommel" not in seen_by(cast.an)
    assert post_policy.allowed(cast.an, "restore").count() == 2
    posts.restore_post(post=words["answered"], by=cast.an)
    assert {"Schommel", "Ik!", "Kom maar langs"} <= seen_by(cast.bram)
    assert "" not in seen_by(cast.bram)


# --- Coming back ------------------------------------------------------------------------------------------------
def test_coming_back_is_a_new_membership_on_the_old_proof(cast):
    old = home_of(cast.an)
    moving.come_back(membership=leave(cast.an), by=cast.an)
    new = home_of(cast.an)
    assert new.pk != old.pk
    assert (new.neighborhood, new.address, new.proof) == (old.neighborhood, old.address, old.proof)
    assert new.resumes == old
    old.refresh_from_db()
    assert old.state == "left"
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == 2


def too_late(cast, ended):
    return clock.now() + WEEK


def lives_elsewhere(cast, ended):
    admission.admit(person=cast.an, neighborhood=cast.oude_haven, proof="letter_code", by=cast.an)


def back_already(cast, ended):
    moving.come_back(membership=ended, by=cast.an)


def removed_after_all(cast, ended):
    again = moving.come_back(membership=ended, by=cast.an)
    admission.end_membership(membership=again, by=cast.admin, state="removed")


@pytest.mark.parametrize("spoil", [too_late, lives_elsewhere, back_already, removed_after_all])
def test_there_is_no_way_back(cast, spoil):
    ended = leave(cast.an)
    moment = spoil(cast, ended)
    homes = at_home(cast.an)
    with clock.travel(moment or clock.now()):
        assert not membership_policy.allows(cast.an, "come_back", ended)
        with pytest.raises(admission.CannotReturn):
            moving.come_back(membership=ended, by=cast.an)
    assert at_home(cast.an) == homes


def test_a_second_before_the_week_is_over_there_is(cast):
    ended = leave(cast.an)
    with clock.travel(ended.ended_at + WEEK - dt.timedelta(seconds=1)):
        moving.come_back(membership=ended, by=cast.an)
    assert at_home(cast.an) == ["molenwijk"]


def test_who_was_removed_or_only_waited_has_nothing_to_come_back_to(cast):
    removed = admission.end_membership(
        membership=home_of(cast.an), by=cast.admin, state=Membership.State.REMOVED
    )
    waited = admission.stop_waiting(membership=cast.dirk.memberships.get(), by=cast.dirk)
    for membership in (removed, waited):
        assert not membership_policy.allowed(membership.person, "come_back").exists()
        with pytest.raises(admission.CannotReturn):
            moving.come_back(membership=membership, by=membership.person)
    assert at_home(cast.an) == at_home(cast.dirk) == []


# --- Moving with a letter ------------------------------------------------------------------------------------------
def test_a_letter_moves_one_at_once(cast, words, django_capture_on_commit_callbacks):
    heard = []

    def listener(sender, membership, **kwargs):
        heard.append((membership.neighborhood.slug, membership.state))

    for event in (events.membership_ended, events.membership_activated):
        event.connect(listener)
    with django_capture_on_commit_callbacks(execute=True):
        new = move(cast.an, cast.oude_haven, "unnamed")
    for event in (events.membership_ended, events.membership_activated):
        event.disconnect(listener)
    assert heard == [("molenwijk", "left"), ("oude-haven", "active")]
    assert (new.proof, new.address.neighborhood) == ("letter_code", cast.oude_haven)
    assert at_home(cast.an) == ["oude-haven"]
    assert not post_policy.allows(cast.an, "view", words["other"])
    assert not Post.objects.filter(author=cast.an).exists()
    for neighborhood, members in ((cast.molenwijk, 1), (cast.oude_haven, 2)):
        neighborhood.refresh_from_db()
        assert neighborhood.members_count == members


def test_a_code_that_opens_nothing_ends_nothing(cast, words):
    _plain, row = letter_for(cast.oude_haven, uses=1)
    admission.join_with_code(person=UserFactory(), digest=row.digest)
    with pytest.raises(admission.CodeRefused):
        moving.move(home=home_of(cast.an), posts="remove", digest=row.digest)
    assert at_home(cast.an) == ["molenwijk"]
    assert "Schommel" in seen_by(cast.bram)
    assert not Notice.objects.filter(kind__in=["membership_left", "membership_moved"]).exists()


def test_a_code_moves_nobody_who_was_not_asked(cast):
    _plain, row = letter_for(cast.oude_haven)
    with pytest.raises(admission.AlreadyAtHome):
        admission.join_with_code(person=cast.an, digest=row.digest)
    row.refresh_from_db()
    assert (row.uses, at_home(cast.an)) == (0, ["molenwijk"])


def test_within_the_neighborhood_the_address_changes_and_nothing_else(cast, words):
    old = home_of(cast.an)
    new = move(cast.an, cast.molenwijk, "remove")
    assert new.pk == old.pk
    assert new.address != old.address
    assert "Schommel" in seen_by(cast.bram)
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == 2
    assert Notice.objects.get().kind == "membership_address"


# --- Moving without a letter -----------------------------------------------------------------------------------
def test_an_address_alone_changes_nothing_until_it_is_checked(cast, words):
    waiting = move_without_letter(cast.an, cast.oude_haven, "unnamed")
    assert (waiting.state, waiting.proof) == ("pending", "")
    assert at_home(cast.an) == ["molenwijk"]
    assert not neighborhood_policy.allows(cast.an, "view", cast.oude_haven)
    assert Post.objects.filter(author=cast.an).exists()
    admission.admit_at_counter(membership=waiting, by=cast.admin)
    assert at_home(cast.an) == ["oude-haven"]
    assert not Post.objects.filter(author=cast.an).exists()
    assert not Membership.objects.pending().filter(person=cast.an).exists()
    # What was chosen for the old home is no answer for the next one.
    assert home_of(cast.an).old_posts == ""


def test_who_no_longer_lives_there_loses_it_at_once(cast):
    waiting = move_without_letter(cast.an, cast.oude_haven, has_left=True)
    assert waiting.state == "pending"
    assert at_home(cast.an) == []
    # Until the new address is proven one may still take it back, and goes on waiting.
    moving.come_back(membership=cast.an.memberships.get(state="left"), by=cast.an)
    assert at_home(cast.an) == ["molenwijk"]
    admission.admit_at_counter(membership=waiting, by=cast.admin)
    assert at_home(cast.an) == ["oude-haven"]


def test_a_refused_move_leaves_one_where_one_was(cast):
    waiting = move_without_letter(cast.an, cast.oude_haven)
    admission.refuse(membership=waiting, by=cast.admin)
    assert at_home(cast.an) == ["molenwijk"]


def test_asking_for_a_neighborhood_opens_no_other(cast):
    move_without_letter(cast.an, cast.oude_haven)
    with pytest.raises(admission.AlreadyAtHome):
        admission.admit(
            person=cast.an, neighborhood=NeighborhoodFactory(), proof="vouched", by=cast.bram
        )
    assert at_home(cast.an) == ["molenwijk"]


def test_another_address_next_door_waits_too(cast):
    old = home_of(cast.an).address
    waiting = move_without_letter(cast.an, cast.molenwijk)
    assert home_of(cast.an).address == old
    admission.admit_at_counter(membership=waiting, by=cast.admin)
    assert home_of(cast.an).address == waiting.address
    assert not Membership.objects.pending().filter(person=cast.an).exists()
    assert at_home(cast.an) == ["molenwijk"]


def test_leaving_while_waiting_goes_on_waiting(cast):
    move_without_letter(cast.an, cast.oude_haven)
    leave(cast.an)
    assert at_home(cast.an) == []
    assert Membership.objects.pending().get(person=cast.an).neighborhood == cast.oude_haven


# --- At most two moves a year ------------------------------------------------------------------------------------
def moved_twice(person, start):
    """To two new neighborhoods, a day apart."""
    for day in (0, 1):
        with clock.travel(start + day * DAY):
            move(person, NeighborhoodFactory())


def test_a_third_move_waits_for_the_counter(cast):
    moved_twice(cast.an, clock.now())
    home = home_of(cast.an)
    with clock.travel(clock.now() + 3 * DAY):
        _plain, row = letter_for(cast.oude_haven)
        third = moving.move(home=home, posts="keep", digest=row.digest, address_id=row.address_id)
        assert third.state == "pending"
        assert home_of(cast.an) == home
        assert not neighborhood_policy.allows(cast.an, "view", cast.oude_haven)
        row.refresh_from_db()
        assert row.uses == 0
        # No other proof gets further; an officer's does.
        for proof in set(Membership.Proof.values) - {"counter"}:
            again = admission.admit(
                person=cast.an, neighborhood=cast.oude_haven, proof=proof, by=cast.bram
            )
            assert again.state == "pending", proof
        assert home_of(cast.an) == home
        admission.admit_at_counter(membership=third, by=cast.admin)
    assert at_home(cast.an) == ["oude-haven"]


def test_leaving_and_joining_elsewhere_is_a_move(cast):
    for day in range(3):
        with clock.travel(clock.now() + day * DAY):
            leave(cast.an)
            _plain, row = letter_for(NeighborhoodFactory())
            membership = admission.join_with_code(person=cast.an, digest=row.digest)
            assert membership.state == ("active" if day < 2 else "pending")


def test_a_year_later_one_may_move_again(cast):
    start = clock.now()
    moved_twice(cast.an, start)
    with clock.travel(start + 365 * DAY - dt.timedelta(seconds=1)):
        assert move(cast.an, cast.oude_haven).state == "pending"
    with clock.travel(start + 365 * DAY + dt.timedelta(seconds=1)):
        assert move(cast.an, cast.oude_haven).state == "active"


def test_coming_back_and_moving_within_are_no_moves(cast):
    for _time in range(4):
        moving.come_back(membership=leave(cast.an), by=cast.an)
        move(cast.an, cast.molenwijk)
    assert move(cast.an, cast.oude_haven).state == "active"


def test_a_first_home_is_no_move(cast):
    for neighborhood in (cast.molenwijk, cast.oude_haven, NeighborhoodFactory()):
        _plain, row = letter_for(neighborhood)
        person = UserFactory()
        assert admission.join_with_code(person=person, digest=row.digest).state == "active"
    assert MembershipFactory().state == "active"
