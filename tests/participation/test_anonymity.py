"""Promise 7: from a copy of the database nobody joins an answer to a person again."""

import json
import os
import secrets
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from django.db import connection, connections
from wagtail.models import ReferenceIndex

from accounts.models import User
from core.models import AuditEntry
from neighborhoods.models import Membership
from participation import sealing, services
from participation.models import Participation, PendingAnswer, Survey, SurveyResponse
from tests.conftest import on_postgres
from tests.factories import participation as make
from tests.factories.accounts import UserFactory
from tests.factories.neighborhoods import MembershipFactory, NeighborhoodFactory

MANY = 1000
# The waiting answers go over in parts of this size at most, as the sweeper would let them.
EVERY = 40


def ranks_of(values):
    order = sorted(range(len(values)), key=lambda place: values[place])
    ranks = [0] * len(values)
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks


def correlation(first, second):
    """Spearman's ρ of two lists without ties."""
    n = len(first)
    squares = sum((a - b) ** 2 for a, b in zip(ranks_of(first), ranks_of(second), strict=True))
    return 1 - 6 * squares / (n * (n * n - 1))


def members(count, neighborhood):
    people = User.objects.bulk_create(
        User(email=f"m{number}@oeverbeke.test", first_name=f"M{number}") for number in range(count)
    )
    Membership.objects.bulk_create(
        MembershipFactory.build(person=person, neighborhood=neighborhood, address=None)
        for person in people
    )
    return people


@pytest.fixture
def survey(db):
    return make.SurveyFactory(neighborhoods=[NeighborhoodFactory()], opened=True)


def tables_that_change(act):
    """The tables with another number of rows after ``act``, by name."""

    def sizes():
        names = connection.introspection.table_names()
        with connection.cursor() as cursor:
            found = {}
            for name in names:
                cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
                found[name] = cursor.fetchone()[0]
        return found

    before = sizes()
    act()
    return {name for name, size in sizes().items() if before.get(name) != size}


def test_handing_in_writes_two_rows_and_nothing_else(survey, caplog):
    """No audit entry, job, reference, session or log line keeps the moment."""
    person = members(1, survey.targets().get())[0]
    changed = tables_that_change(lambda: make.answer(survey, by=person))
    assert changed == {"participation_participation", "participation_pendinganswer"}
    assert not caplog.records


def test_waiting_and_kept_answers_have_no_column_that_leads_to_a_person(survey):
    """Neither a key that is shared, nor a moment, nor a number that counts up."""
    allowed = {
        Participation: {"id", "survey", "person", "stratum"},
        PendingAnswer: {"id", "survey", "sealed"},
        SurveyResponse: {"id", "survey", "person", "stratum", "answers"},
    }
    for model, names in allowed.items():
        assert {field.name for field in model._meta.concrete_fields} == names
        assert model._meta.pk.get_internal_type() == "UUIDField"
    for person in members(12, survey.targets().get()):
        make.answer(survey, by=person)
    services.release_pending(survey=survey)
    assert set(SurveyResponse.objects.values_list("person", flat=True)) == {None}
    keys = set(Participation.objects.values_list("id", flat=True))
    assert not keys & set(SurveyResponse.objects.values_list("id", flat=True))


def test_wagtail_keeps_no_references(survey):
    for person in members(2, survey.targets().get()):
        make.answer(survey, by=person)
    for model in (Participation, PendingAnswer, SurveyResponse):
        assert not ReferenceIndex.model_is_indexable(model)


def test_waiting_answers_are_sealed_without_a_moment(survey, settings):
    person = members(1, survey.targets().get())[0]
    make.answer(survey, by=person, **{make.LONG: {"text": "Kanarie"}})
    sealed = PendingAnswer.objects.get().sealed
    assert "Kanarie" not in sealed
    # The moment in a sealed text stands in its first bytes: all of them say 1970.
    assert sealed.startswith("gAAAAAAAAAAA")
    settings.SECRET_KEY = "another-key-another-key-another-key"
    assert sealing.unseal_or(sealed, None) is None
    settings.SECRET_KEY_FALLBACKS = ["test-key-test-key-test-key-test-key-test-key-test-key"]
    assert sealing.unseal(sealed)["answers"][make.LONG] == {"text": "Kanarie"}


def test_a_few_answers_stay_in_the_pool(survey, settings):
    people = members(settings.PRIVACY_THRESHOLD, survey.targets().get())
    for person in people[:-1]:
        make.answer(survey, by=person)
        assert services.release_pending(survey=survey) == 0
    assert not SurveyResponse.objects.exists()
    make.answer(survey, by=people[-1])
    assert services.release_pending(survey=survey) == settings.PRIVACY_THRESHOLD
    assert not PendingAnswer.objects.exists()


