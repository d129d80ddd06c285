import ast
import datetime as dt
from pathlib import Path

import pytest

from core import clock, events
from core.models import AuditEntry
from neighborhoods.models import JoinCode, Membership, Neighborhood
from neighborhoods.services import admission, codes, doorstep, workers
from notifications import kinds
from notifications.channels.email import compose, preview
from notifications.models import Delivery, Notice
from tests.cast import make_cast
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import AddressFactory, NeighborhoodFactory

ROOT = Path(__file__).resolve().parents[2]
DOOR = "neighborhoods/services/admission.py"
APPS = ["accounts", "campaigns", "core", "dashboard", "home", "neighborhoods", "notifications",
        "participation", "portal", "search"]  # fmt: skip


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def letter(cast):
    """A code of Molenwijk for one household: (plain, row)."""
    return make_letter(cast.molenwijk)


def make_letter(neighborhood, uses=6, **kwargs):
    address = AddressFactory(neighborhood=neighborhood)
    batch = codes.make_batch(neighborhood=neighborhood, by=None, uses=uses, **kwargs)
    plain = {row.pk: code for row, code in codes.unseal(batch)}[address.pk]
    return plain, JoinCode.objects.get(digest=codes.digest_of(plain))


def join(person, plain):
    return admission.join_with_code(person=person, digest=codes.digest_of(plain))


# --- Nothing else writes a membership ---------------------------------------------------------------
def membership_writes(text):
    """Lines that make a Membership, or set a state, a proof or an activation on one."""
    fields = {"state", "proof", "activated_at", "ended_at", "neighborhood"}
    writers = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            source = ast.unparse(node.func)
            is_made = source.split(".")[-1] == "Membership"
            is_written = "Membership.objects" in source and (
                source.split(".")[-1] in writers
                or (source.endswith(".update") and fields & {k.arg for k in node.keywords})
            )
            through_person = "memberships" in source and source.split(".")[-1] in writers | {
                "add",
                "update",
            }
            if is_made or is_written or through_person:
                yield node.lineno
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in fields
                    and "membership" in ast.unparse(target.value).lower()
                ):
                    yield node.lineno


def test_only_the_door_writes_memberships():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and str(path.relative_to(ROOT)) != DOOR
        for line in membership_writes(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "Membership.objects.create(person=x)",
        "models.Membership(person=x).save()",
        "Membership.objects.filter(pk=1).update(state='active')",
        "person.memberships.create(state='active')",
        "membership.state = 'active'",
    ],
)
def test_the_rule_bites(text):
    assert list(membership_writes(text))


def test_the_door_itself_is_seen_by_the_rule():
    assert list(membership_writes((ROOT / DOOR).read_text(encoding="utf-8")))


# --- A letter ---------------------------------------------------------------------------------------
def test_a_code_lets_a_person_in(cast, letter, django_capture_on_commit_callbacks):
    plain, row = letter
    heard = []
    listener = lambda **facts: heard.append(facts["membership"])  # noqa: E731
    events.membership_activated.connect(listener)
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        membership = join(person, plain)
    events.membership_activated.disconnect(listener)
    row.refresh_from_db()
    cast.molenwijk.refresh_from_db()
    assert (membership.state, membership.proof) == ("active", "letter_code")
    assert (membership.address, membership.join_code, row.uses) == (row.address, row, 1)
    assert cast.molenwijk.members_count == 3
    assert heard == [membership]
    assert Notice.objects.filter(kind="membership_welcome", target_id=membership.pk).exists()
    entry = AuditEntry.objects.get(action="member_admitted")
    assert (entry.subject, entry.facts) == (person.audit_id, {"proof": "letter_code"})


def test_a_household_shares_a_code_up_to_its_limit(cast):
    plain, row = make_letter(cast.molenwijk, uses=2)
    join(UserFactory(), plain)
    join(UserFactory(), plain)
    with pytest.raises(admission.CodeRefused):
        join(UserFactory(), plain)
    row.refresh_from_db()
    assert row.uses == 2


def test_a_waiting_person_is_taken_up_and_waits_no_more(cast, letter):
    membership = join(cast.dirk, letter[0])
    assert membership.state == "active"
    assert Membership.objects.filter(person=cast.dirk).count() == 1


