"""Neighbors let neighbors in: the rules, the chain, and rings of impostors that get nowhere."""

import datetime as dt

import pytest

from accounts.models import Block
from core import clock
from core.models import AuditEntry
from neighborhoods.models import Membership, Vouch
from neighborhoods.policies import waiting_policy
from neighborhoods.services import admission, chain, reviews, vouching
from notifications import kinds
from notifications.channels.email import preview
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import AddressFactory, MembershipFactory

from .visiting import Visitor, page_of

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
MONTH = 30 * DAY


def member(cast, days=90, **changes):
    since = clock.now() - days * DAY
    return MembershipFactory(
        neighborhood=cast.molenwijk, activated_at=since, requested_at=since, **changes
    )


def home(person):
    return Membership.objects.get(person=person)


def asks(cast, **changes):
    """Somebody who waits in Molenwijk at an address of their own."""
    return MembershipFactory(neighborhood=cast.molenwijk, pending=True, **changes)


def say_yes(waiting, *people):
    for person in people:
        vouching.vouch(membership=waiting, by=person)
    waiting.refresh_from_db()
    return waiting


# --- Two words open the door ---------------------------------------------------------------------
def test_one_word_opens_nothing_and_the_second_lets_in(cast):
    waiting = home(cast.dirk)
    assert say_yes(waiting, cast.an).state == "pending"
    assert vouching.progress_of(waiting) == {"given": 1, "needed": 2}
    assert say_yes(waiting, cast.bram).state == "active"
    assert (waiting.proof, waiting.admitted_by, waiting.review_since) == ("vouched", None, None)
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == cast.molenwijk.memberships.active().count() == 3
    assert Notice.objects.filter(kind="membership_welcome", target_id=waiting.pk).exists()
    trail = AuditEntry.objects.filter(action="member_vouched_for")
    assert {entry.actor for entry in trail} == {cast.an.audit_id, cast.bram.audit_id}


def test_who_says_yes_twice_is_one_word(cast):
    waiting = say_yes(home(cast.dirk), cast.an, cast.an, cast.an)
    assert waiting.state == "pending"
    assert Vouch.objects.filter(membership=waiting).count() == 1


def test_two_words_of_one_address_are_one(cast):
    partner = member(cast, address=home(cast.an).address).person
    assert say_yes(home(cast.dirk), cast.an, partner).state == "pending"
    assert say_yes(home(cast.dirk), cast.bram).state == "active"


def test_nobody_vouches_for_the_own_address(cast):
    waiting = asks(cast, address=home(cast.an).address)
    with pytest.raises(vouching.MayNotVouch):
        vouching.vouch(membership=waiting, by=cast.an)
    assert not Vouch.objects.exists()


def test_only_members_of_thirty_days_vouch(cast):
    waiting = home(cast.dirk)
    fresh = member(cast, days=30)
    just_before = clock.travel(fresh.activated_at + MONTH - dt.timedelta(seconds=1))
    with just_before, pytest.raises(vouching.MayNotVouch):
        vouching.vouch(membership=waiting, by=fresh.person)
    with clock.travel(fresh.activated_at + MONTH):
        assert vouching.vouch(membership=waiting, by=fresh.person)


def test_a_host_needs_no_thirty_days(cast):
    host = member(cast, days=1, host_since=clock.now())
    assert vouching.vouch(membership=home(cast.dirk), by=host.person)


@pytest.mark.parametrize(
    "name", ["chadia", "dirk", "els", "worker", "former_worker", "moderator", "admin", "superuser"]
)
def test_nobody_else_vouches_or_doubts(cast, name):
    for act in (vouching.vouch, vouching.doubt):
        with pytest.raises(vouching.MayNotVouch):
            act(membership=home(cast.dirk), by=getattr(cast, name))
    assert not Vouch.objects.exists()


def test_a_member_who_is_looked_into_does_not_vouch_and_counts_no_more(cast):
    say_yes(home(cast.dirk), cast.an)
    Membership.objects.filter(person=cast.an).update(review_since=clock.now())
    waiting = asks(cast)
    with pytest.raises(vouching.MayNotVouch):
        vouching.vouch(membership=waiting, by=cast.an)
    assert say_yes(home(cast.dirk), cast.bram).state == "pending"