def test_the_rest_goes_over_at_closing(survey):
    for person in members(3, survey.targets().get()):
        make.answer(survey, by=person)
    services.close_survey(survey=survey)
    assert SurveyResponse.objects.count() == 3
    assert not PendingAnswer.objects.exists()


def test_a_crowd_of_a_quarter_is_awaited():
    assert not services.is_ripe(pending=9, released=0)
    assert services.is_ripe(pending=10, released=0)
    assert not services.is_ripe(pending=10, released=1000)
    assert services.is_ripe(pending=250, released=1000)


def test_keys_are_new_after_each_release(survey):
    for person in members(10, survey.targets().get()):
        make.answer(survey, by=person)
    services.release_pending(survey=survey)
    before = set(SurveyResponse.objects.values_list("id", flat=True))
    for person in [UserFactory() for _ in range(10)]:
        MembershipFactory(person=person, neighborhood=survey.targets().get())
        make.answer(survey, by=person)
    services.release_pending(survey=survey)
    assert not before & set(SurveyResponse.objects.values_list("id", flat=True))
    assert SurveyResponse.objects.count() == 20


def read_copy(tmp_path, table, columns):
    """Rows of a copy of the database with their place on the disk and their transaction."""
    if on_postgres():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT ctid::text, xmin::text, {columns} FROM {table}"  # noqa: S608
            )
            rows = cursor.fetchall()
        return [
            (tuple(map(int, place.strip("()").split(","))), int(moment), *rest)
            for place, moment, *rest in rows
        ]
    path = tmp_path / "copy.sqlite3"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        return copy.execute(
            f"SELECT rowid, 0, {columns} FROM {table}"  # noqa: S608
        ).fetchall()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_order_on_disk_tells_who_answered_what(tmp_path):
    """A thousand people, each with an answer that tells their number, looked up in a copy.

    ρ of one random order has a spread of 0.03 here; the mean of sixteen has 0.008, so 0.05 is a
    bound that chance does not reach and a link does.
    """
    survey = make.SurveyFactory(neighborhoods=[NeighborhoodFactory()], opened=True)
    people = members(MANY, survey.targets().get())
    secrets.SystemRandom().shuffle(people)
    for turn, person in enumerate(people):
        make.answer(survey, by=person, **{make.LONG: {"text": f"{turn:04}"}})
        if turn % EVERY == EVERY - 1:
            services.release_pending(survey=survey)
    services.release_pending(survey=survey, all_of_them=True)
    who = read_copy(tmp_path, "participation_participation", "person_id")
    turns = {person.pk: turn for turn, person in enumerate(people)}
    # The list of who took part shows its order, and may: it is the other side that must not.
    by_place = [turns[row[2]] for row in sorted(who)]
    assert correlation(by_place, list(range(MANY))) > 0.99

    found = {"place": [], "key": []}
    for _round in range(16):
        rows = read_copy(tmp_path, "participation_surveyresponse", "id, answers")
        given = [turn_of(row[3]) for row in rows]
        assert sorted(given) == list(range(MANY))
        assert len({row[1] for row in rows}) == 1, "transactions tell batches apart"
        found["place"].append(correlation([row[0] for row in rows], given))
        found["key"].append(correlation([str(row[2]) for row in rows], given))
        remix(survey)
    for order, values in found.items():
        assert abs(sum(values) / len(values)) < 0.05, order
        assert max(map(abs, values)) < 0.2, order


def turn_of(answers):
    return int(answers_of(answers)[make.LONG]["text"])


def answers_of(value):
    return value if isinstance(value, dict) else json.loads(value)


def remix(survey):
    """What the next release does to all answers that went over before."""
    PendingAnswer.objects.create(
        survey=survey, sealed=sealing.seal({"stratum": "members", "answers": {"extra": {}}})
    )
    services.release_pending(survey=survey, all_of_them=True)
    SurveyResponse.objects.filter(answers={"extra": {}}).delete()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_measure_finds_the_link_in_a_naive_design(tmp_path):
    """The control: answers written one by one beside their participation lie in the same order."""
    survey = make.SurveyFactory(neighborhoods=[NeighborhoodFactory()], opened=True)
    for turn in range(200):
        SurveyResponse.objects.create(
            survey=survey, stratum="members", answers={make.LONG: {"text": f"{turn:04}"}}
        )
    rows = read_copy(tmp_path, "participation_surveyresponse", "id, answers")
    given = [turn_of(row[3]) for row in rows]
    assert correlation([row[0] for row in rows], given) > 0.99