def test_a_code_of_next_door_moves_the_waiting_there(cast):
    plain, _row = make_letter(cast.oude_haven)
    assert join(cast.dirk, plain).neighborhood == cast.oude_haven
    assert not Membership.objects.pending().filter(person=cast.dirk).exists()


def test_who_left_can_come_back_and_history_stays(cast, letter):
    join(cast.els, letter[0])
    assert sorted(Membership.objects.filter(person=cast.els).values_list("state", flat=True)) == [
        "active", "left",
    ]  # fmt: skip


def test_a_member_joins_no_second_neighborhood_and_uses_nothing_up(cast):
    plain, row = make_letter(cast.molenwijk)
    with pytest.raises(admission.AlreadyAtHome):
        join(cast.chadia, plain)
    row.refresh_from_db()
    assert row.uses == 0
    assert Membership.objects.active().get(person=cast.chadia).neighborhood == cast.oude_haven


def spoil_by_use(row):
    row.uses = row.max_uses
    row.save()


def spoil_by_time(row):
    row.expires_at = clock.now()
    row.save()


def spoil_by_revoking(row):
    codes.revoke_batch(batch=row.batch, by=None)


@pytest.mark.parametrize("spoil", [spoil_by_use, spoil_by_time, spoil_by_revoking])
def test_a_dead_code_admits_nobody_and_reads_like_a_wrong_one(cast, letter, spoil):
    plain, row = letter
    spoil(row)
    with pytest.raises(admission.CodeRefused) as dead:
        join(UserFactory(), plain)
    with pytest.raises(admission.CodeRefused) as wrong:
        join(UserFactory(), codes.new_code())
    assert str(dead.value) == str(wrong.value)
    assert cast.molenwijk.memberships.active().count() == 2


def test_a_code_opens_its_own_neighborhood_alone(db):
    places = NeighborhoodFactory.create_batch(4)
    for place in places:
        membership = join(UserFactory(), make_letter(place)[0])
        assert membership.neighborhood == place


def test_no_proof_no_membership(cast):
    for proof in ("", "word of honor", None):
        with pytest.raises(ValueError):
            admission.admit(person=UserFactory(), neighborhood=cast.molenwijk, proof=proof, by=None)
    assert cast.molenwijk.memberships.count() == 4


# --- Waiting and the counter ---------------------------------------------------------------------------
def test_an_address_alone_lets_nobody_in(cast):
    for n in range(50):
        person = UserFactory(email=f"impostor{n}@example.com")
        address = AddressFactory(neighborhood=cast.molenwijk)
        assert admission.ask_to_join(person=person, address=address).state == "pending"
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == 2
    assert cast.molenwijk.memberships.active().count() == 2


def test_asking_twice_waits_once_at_the_last_address(cast):
    person, address = UserFactory(), AddressFactory(neighborhood=cast.oude_haven)
    admission.ask_to_join(person=person, address=AddressFactory(neighborhood=cast.molenwijk))
    admission.ask_to_join(person=person, address=address)
    assert person.memberships.get().neighborhood == cast.oude_haven


def test_a_member_cannot_wait_elsewhere(cast):
    with pytest.raises(admission.AlreadyAtHome):
        admission.ask_to_join(person=cast.an, address=AddressFactory(neighborhood=cast.oude_haven))


def test_the_counter_lets_in_and_refuses_once(cast):
    waiting = cast.dirk.memberships.get()
    admitted = admission.admit_at_counter(membership=waiting, by=cast.admin)
    assert (admitted.state, admitted.proof) == ("active", "counter")
    for again in (admission.admit_at_counter, admission.refuse):
        with pytest.raises(admission.NotWaiting):
            again(membership=waiting, by=cast.admin)
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == 3


def test_a_refused_person_is_told_and_is_no_member(cast):
    refused = admission.refuse(membership=cast.dirk.memberships.get(), by=cast.admin)
    assert refused.state == "removed"
    assert Notice.objects.filter(kind="membership_refused", target_id=refused.pk).exists()


def test_nobody_checks_the_own_address(cast):
    address = AddressFactory(neighborhood=cast.molenwijk)
    waiting = admission.ask_to_join(person=cast.admin, address=address)
    with pytest.raises(admission.DomainError):
        admission.admit_at_counter(membership=waiting, by=cast.admin)
    waiting.refresh_from_db()
    assert waiting.state == "pending"