def test_a_voucher_without_an_address_or_an_active_account_does_not_count(cast):
    say_yes(home(cast.dirk), cast.an)
    Membership.objects.filter(person=cast.an).update(address=None)
    assert vouching.vouched_addresses(home(cast.dirk)) == 0
    with pytest.raises(vouching.MayNotVouch):
        vouching.vouch(membership=asks(cast), by=cast.an)
    say_yes(home(cast.dirk), cast.bram)
    cast.bram.is_active = False
    cast.bram.save(update_fields=["is_active"])
    assert vouching.vouched_addresses(home(cast.dirk)) == 0


@pytest.mark.parametrize("state", ["left", "removed"])
def test_the_word_of_who_is_a_member_no_more_does_not_count(cast, state):
    say_yes(home(cast.dirk), cast.an)
    admission.end_membership(membership=home(cast.an), by=cast.an, state=state)
    assert say_yes(home(cast.dirk), cast.bram).state == "pending"
    assert say_yes(home(cast.dirk), member(cast).person).state == "active"


def test_the_word_of_a_new_host_ends_with_hosting(cast):
    host = member(cast, days=1, host_since=clock.now())
    say_yes(home(cast.dirk), host.person)
    Membership.objects.filter(pk=host.pk).update(host_since=None)
    assert say_yes(home(cast.dirk), cast.an).state == "pending"


def test_a_word_taken_back_does_not_count_and_can_be_given_again(cast):
    waiting = say_yes(home(cast.dirk), cast.an)
    vouching.withdraw_vouch(membership=waiting, by=cast.an)
    assert vouching.standing_answer(waiting, cast.an) == ""
    assert say_yes(waiting, cast.bram).state == "pending"
    assert say_yes(waiting, cast.an).state == "active"


def test_taking_back_somebody_elses_word_changes_nothing(cast):
    waiting = say_yes(home(cast.dirk), cast.an)
    assert vouching.withdraw_vouch(membership=waiting, by=cast.bram) is None
    assert vouching.vouched_addresses(waiting) == 1


def test_a_word_is_about_one_address(cast):
    say_yes(home(cast.dirk), cast.an)
    admission.ask_to_join(
        person=cast.dirk, address=AddressFactory(neighborhood=cast.molenwijk, street="Elders")
    )
    assert vouching.vouched_addresses(home(cast.dirk)) == 0
    assert say_yes(home(cast.dirk), cast.bram).state == "pending"


def test_asking_again_for_the_same_address_loses_nothing(cast):
    waiting = say_yes(home(cast.dirk), cast.an)
    admission.ask_to_join(person=cast.dirk, address=waiting.address)
    assert vouching.vouched_addresses(waiting) == 1


def test_the_word_of_a_neighborhood_opens_no_other(cast):
    say_yes(home(cast.dirk), cast.an)
    admission.ask_to_join(person=cast.dirk, address=AddressFactory(neighborhood=cast.oude_haven))
    waiting = home(cast.dirk)
    for person in (cast.an, cast.bram):
        with pytest.raises(vouching.MayNotVouch):
            vouching.vouch(membership=waiting, by=person)
    assert vouching.vouched_addresses(waiting) == 0


@pytest.mark.parametrize("over", [admission.refuse, admission.stop_waiting])
def test_who_waits_no_more_is_vouched_for_no_more(cast, over):
    waiting = say_yes(home(cast.dirk), cast.an)
    over(membership=waiting, by=cast.admin)
    for act in (vouching.vouch, vouching.doubt, vouching.withdraw_vouch):
        with pytest.raises(admission.NotWaiting):
            act(membership=waiting, by=cast.bram)
    waiting.refresh_from_db()
    assert waiting.state != "active"


def test_five_in_thirty_days_is_the_most(cast):
    waiting = [asks(cast) for _person in range(7)]
    for each in waiting[:5]:
        vouching.vouch(membership=each, by=cast.an)
    # The same person again is no sixth.
    vouching.vouch(membership=waiting[0], by=cast.an)
    vouching.withdraw_vouch(membership=waiting[0], by=cast.an)
    with pytest.raises(vouching.QuotaReached):
        vouching.vouch(membership=waiting[5], by=cast.an)
    with clock.travel(clock.now() + MONTH):
        assert vouching.vouch(membership=waiting[5], by=cast.an)


def test_doubts_use_no_quota_up(cast):
    for _person in range(6):
        vouching.doubt(membership=asks(cast), by=cast.an)
    assert vouching.vouch(membership=home(cast.dirk), by=cast.an)