# --- A process that dies -------------------------------------------------------------------------
def database_for_a_child(tmp_path):
    """The settings with which another process sees this database; SQLite's becomes a file."""
    if on_postgres():
        return {}
    path = tmp_path / "town.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return {"NAME": str(path)}


def run_and_kill(database, act, statements):
    """Runs ``act`` in a process of its own that is killed before its n-th statement.

    Says whether the process came to its end instead.
    """
    child = os.fork()
    if child == 0:  # pragma: no cover
        try:
            _act_until_killed(database, act, statements)
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def _act_until_killed(database, act, statements):  # pragma: no cover
    # The parent's connection must not be closed from here: it is only forgotten.
    del connections["default"]
    connections["default"].settings_dict.update(database)
    left = [statements]

    def count(execute, *args):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args)

    with connections["default"].execute_wrapper(count):
        act()


def rows_in(database, table):
    if database:
        with closing(sqlite3.connect(database["NAME"])) as copy:
            return copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


def balance(database):
    return (
        rows_in(database, "participation_participation"),
        rows_in(database, "participation_pendinganswer")
        + rows_in(database, "participation_surveyresponse"),
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_killed_process_loses_and_doubles_nothing(tmp_path):
    """Killed before each statement of handing in, releasing and closing, one after the other."""
    survey = make.SurveyFactory(neighborhoods=[NeighborhoodFactory()], opened=True)
    people = members(120, survey.targets().get())
    database = database_for_a_child(tmp_path)
    kills = 0

    def every_point(act_for):
        nonlocal kills
        for statements in range(60):
            done = run_and_kill(database, act_for(statements), statements)
            took_part, answers = balance(database)
            assert took_part == answers, f"killed before statement {statements}"
            if done:
                return
            kills += 1
        raise AssertionError("The act never came to its end.")

    for _ in range(12):
        run_and_kill(database, lambda: make.answer(survey, by=people.pop()), 1000)
        people.pop()
    every_point(lambda at: lambda: make.answer(survey, by=people[at]))
    every_point(lambda _at: lambda: services.release_pending(survey=survey))
    assert rows_in(database, "participation_surveyresponse") >= 12
    run_and_kill(database, lambda: make.answer(survey, by=people[70]), 1000)
    every_point(lambda _at: lambda: services.close_survey(survey=survey))
    assert rows_in(database, "participation_pendinganswer") == 0
    assert balance(database)[0] >= 14
    assert kills >= 20


# --- At the same moment --------------------------------------------------------------------------
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_member_in_many_tabs_takes_part_once():
    survey = make.SurveyFactory(neighborhoods=[NeighborhoodFactory()], opened=True)
    person = members(1, survey.targets().get())[0]
    ready = Barrier(24)

    def hand_in():
        ready.wait()
        try:
            make.answer(Survey.objects.get(pk=survey.pk), by=User.objects.get(pk=person.pk))
            return "in"
        except services.AlreadyTookPart:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(24) as pool:
        outcomes = [future.result() for future in [pool.submit(hand_in) for _ in range(24)]]
    assert outcomes.count("in") == 1
    assert Participation.objects.count() == PendingAnswer.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_answers_that_race_with_closing_are_counted_or_refused():
    survey = make.SurveyFactory(neighborhoods=[NeighborhoodFactory()], opened=True)
    people = members(23, survey.targets().get())

    def hand_in(person):
        try:
            make.answer(survey, by=person)
            return "in"
        except services.NotTakingAnswers:
            return "refused"
        finally:
            connection.close()

    def close():
        services.close_survey(survey=survey)
        connection.close()
        return "closed"

    with ThreadPoolExecutor(24) as pool:
        futures = [pool.submit(hand_in, person) for person in people]
        futures.insert(12, pool.submit(close))
        outcomes = [future.result() for future in futures]
    assert not PendingAnswer.objects.exists()
    assert SurveyResponse.objects.count() == Participation.objects.count() == outcomes.count("in")
    survey.refresh_from_db()
    assert sum(survey.tally["participants"].values()) == outcomes.count("in")


def test_audit_says_nothing_about_answers(survey):
    for person in members(2, survey.targets().get()):
        make.answer(survey, by=person)
    services.close_survey(survey=survey)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions == {"survey.addressed", "survey.opened", "survey.closed"}