def test_leaving_counts_down_once(cast):
    membership = cast.an.memberships.get()
    for _time in range(2):
        admission.end_membership(membership=membership, by=cast.an)
    cast.molenwijk.refresh_from_db()
    assert cast.molenwijk.members_count == 1
    with pytest.raises(ValueError):
        admission.end_membership(membership=membership, by=cast.an, state="active")


def test_every_active_membership_has_a_proof_and_the_counter_is_true(cast, letter):
    join(UserFactory(), letter[0])
    admission.admit_at_counter(membership=cast.dirk.memberships.get(), by=cast.admin)
    admission.end_membership(membership=cast.bram.memberships.get(), by=cast.bram)
    assert not Membership.objects.active().filter(proof="").exists()
    for place in Neighborhood.objects.all():
        assert place.members_count == place.memberships.active().count()


# --- Limits ----------------------------------------------------------------------------------------------
def guess(times, client="203.0.113.9", person=None):
    """How many of so many wrong codes were looked up before a limit said no."""
    evaluated = 0
    for _time in range(times):
        try:
            doorstep.try_code(
                digest=codes.digest_of(codes.new_code()), client=client, person=person
            )
        except admission.CodeRefused:
            evaluated += 1
        except doorstep.TooManyTries:
            pass
    return evaluated


@pytest.fixture
def moment():
    """Half past, so that no window ends in the middle of a test."""
    with clock.travel(clock.now().replace(minute=30)):
        yield


@pytest.mark.usefixtures("moment", "db")
def test_one_client_gets_twenty_tries_an_hour():
    assert guess(60) == doorstep.A_CLIENT.most == 20
    with clock.travel(clock.now() + dt.timedelta(hours=1)):
        assert guess(60) == 20


@pytest.mark.usefixtures("moment", "db")
def test_one_account_gets_five_tries_a_day_from_wherever():
    person = UserFactory()
    assert sum(guess(2, client=f"203.0.113.{n}", person=person) for n in range(20)) == 5


@pytest.mark.usefixtures("moment", "db")
def test_an_ipv6_household_is_one_client():
    assert sum(guess(2, client=f"2001:db8:1:2::{n:x}") for n in range(1, 40)) == 20
    assert doorstep.client_of("::ffff:203.0.113.9") == "203.0.113.9"
    assert doorstep.client_of("unix") == "unix"


@pytest.mark.usefixtures("moment", "db")
def test_everybody_together_gets_two_hundred():
    assert sum(guess(10, client=f"198.51.100.{n}") for n in range(40)) == 200


@pytest.mark.usefixtures("moment")
def test_a_good_code_clears_nothing_and_costs_nothing(cast, letter):
    digest = codes.digest_of(letter[0])
    for _time in range(30):
        assert doorstep.try_code(digest=digest, client="203.0.113.9")
    assert guess(19) == 19
    doorstep.try_code(digest=digest, client="203.0.113.9")
    assert guess(5) == 1
    with pytest.raises(doorstep.TooManyTries):
        doorstep.try_code(digest=digest, client="203.0.113.9")


@pytest.mark.usefixtures("moment")
def test_trying_a_code_uses_none_of_it(cast, letter):
    doorstep.try_code(digest=letter[1].digest, client="203.0.113.9")
    letter[1].refresh_from_db()
    assert letter[1].uses == 0


@pytest.mark.usefixtures("moment")
def test_fifty_dead_codes_of_a_neighborhood_alarm_the_administrators_once(cast, letter):
    codes.revoke_batch(batch=letter[1].batch, by=None)
    for n in range(55):
        with pytest.raises(admission.CodeRefused):
            doorstep.try_code(digest=letter[1].digest, client=f"198.51.100.{n}")
    assert Notice.objects.filter(kind="letters_alarm").count() == 1
    body = preview(kinds.get("letters_alarm"), letter[1].batch)
    assert "Molenwijk" in body.text
    assert "/admin/community/letters/" in body.html