# --- Doubts ---------------------------------------------------------------------------------------
@pytest.mark.usefixtures("english")
def test_a_doubt_tells_administrators_and_nobody_else(cast):
    vouching.doubt(membership=home(cast.dirk), by=cast.an)
    notice = Notice.objects.get(kind="newcomer_doubted")
    kind = kinds.get("newcomer_doubted")
    assert set(kind.audience(home(cast.dirk))) == {cast.admin}
    body = preview(kind, home(cast.dirk))
    assert "Molenwijk" in body.text
    assert notice.actor == cast.an
    for word in ("An", "Claes", "Dirk", "Maes"):
        assert f" {word} " not in body.text
    assert vouching.progress_of(home(cast.dirk))["given"] == 0


def test_a_doubt_takes_the_own_word_back_and_has_the_town_look_again(cast):
    say_yes(home(cast.dirk), cast.an)
    vouching.doubt(membership=home(cast.dirk), by=cast.an)
    assert vouching.vouched_addresses(home(cast.dirk)) == 0
    waiting = say_yes(home(cast.dirk), cast.bram, member(cast).person)
    assert waiting.state == "active"
    assert waiting.review_since is not None


# --- Whom the town removed ------------------------------------------------------------------------
def test_whom_the_town_removed_is_not_vouched_in_again(cast):
    admission.end_membership(membership=home(cast.bram), by=cast.admin, state="removed")
    waiting = admission.ask_to_join(
        person=cast.bram, address=AddressFactory(neighborhood=cast.molenwijk)
    )
    assert say_yes(waiting, cast.an, member(cast).person, member(cast).person).state == "pending"


# --- Rings ----------------------------------------------------------------------------------------
def test_ten_impostors_who_vouch_for_each_other_get_nowhere(cast):
    ring = [
        admission.ask_to_join(
            person=UserFactory(), address=AddressFactory(neighborhood=cast.molenwijk)
        )
        for _impostor in range(10)
    ]
    for days in (0, 400):
        with clock.travel(clock.now() + days * DAY):
            for one in ring:
                for other in ring:
                    with pytest.raises(vouching.MayNotVouch):
                        vouching.vouch(membership=other, by=one.person)
    assert not Membership.objects.active().filter(pk__in=[row.pk for row in ring]).exists()
    assert not Vouch.objects.exists()


def test_one_impostor_inside_lets_none_of_ten_in(cast):
    inside = member(cast)
    ring = [asks(cast) for _impostor in range(10)]
    said = 0
    for waiting in ring:
        try:
            vouching.vouch(membership=waiting, by=inside.person)
            said += 1
        except vouching.QuotaReached:
            pass
    assert said == vouching.QUOTA
    assert not Membership.objects.active().filter(pk__in=[row.pk for row in ring]).exists()


def test_a_household_of_impostors_inside_is_one_word(cast):
    inside = [member(cast, address=home(cast.an).address).person for _person in range(6)]
    assert say_yes(home(cast.dirk), *inside).state == "pending"


# --- The chain ------------------------------------------------------------------------------------
def vouched_in(cast, *vouchers):
    """Somebody who came in on the word of these memberships, long enough ago to vouch."""
    waiting = say_yes(asks(cast), *(row.person for row in vouchers))
    assert waiting.state == "active"
    since = clock.now() - 60 * DAY
    Membership.objects.filter(pk=waiting.pk).update(activated_at=since)
    waiting.refresh_from_db()
    return waiting


def flagged():
    rows = Membership.objects.active().exclude(review_since=None)
    return set(rows.values_list("pk", flat=True))


def test_removing_a_voucher_has_the_whole_subtree_looked_at(cast):
    bad, good, other = (member(cast) for _row in range(3))
    first = vouched_in(cast, bad, good)
    second = vouched_in(cast, bad, other)
    third = vouched_in(cast, first, good)
    fourth = vouched_in(cast, third, other)
    outside = vouched_in(cast, good, other)
    admission.end_membership(membership=bad, by=cast.admin, state="removed")
    assert flagged() == {first.pk, second.pk, third.pk, fourth.pk}
    assert outside.pk not in flagged()
    assert chain.resting_on([good.pk]) == {first.pk, third.pk, fourth.pk, outside.pk}


def test_leaving_flags_nobody(cast):
    bad, good = member(cast), member(cast)
    vouched_in(cast, bad, good)
    admission.end_membership(membership=bad, by=bad.person)
    assert flagged() == set()


def test_the_chain_is_followed_through_who_left(cast):
    bad, good = member(cast), member(cast)
    between = vouched_in(cast, bad, good)
    last = vouched_in(cast, between, good)
    admission.end_membership(membership=between, by=between.person)
    admission.end_membership(membership=bad, by=cast.admin, state="removed")
    assert flagged() == {last.pk}


