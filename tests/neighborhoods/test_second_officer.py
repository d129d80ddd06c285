"""Police, care and many neighborhoods are never one officer's decision."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.roles import Role
from core import clock
from core.errors import DomainError
from core.models import AuditEntry
from neighborhoods.models import WorkAssignment
from neighborhoods.policies import neighborhood_policy, worker_policy
from neighborhoods.services import work_approval, workers
from notifications.models import Delivery, Notice
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import NeighborhoodFactory, WorkAssignmentFactory

from .visiting import Visitor, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def second(cast):
    """Another administrator."""
    return UserFactory(
        email="second@oeverbeke.test", first_name="Greet", staff=True, role=Role.ADMINISTRATION,
        language="en",
    )  # fmt: skip


@pytest.fixture
def places():
    return [NeighborhoodFactory(name=f"Wijk {n}", slug=f"wijk-{n}") for n in range(7)]


def invite(by, neighborhoods, **fields):
    return workers.invite_worker(
        **{
            "email": "saskia@politie.test", "first_name": "Saskia", "last_name": "V",
            "organization": "Politiezone", "function": "Wijkinspecteur", "field": "police",
            "neighborhoods": neighborhoods, "valid_from": clock.now() - HOUR, "valid_until": None,
            "by": by, **fields,
        }
    )  # fmt: skip


def change(work, by, **fields):
    work.refresh_from_db()
    return workers.change_worker(
        **{
            "assignment": work, "organization": work.organization, "function": work.function,
            "field": work.field, "neighborhoods": list(work.neighborhoods.all()),
            "valid_from": work.valid_from, "valid_until": work.valid_until, "by": by, **fields,
        }
    )  # fmt: skip


def enters(person):
    return set(neighborhood_policy.allowed(person, "view").values_list("slug", flat=True))


# --- Which work waits --------------------------------------------------------------------------------
@pytest.mark.parametrize("field", ["police", "care"])
def test_sensitive_work_in_one_neighborhood_waits(cast, field):
    made = invite(cast.admin, [cast.molenwijk], field=field)
    assert (made.approved_at, enters(made.person)) == (None, set())


@pytest.mark.parametrize("field", ["community", "youth", "other"])
def test_five_neighborhoods_are_one_officers_and_six_are_not(cast, places, field):
    five = invite(cast.admin, places[:5], field=field, email="vijf@ocmw.test")
    assert (five.approved_by, len(enters(five.person))) == (cast.admin, 5)
    six = invite(cast.admin, places[:6], field=field, email="zes@ocmw.test")
    assert (six.approved_at, enters(six.person)) == (None, set())


def test_many_small_grants_are_one_large_one(cast, places):
    first = invite(cast.admin, places[:4], field="other")
    same = invite(cast.admin, places[2:5], field="other")
    assert same.approved_at is not None  # five in all
    more = invite(cast.admin, places[5:6], field="other")
    assert more.approved_at is None
    assert len(enters(first.person)) == 5


def test_ended_work_no_longer_counts(cast, places):
    first = invite(cast.admin, places[:5], field="other")
    workers.end_assignment(assignment=first, by=cast.admin)
    assert invite(cast.admin, places[:3], field="other").approved_at is not None


def test_planned_work_counts(cast, places):
    invite(cast.admin, places[:5], field="other", valid_from=clock.now() + DAY)
    assert invite(cast.admin, places[5:6], field="other").approved_at is None


# --- The name is a name, the function is the administrator's word ------------------------------------
@pytest.mark.parametrize(
    "name", [("Wijkagent", "Peeters"), ("P.o.l.i.t.i.e", "Oever"), ("Gemeente", "X"), ("9", "9")]
)
def test_a_name_that_pretends_to_be_a_function_is_refused(cast, name):
    before = WorkAssignment.objects.count()
    with pytest.raises(DomainError):
        invite(cast.admin, [cast.molenwijk], first_name=name[0], last_name=name[1])
    assert WorkAssignment.objects.count() == before
    assert invite(cast.admin, [cast.molenwijk], function="Wijkagent").function == "Wijkagent"


# --- What waits holds nowhere ------------------------------------------------------------------------
def test_what_waits_opens_nothing_and_shows_nobody(cast, second):
    made = invite(cast.admin, [cast.molenwijk])
    person = Visitor(made.person)
    assert person.get("feed", "molenwijk").status_code == 404
    assert person.get("neighborhood_list").status_code == 404
    assert not worker_policy.allowed(cast.an, "view").filter(pk=made.pk).exists()
    for name in ("member_list", "worker_list"):
        assert "Saskia" not in page_of(Visitor(cast.an).get(name, "molenwijk"))


def told():
    rows = Delivery.objects.filter(channel="inbox").select_related("recipient")
    return sorted((row.notice.kind, row.recipient.email) for row in rows)


def test_the_other_administrators_are_told_and_the_worker_is_not(
    cast, second, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(cast.admin, [cast.molenwijk])
    assert told() == [("work_waits", second.email)]
    with django_capture_on_commit_callbacks(execute=True):
        work_approval.approve_work(assignment=made, by=second)
    assert told() == [("work_waits", second.email), ("worker_invited", "saskia@politie.test")]


def test_an_administrator_who_would_be_the_worker_is_not_asked(
    cast, second, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = invite(cast.admin, [cast.molenwijk], email=second.email)
    assert told() == []
    with pytest.raises(DomainError):
        work_approval.approve_work(assignment=made, by=second)
    assert enters(second) == set()


# --- The second officer ------------------------------------------------------------------------------
def test_a_second_officer_lets_it_hold_from_now_on(cast, second):
    made = invite(cast.admin, [cast.molenwijk], valid_from=clock.now() - 9 * DAY)
    held = work_approval.approve_work(assignment=made, by=second)
    assert (held.granted_by, held.approved_by) == (cast.admin, second)
    # Residents read since when: nobody worked here before somebody agreed.
    assert clock.now() - held.valid_from < HOUR
    assert enters(made.person) == {"molenwijk"}


def test_nobody_agrees_with_themselves(cast, second):
    made = invite(cast.admin, [cast.molenwijk])
    for act in (
        lambda: work_approval.approve_work(assignment=made, by=cast.admin),
        lambda: work_approval.decline_work(assignment=made, reason="x", by=cast.admin),
    ):
        with pytest.raises(DomainError):
            act()
    assert enters(made.person) == set()


def test_whoever_changed_it_last_cannot_agree_to_it(cast, second):
    made = invite(cast.admin, [cast.molenwijk])
    change(made, second, neighborhoods=[cast.molenwijk, cast.oude_haven])
    with pytest.raises(DomainError):
        work_approval.approve_work(assignment=made, by=second)
    work_approval.approve_work(assignment=made, by=cast.admin)
    assert enters(made.person) == {"molenwijk", "oude-haven"}


def test_the_database_knows_the_rule_too(cast):
    made = invite(cast.admin, [cast.molenwijk])
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkAssignment.objects.filter(pk=made.pk).update(
            approved_by=cast.admin, approved_at=clock.now()
        )


def test_it_is_decided_once(cast, second):
    made = invite(cast.admin, [cast.molenwijk])
    work_approval.decline_work(assignment=made, reason="Geen mandaat", by=second)
    for act in (
        lambda: work_approval.approve_work(assignment=made, by=second),
        lambda: work_approval.decline_work(assignment=made, reason="x", by=second),
    ):
        with pytest.raises(work_approval.AlreadyDecided):
            act()
    with pytest.raises(workers.AssignmentError):
        change(made, cast.admin)
    assert enters(made.person) == set()


def test_what_was_taken_back_cannot_be_approved(cast, second):
    made = invite(cast.admin, [cast.molenwijk])
    workers.end_assignment(assignment=made, by=cast.admin)
    with pytest.raises(work_approval.AlreadyDecided):
        work_approval.approve_work(assignment=made, by=second)


def test_a_period_that_is_over_is_not_approved(cast, second):
    made = invite(cast.admin, [cast.molenwijk], valid_until=clock.now() + HOUR)
    with clock.travel(clock.now() + HOUR), pytest.raises(DomainError):
        work_approval.approve_work(assignment=made, by=second)


def test_declining_needs_a_reason_that_only_the_colleague_reads(
    cast, second, django_capture_on_commit_callbacks
):
    made = invite(cast.admin, [cast.molenwijk])
    with pytest.raises(DomainError):
        work_approval.decline_work(assignment=made, reason=" \u200b ", by=second)
    Delivery.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        work_approval.decline_work(assignment=made, reason="Geen mandaat", by=second)
    assert told() == [("work_declined", cast.admin.email)]
    facts = [entry.facts for entry in AuditEntry.objects.filter(target_id=made.pk)]
    assert "mandaat" not in str(facts)


# --- Changes -----------------------------------------------------------------------------------------
@pytest.fixture
def police(cast, second):
    made = invite(cast.admin, [cast.molenwijk], valid_until=clock.now() + 30 * DAY)
    return work_approval.approve_work(assignment=made, by=second)


GROWING = {
    "another neighborhood": lambda cast: {"neighborhoods": [cast.molenwijk, cast.oude_haven]},
    "elsewhere": lambda cast: {"neighborhoods": [cast.oude_haven]},
    "longer": lambda cast: {"valid_until": clock.now() + 60 * DAY},
    "without end": lambda cast: {"valid_until": None},
    "another field": lambda cast: {"field": "care"},
    "another function": lambda cast: {"function": "Commissaris"},
    "another organization": lambda cast: {"organization": "Staatsveiligheid"},
}


@pytest.mark.parametrize("what", GROWING)
def test_what_held_goes_on_holding_until_a_change_is_approved(cast, second, police, what):
    before = WorkAssignment.objects.filter(pk=police.pk).values().get()
    asked = change(police, cast.admin, **GROWING[what](cast))
    assert asked.replaces == police
    assert WorkAssignment.objects.filter(pk=police.pk).values().get() == before
    assert enters(police.person) == {"molenwijk"}
    assert worker_policy.allowed(cast.an, "view").filter(person=police.person).count() == 1
    work_approval.approve_work(assignment=asked, by=second)
    assert WorkAssignment.objects.filter(pk=police.pk).values().get() != before
    assert not WorkAssignment.objects.filter(pk=asked.pk).exists()


def test_a_declined_change_changes_nothing(cast, second, police):
    asked = change(police, cast.admin, neighborhoods=[cast.molenwijk, cast.oude_haven])
    work_approval.decline_work(assignment=asked, reason="Te ruim", by=second)
    assert enters(police.person) == {"molenwijk"}
    # It can be asked again.
    again = change(police, second, neighborhoods=[cast.molenwijk, cast.oude_haven])
    work_approval.approve_work(assignment=again, by=cast.admin)
    assert enters(police.person) == {"molenwijk", "oude-haven"}


def test_who_asks_for_a_change_does_not_agree_to_it(cast, second, police):
    asked = change(police, second, valid_until=None)
    with pytest.raises(DomainError):
        work_approval.approve_work(assignment=asked, by=second)
    held = work_approval.approve_work(assignment=asked, by=cast.admin)
    assert (held.granted_by, held.approved_by) == (second, cast.admin)


def test_taking_away_needs_nobody_else(cast, second):
    wide = invite(cast.admin, [cast.molenwijk, cast.oude_haven])
    work_approval.approve_work(assignment=wide, by=second)
    until = clock.now() + DAY
    changed = change(wide, cast.admin, neighborhoods=[cast.oude_haven], valid_until=until)
    assert changed.pk == wide.pk
    assert enters(wide.person) == {"oude-haven"}
    with clock.travel(until):
        assert enters(wide.person) == set()


def test_small_work_that_grows_waits_with_what_is_more(cast, second, places):
    small = invite(cast.admin, places[:5], field="community")
    asked = change(small, cast.admin, neighborhoods=places[:6])
    assert (asked.approved_at, len(enters(small.person))) == (None, 5)
    named = change(small, cast.admin, function="Buurtwerker", neighborhoods=places[:4])
    assert named.pk == small.pk
    # The change that waited gave way.
    with pytest.raises(work_approval.AlreadyDecided):
        work_approval.approve_work(assignment=asked, by=second)


def test_small_work_does_not_become_police_by_one_hand(cast, second):
    small = invite(cast.admin, [cast.molenwijk], field="community")
    asked = change(small, cast.admin, field="police")
    small.refresh_from_db()
    assert (small.field, asked.approved_at) == ("community", None)


def test_a_second_change_takes_the_place_of_the_first(cast, second, police):
    first = change(police, cast.admin, valid_until=None)
    change(police, cast.admin, neighborhoods=[cast.molenwijk, cast.oude_haven])
    assert police.changes.count() == 1
    with pytest.raises(work_approval.AlreadyDecided):
        work_approval.approve_work(assignment=first, by=second)


def test_a_change_ends_with_the_work(cast, second, police):
    asked = change(police, cast.admin, valid_until=None)
    workers.end_assignment(assignment=police, by=cast.admin)
    with pytest.raises(work_approval.AlreadyDecided):
        work_approval.approve_work(assignment=asked, by=second)
    assert enters(police.person) == set()


def test_the_day_of_the_form_is_no_change(cast, second, police):
    midnight = police.valid_from.replace(hour=0, minute=0, second=0, microsecond=0)
    changed = change(police, cast.admin, valid_from=midnight, valid_until=clock.now() + DAY)
    assert changed.pk == police.pk


# --- When the worker is told ---------------------------------------------------------------------------
def test_planned_work_is_told_when_it_begins(cast):
    begins = clock.now() + 3 * DAY
    made = invite(cast.admin, [cast.molenwijk], field="other", valid_from=begins)
    assert Notice.objects.get(target_id=made.pk, kind="worker_invited").not_before == begins


def test_nothing_is_told_of_work_that_ended_before_it_began(cast):
    from notifications import kinds

    made = invite(cast.admin, [cast.molenwijk], field="other")
    kind = kinds.get("worker_invited")
    assert kind.load_allowed(made.person, [made.pk])
    workers.end_assignment(assignment=made, by=cast.admin)
    assert not kind.load_allowed(made.person, [made.pk])


# --- The dashboard ---------------------------------------------------------------------------------
def data(cast, **changes):
    return {
        "first_name": "Saskia", "last_name": "Vercruysse", "email": "saskia@politie.test",
        "organization": "Politiezone", "function": "Wijkagent", "field": "police",
        "neighborhoods": [cast.molenwijk.pk], "first_day": clock.today().isoformat(),
        "last_day": "", **changes,
    }  # fmt: skip


def test_from_the_form_to_the_second_officer(client, cast, second):
    cast.admin.language = "en"
    cast.admin.save(update_fields=["language"])
    index = reverse("community_workers:index")
    client.force_login(cast.admin)
    page = client.post(reverse("community_workers:invite"), data(cast), follow=True)
    text = page.content.decode()
    assert "A second administrator has to agree first." in text
    made = WorkAssignment.objects.get(invited_as="Saskia Vercruysse")
    decide = reverse("community_workers:decide", args=[made.pk])
    assert decide not in text
    assert "You asked for it" in text
    assert client.get(decide).status_code == 404
    assert client.post(decide, {"outcome": "approve"}).status_code == 404
    client.force_login(second)
    assert decide in client.get(index).content.decode()
    text = client.get(decide).content.decode()
    for words in ("Wijkagent", "Politiezone", "Molenwijk", "Ad Mertens asks for this."):
        assert words in text, words
    # A reason is missing: the page comes back, and nothing was decided.
    assert client.post(decide, {"outcome": "decline", "reason": " "}).status_code == 200
    assert client.post(decide, {}).status_code == 200
    made.refresh_from_db()
    assert (made.approved_at, made.declined_at) == (None, None)
    assert client.post(decide, {"outcome": "approve"}).status_code == 302
    assert enters(made.person) == {"molenwijk"}
    assert client.post(decide, {"outcome": "approve"}).status_code == 404


def test_the_form_says_so_where_nobody_could_agree(client, cast):
    cast.admin.language = "en"
    cast.admin.save(update_fields=["language"])
    client.force_login(cast.admin)
    page = client.post(reverse("community_workers:invite"), data(cast), follow=True)
    assert "and there is none" in page.content.decode()


def test_a_change_is_shown_beside_what_holds(client, cast, second, police):
    asked = change(police, cast.admin, neighborhoods=[cast.molenwijk, cast.oude_haven])
    client.force_login(second)
    text = client.get(reverse("community_workers:decide", args=[asked.pk])).content.decode()
    assert "Molenwijk, Oude Haven</td><td>Molenwijk</td>" in text
    edit = reverse("community_workers:edit", args=[asked.pk])
    assert client.get(edit).status_code == 404
    text = client.get(reverse("community_workers:edit", args=[police.pk])).content.decode()
    assert "yours takes its place" in text


@pytest.mark.parametrize(
    ("state", "shown"),
    [("current", "Nu"), ("waiting", "Straks"), ("planned", "Gepland"), ("ended", "Voorbij"),
     ("declined", "Afgewezen"), ("", "Nu Straks Gepland Voorbij Afgewezen"),
     ("nonsense", "Nu Straks Gepland Voorbij Afgewezen")],
)  # fmt: skip
def test_the_list_is_narrowed_by_state(client, cast, second, state, shown):
    now, place = clock.now(), [cast.molenwijk]
    WorkAssignment.objects.all().delete()
    WorkAssignmentFactory(invited_as="Nu", neighborhoods=place)
    WorkAssignmentFactory(invited_as="Straks", neighborhoods=place, waiting=True)
    WorkAssignmentFactory(invited_as="Gepland", neighborhoods=place, valid_from=now + DAY)
    WorkAssignmentFactory(invited_as="Voorbij", neighborhoods=place, ended=True)
    WorkAssignmentFactory(
        invited_as="Afgewezen", neighborhoods=place, waiting=True, declined_at=now,
        decline_reason="Geen mandaat",
    )  # fmt: skip
    client.force_login(second)
    text = client.get(reverse("community_workers:index"), {"state": state}).content.decode()
    body = text.split("<tbody>")[1].split("</tbody>")[0]
    names = {"Nu", "Straks", "Gepland", "Voorbij", "Afgewezen"}
    assert {name for name in names if f"{name}</a>" in body or f"{name}\n" in body} == set(
        shown.split()
    )


def test_the_list_is_narrowed_by_neighborhood_and_field(client, cast, second):
    WorkAssignmentFactory(invited_as="Agent Molen", neighborhoods=[cast.molenwijk], field="police",
                          granted_by=cast.admin, approved_by=second)  # fmt: skip
    WorkAssignmentFactory(invited_as="Jeugd Haven", neighborhoods=[cast.oude_haven], field="youth")
    client.force_login(second)
    index = reverse("community_workers:index")
    for query, found, missing in (
        ({"field": "police"}, "Agent Molen", "Jeugd Haven"),
        ({"neighborhood": cast.oude_haven.pk}, "Jeugd Haven", "Agent Molen"),
    ):
        text = client.get(index, query).content.decode()
        assert found in text
        assert missing not in text
    assert (
        "Nothing in this list matches" in client.get(index, {"state": "declined"}).content.decode()
    )


def test_a_long_list_has_pages_that_keep_the_filter(client, cast, second):
    for number in range(60):
        WorkAssignmentFactory(invited_as=f"Werker {number}", neighborhoods=[cast.molenwijk])
    client.force_login(second)
    index = reverse("community_workers:index")
    text = client.get(index, {"state": "current"}).content.decode()
    assert "?state=current&amp;p=2" in text
    text = client.get(index, {"state": "current", "p": "2"}).content.decode()
    # 60 of these and the worker of the cast: eleven are left.
    assert text.split("<tbody>")[1].count("<tr>") == 11
    assert client.get(index, {"p": "nonsense"}).status_code == 200


@pytest.mark.parametrize("name", ["comms", "moderator", "superuser", "an", "worker"])
def test_nobody_else_decides(client, cast, name):
    made = invite(cast.admin, [cast.molenwijk])
    client.force_login(getattr(cast, name))
    client.post(reverse("community_workers:decide", args=[made.pk]), {"outcome": "approve"})
    made.refresh_from_db()
    assert made.approved_at is None