@pytest.mark.usefixtures("moment")
def test_wrong_and_dead_codes_cost_the_same_statements(cast, letter, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    guess(1)
    dead = letter[1]
    codes.revoke_batch(batch=dead.batch, by=None)

    def cost(digest):
        with (
            CaptureQueriesContext(
                connection,
            ) as seen,
            pytest.raises(admission.CodeRefused),
        ):
            doorstep.try_code(digest=digest, client="203.0.113.9")
        return len(seen)

    cost(dead.digest)
    assert cost(dead.digest) == cost(codes.digest_of(codes.new_code()))


# --- Workers ---------------------------------------------------------------------------------------------
def invite(by, neighborhoods, **fields):
    return workers.invite_worker(
        **{
            "email": "Nele@Zorg.test",
            "first_name": "Nele",
            "last_name": "Bracke",
            "organization": "Familiezorg",
            "function": "Thuisverzorgster",
            "neighborhoods": neighborhoods,
            "valid_from": clock.now() - dt.timedelta(seconds=1),
            "valid_until": None,
            "by": by,
            **fields,
        }
    )


def test_an_invited_worker_has_an_account_without_dashboard(cast):
    made = invite(cast.admin, [cast.molenwijk])
    assert (made.person.email, made.person.is_staff, made.person.has_usable_password()) == (
        "nele@zorg.test", False, False,
    )  # fmt: skip
    assert Notice.objects.filter(kind="worker_invited", target_id=made.pk).exists()


def test_inviting_a_resident_changes_and_shows_nothing_of_the_account(cast):
    made = invite(cast.admin, [cast.oude_haven], email=cast.an.email)
    cast.an.refresh_from_db()
    assert made.person == cast.an
    assert cast.an.first_name == "An"
    assert made.invited_as == "Nele Bracke"


def test_an_assignment_without_place_or_with_its_end_first_is_refused(cast):
    with pytest.raises(workers.AssignmentError):
        invite(cast.admin, [])
    with pytest.raises(workers.AssignmentError):
        invite(cast.admin, [cast.molenwijk], valid_until=clock.now() - dt.timedelta(days=1))


def test_only_somebody_in_the_role_can_moderate(cast):
    period = {"valid_from": clock.now(), "valid_until": None, "by": cast.admin}
    for person in (cast.an, cast.worker, cast.comms, cast.superuser):
        with pytest.raises(workers.AssignmentError):
            workers.assign_moderator(person=person, neighborhoods=[cast.molenwijk], **period)
    assert workers.assign_moderator(
        person=cast.moderator, neighborhoods=[cast.oude_haven], **period
    )


def test_ended_work_is_over_at_once(cast):
    from neighborhoods.policies import neighborhood_policy

    assert neighborhood_policy.allows(cast.worker, "view", cast.molenwijk)
    workers.end_assignment(assignment=cast.worker.workassignments.get(), by=cast.admin)
    assert not neighborhood_policy.allows(cast.worker, "view", cast.molenwijk)


# --- What people are told ----------------------------------------------------------------------------------
def told(person):
    return set(Delivery.objects.filter(recipient=person).values_list("notice__kind", "channel"))


def test_who_is_let_in_or_refused_or_invited_is_told_and_nobody_else(
    cast, letter, django_capture_on_commit_callbacks
):
    other = admission.ask_to_join(
        person=UserFactory(), address=AddressFactory(neighborhood=cast.molenwijk)
    )
    with django_capture_on_commit_callbacks(execute=True):
        admission.admit_at_counter(membership=cast.dirk.memberships.get(), by=cast.admin)
        admission.refuse(membership=other, by=cast.admin)
        made = invite(cast.admin, [cast.molenwijk])
    both = ("inbox", "email")
    assert told(cast.dirk) == {("membership_welcome", channel) for channel in both}
    assert told(other.person) == {("membership_refused", channel) for channel in both}
    assert told(made.person) == {("worker_invited", channel) for channel in both}
    assert not Delivery.objects.exclude(recipient__in=[cast.dirk, other.person, made.person])
    # What is asked again at sending time still says yes, and the mail can be written.
    mails = [compose(delivery) for delivery in Delivery.objects.filter(channel="email")]
    assert sorted(mail.to[0] for mail in mails) == sorted(
        [cast.dirk.email, other.person.email, made.person.email]
    )
