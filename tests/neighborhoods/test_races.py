"""Many people at one door at once. Real threads with connections of their own."""

import threading
import uuid

import pytest
from django.db import close_old_connections, connection

from core.errors import DomainError
from neighborhoods.models import (
    Decision,
    FeedEntry,
    HelpRequest,
    JoinCode,
    Membership,
    Post,
    Reaction,
    Reply,
)
from neighborhoods.services import (
    admission,
    codes,
    doorstep,
    flags,
    help_requests,
    posts,
    replies,
)
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import (
    AddressFactory,
    FlagFactory,
    MembershipFactory,
    PostFactory,
    ReplyFactory,
)

# SQLite lets one writer in at a time, and its test database lives in one process's memory.
pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.postgres,
]


def at_once(count, act):
    """Runs ``act(n)`` in so many threads that start together; the outcomes, errors included."""
    barrier = threading.Barrier(count)
    outcomes = [None] * count

    def run(n):
        close_old_connections()
        barrier.wait()
        try:
            outcomes[n] = act(n)
        except Exception as error:  # noqa: BLE001 - an outcome like any other
            outcomes[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def single_use_code():
    address = AddressFactory()
    batch = codes.make_batch(neighborhood=address.neighborhood, by=None, uses=1)
    return address.neighborhood, codes.digest_of(codes.unseal(batch)[0][1])


def test_24_people_with_one_single_use_code():
    count = 24
    neighborhood, digest = single_use_code()
    people = UserFactory.create_batch(count)
    outcomes = at_once(count, lambda n: admission.join_with_code(person=people[n], digest=digest))
    refused = [each for each in outcomes if isinstance(each, admission.CodeRefused)]
    assert len(refused) == count - 1, outcomes
    assert Membership.objects.active().count() == 1
    assert JoinCode.objects.get(digest=digest).uses == 1
    neighborhood.refresh_from_db()
    assert neighborhood.members_count == 1


def test_one_person_with_many_codes_gets_one_home():
    doors = [single_use_code() for _door in range(6)]
    person = UserFactory()
    outcomes = at_once(6, lambda n: admission.join_with_code(person=person, digest=doors[n][1]))
    assert sum(isinstance(each, Membership) for each in outcomes) == 1, outcomes
    assert all(isinstance(each, (Membership, DomainError)) for each in outcomes), outcomes
    assert sum(JoinCode.objects.values_list("uses", flat=True)) == 1


def test_guesses_at_once_are_no_more_than_the_limit():
    def counted(_n):
        evaluated = 0
        for _time in range(6):
            try:
                doorstep.try_code(digest=codes.digest_of(codes.new_code()), client="203.0.113.9")
            except admission.CodeRefused:
                evaluated += 1
            except doorstep.TooManyTries:
                pass
        return evaluated

    outcomes = at_once(6, counted)
    assert sum(outcomes) == doorstep.A_CLIENT.most


def test_a_waiting_person_is_decided_on_once():
    address = AddressFactory()
    waiting = admission.ask_to_join(person=UserFactory(), address=address)
    clerk = UserFactory(staff=True)
    acts = [admission.admit_at_counter, admission.refuse] * 3
    outcomes = at_once(6, lambda n: acts[n](membership=waiting, by=clerk))
    assert sum(isinstance(each, Membership) for each in outcomes) == 1, outcomes
    address.neighborhood.refresh_from_db()
    assert address.neighborhood.members_count == Membership.objects.active().count()


def test_thanks_at_once_are_one_or_none():
    post, person = PostFactory(), UserFactory()
    outcomes = at_once(13, lambda _n: replies.toggle_thanks(target=post, by=person))
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    # An odd number of taps of one person leaves one.
    assert Reaction.objects.count() == 1
    assert Post.objects.get().thanks_count == 1


def test_thanks_of_many_are_all_counted():
    post, people = PostFactory(), UserFactory.create_batch(16)
    at_once(16, lambda n: replies.toggle_thanks(target=post, by=people[n]))
    assert Reaction.objects.count() == Post.objects.get().thanks_count == 16


def test_one_form_sent_by_many_hands_is_one_post():
    membership = MembershipFactory()
    key = uuid.uuid4()

    def send(_n):
        return posts.create_post(
            neighborhood=membership.neighborhood, kind="message", by=membership.person,
            data={"body": "Dag buren"}, submission_key=key,
        )  # fmt: skip

    outcomes = at_once(16, send)
    assert {each.pk for each in outcomes} == {Post.objects.get().pk}, outcomes
    assert FeedEntry.objects.count() == Notice.objects.count() == 1


def test_one_reply_sent_by_many_hands_is_one_reply():
    post, person, key = PostFactory(), UserFactory(), uuid.uuid4()
    outcomes = at_once(
        16, lambda _n: replies.create_reply(post=post, by=person, body="Graag", submission_key=key)
    )
    assert {each.pk for each in outcomes} == {Reply.objects.get().pk}, outcomes
    assert Post.objects.get().replies_count == Notice.objects.count() == 1


def test_solved_by_many_hands_is_solved_once():
    post = PostFactory(kind="help_request")
    helpers = UserFactory.create_batch(12)
    for helper in helpers:
        ReplyFactory(post=post, author=helper)
    outcomes = at_once(
        12, lambda n: help_requests.solve_help_request(post=post, helper=helpers[n], by=post.author)
    )
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    told = Notice.objects.get(kind="help_thanks")
    assert told.occasion == str(HelpRequest.objects.get().helper_id)


def test_a_reply_binned_and_brought_back_at_once_is_counted_right():
    reply = ReplyFactory(author=UserFactory())
    Post.objects.update(replies_count=1)
    acts = [replies.bin_reply, replies.restore_reply] * 6
    outcomes = at_once(12, lambda n: acts[n](reply=reply, by=reply.author))
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    assert Post.objects.get().replies_count == Reply.objects.live().count()


def test_one_of_many_moderators_decides():
    flag = FlagFactory(flagged_by=UserFactory())
    post = Post.objects.get(pk=flag.target_id)
    deciders = UserFactory.create_batch(12)
    outcomes = at_once(
        12, lambda n: flags.decide(target=post, outcome="hide", reason="x", by=deciders[n])
    )
    assert Decision.objects.count() == Notice.objects.filter(kind="decision").count() == 1
    refused = [each for each in outcomes if isinstance(each, flags.NothingToDecide)]
    assert len(refused) == 11, outcomes