def test_who_leaves_and_comes_back_rests_on_the_same_words(cast):
    bad, good = member(cast), member(cast)
    back, away = vouched_in(cast, bad, good), vouched_in(cast, bad, good)
    for row in (back, away):
        admission.end_membership(membership=row, by=row.person)
    returned = admission.reopen_membership(membership=back, by=back.person)
    admission.end_membership(membership=bad, by=cast.admin, state="removed")
    assert flagged() == {returned.pk}
    # Who was away at that moment is looked at on coming back.
    late = admission.reopen_membership(membership=away, by=away.person)
    assert flagged() == {returned.pk, late.pk}


def test_who_was_removed_next_door_is_not_believed_here(cast):
    bad, good = member(cast), member(cast)
    first = vouched_in(cast, bad, good)
    admission.end_membership(membership=bad, by=bad.person)
    elsewhere = MembershipFactory(person=bad.person, neighborhood=cast.oude_haven)
    admission.end_membership(membership=elsewhere, by=cast.admin, state="removed")
    assert flagged() == {first.pk}


def test_neighbors_may_prove_a_new_address_in_the_same_neighborhood(cast):
    row = home(cast.an)
    new = AddressFactory(neighborhood=cast.molenwijk, street="Verderop")
    waiting = admission.ask_to_join(person=cast.an, address=new, posts="keep")
    bad = member(cast)
    with pytest.raises(vouching.MayNotVouch):
        vouching.vouch(membership=waiting, by=cast.an)
    for person in (cast.bram, bad.person):
        vouching.vouch(membership=waiting, by=person)
    row.refresh_from_db()
    assert (row.state, row.address, row.proof) == ("active", new, "vouched")
    assert Membership.objects.active().filter(person=cast.an).count() == 1
    admission.end_membership(membership=bad, by=cast.admin, state="removed")
    assert flagged() == {row.pk}


def test_neighbors_bring_nobody_in_who_moves_for_the_third_time(cast, monkeypatch):
    monkeypatch.setattr(vouching, "needs_counter", lambda person, place: person == cast.dirk)
    assert say_yes(home(cast.dirk), cast.an, cast.bram).state == "pending"


def test_a_block_keeps_neighbors_apart_here_too(cast):
    Block.objects.create(blocker=cast.dirk, blocked=cast.an, created_at=clock.now())
    Block.objects.create(blocker=cast.bram, blocked=cast.dirk, created_at=clock.now())
    waiting = home(cast.dirk)
    for person in (cast.an, cast.bram):
        with pytest.raises(vouching.MayNotVouch):
            vouching.vouch(membership=waiting, by=person)
        answer = Visitor(person).get("vouch_give", "molenwijk", waiting.public_id)
        assert answer.status_code == 404


def test_who_came_in_by_a_letter_rests_on_nobody(cast):
    bad, good = member(cast), member(cast)
    waiting = say_yes(asks(cast), bad.person)
    admission.admit_at_counter(membership=waiting, by=cast.admin)
    after = vouched_in(cast, bad, good)
    admission.end_membership(membership=bad, by=cast.admin, state="removed")
    assert flagged() == {after.pk}


def test_a_circle_of_words_ends(cast):
    first, second = member(cast), member(cast)
    for row in (first, second):
        Membership.objects.filter(pk=row.pk).update(proof="vouched")
    for one, other in ((first, second), (second, first)):
        Vouch.objects.create(
            membership=one, voucher=other.person, voucher_membership=other, created_at=clock.now()
        )
    assert chain.resting_on([first.pk]) == {second.pk}


def test_keeping_ends_the_look_and_removing_goes_on_down(cast):
    bad, good = member(cast), member(cast)
    first = vouched_in(cast, bad, good)
    second = vouched_in(cast, first, good)
    admission.end_membership(membership=bad, by=cast.admin, state="removed")
    reviews.keep_member(membership=second, by=cast.admin)
    assert flagged() == {first.pk}
    removed = reviews.remove_member(membership=first, by=cast.admin)
    assert (removed.state, removed.review_since) == ("removed", None)
    assert flagged() == {second.pk}
    assert Notice.objects.filter(kind="membership_removed", target_id=first.pk).exists()


@pytest.mark.parametrize("name", ["an", "moderator", "worker", "superuser", "comms"])
def test_nobody_else_decides_after_looking_again(cast, name):
    row = home(cast.bram)
    Membership.objects.filter(pk=row.pk).update(review_since=clock.now())
    for act in (reviews.keep_member, reviews.remove_member):
        with pytest.raises(vouching.DomainError):
            act(membership=row, by=getattr(cast, name))
    row.refresh_from_db()
    assert (row.state, row.review_since is None) == ("active", False)


# --- Through the pages ----------------------------------------------------------------------------
@pytest.mark.usefixtures("english")
def test_two_neighbors_let_dirk_in_by_the_pages(cast):
    status = page_of(Visitor(cast.dirk).get("join_status"))
    public_id = home(cast.dirk).public_id
    address = Visitor.url("vouch_give", "molenwijk", public_id)
    assert address in status
    assert "0 of 2 neighbors vouched for you." in status
    an, bram = Visitor(cast.an), Visitor(cast.bram)
    page = page_of(an.client.get(address))
    assert "Dirk Maes" in page
    assert home(cast.dirk).address.street in page
    assert f"{home(cast.dirk).address.street} {home(cast.dirk).address.number}" not in page
    assert cast.dirk.email not in page
    answered = an.client.post(address, {"answer": "yes"}, follow=True)
    assert "You said: yes" in page_of(answered)
    assert "1 of 2 neighbors vouched for you." in page_of(Visitor(cast.dirk).get("join_status"))
    done = bram.client.post(address, {"answer": "yes"}, follow=True)
    assert "You have a new neighbor here" in page_of(done)
    assert home(cast.dirk).state == "active"
    assert Visitor(cast.dirk).get("feed", "molenwijk").status_code == 200
    # The request is decided: its address leads nowhere any more.
    assert an.client.get(address).status_code == 404


@pytest.mark.usefixtures("english")
def test_the_person_who_waits_never_reads_who_answered(cast):
    vouching.vouch(membership=home(cast.dirk), by=cast.an)
    vouching.doubt(membership=home(cast.dirk), by=cast.bram)
    page = page_of(Visitor(cast.dirk).get("join_status"))
    for word in ("Claes", "Devos", "doubt"):
        assert word not in page
    assert "1 of 2" in page


@pytest.mark.parametrize(
    "name",
    ["chadia", "dirk", "els", "worker", "former_worker", "moderator", "admin", "superuser"],
)
def test_the_question_is_asked_of_members_there_alone(cast, name):
    visitor = Visitor(getattr(cast, name))
    public_id = home(cast.dirk).public_id
    for page in ("vouch_give", "vouch_withdraw"):
        assert visitor.post(page, "molenwijk", public_id, answer="yes").status_code == 404
    assert visitor.get("vouch_give", "molenwijk", public_id).status_code == 404
    assert visitor.get("vouch_give", "oude-haven", public_id).status_code == 404
    assert not Vouch.objects.exists()


@pytest.mark.usefixtures("english")
def test_a_new_member_reads_why_and_can_only_say_no(cast):
    fresh = member(cast, days=3)
    visitor = Visitor(fresh.person)
    args = ("vouch_give", "molenwijk", home(cast.dirk).public_id)
    page = page_of(visitor.get(*args))
    assert "You are new here yourself." in page
    assert 'value="yes"' not in page
    assert "for 30 days" in page_of(visitor.post(*args, answer="yes"))
    assert not Vouch.objects.exists()
    visitor.post(*args, answer="no")
    assert Vouch.objects.get().answer == "no"


@pytest.mark.usefixtures("english")
def test_an_answer_that_is_none_says_so_and_writes_nothing(cast):
    visitor = Visitor(cast.an)
    args = ("vouch_give", "molenwijk", home(cast.dirk).public_id)
    for answer in ("", "maybe"):
        assert "Choose one of the two answers." in page_of(visitor.post(*args, answer=answer))
    visitor.get(*args)
    assert not Vouch.objects.exists()


@pytest.mark.usefixtures("english")
def test_an_answer_is_taken_back_on_the_page(cast):
    visitor = Visitor(cast.an)
    public_id = home(cast.dirk).public_id
    visitor.post("vouch_give", "molenwijk", public_id, answer="yes")
    visitor.post("vouch_withdraw", "molenwijk", public_id)
    assert vouching.vouched_addresses(home(cast.dirk)) == 0
    assert 'value="yes"' in page_of(visitor.get("vouch_give", "molenwijk", public_id))


def test_who_may_vouch_is_asked_at_the_moment_of_the_word(cast):
    waiting = home(cast.dirk)
    assert waiting_policy.allows(cast.an, "vouch", waiting)
    admission.end_membership(membership=home(cast.an), by=cast.an)
    with pytest.raises(vouching.MayNotVouch):
        vouching.vouch(membership=waiting, by=cast.an)
