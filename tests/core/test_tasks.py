"""The clock of the worker: schedules, heartbeat, pulse, and the table of the cache."""

import datetime as dt
import json

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.db import transaction
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler

from core import clock, schedules, tasks
from core.models import Heartbeat

pytestmark = pytest.mark.django_db


def do_nothing():
    pass


# --- After migrate ---------------------------------------------------------------------------------
def test_every_minute_has_its_schedules():
    rows = Schedule.objects.filter(func__startswith="core.tasks.")
    assert set(rows.values_list("func", "schedule_type", "minutes", "repeats")) == {
        (function, Schedule.MINUTES, 1, -1) for function in schedules.EVERY_MINUTE
    }


def test_schedules_are_made_once_and_left_alone():
    Schedule.objects.filter(func="core.tasks.sweep").update(minutes=5)
    for _ in range(3):
        schedules.keep_schedules()
    assert Schedule.objects.filter(func="core.tasks.sweep").values_list("minutes").get() == (5,)
    assert Schedule.objects.filter(func__startswith="core.tasks.").count() == 3


def test_schedule_that_was_lost_comes_back():
    Schedule.objects.all().delete()
    schedules.keep_schedules()
    assert Schedule.objects.count() == 3


def test_cache_table_is_there_and_works():
    cache = DatabaseCache(schedules.CACHE_TABLE, {})
    assert cache.add("key", 1)
    assert not cache.add("key", 2)
    assert cache.get("key") == 1


def test_every_scheduled_function_runs():
    for row in Schedule.objects.all():
        getattr(tasks, row.func.removeprefix("core.tasks."))()


# --- The queue's promises ----------------------------------------------------------------------------
def test_queue_is_set_as_the_design_says():
    assert Conf.RETRY > Conf.TIMEOUT
    assert Conf.MAX_ATTEMPTS == 5
    assert Conf.ACK_FAILURES is True
    assert Conf.CATCH_UP is False


def test_three_days_down_are_not_made_up_for(monkeypatch):
    monkeypatch.setattr(Conf, "SYNC", False)
    # The test's connection stays open: it is inside a transaction.
    monkeypatch.setattr("django_q.scheduler.close_old_django_connections", lambda: None)
    past = timezone.now() - dt.timedelta(days=3)
    Schedule.objects.update(next_run=past)
    for _ in range(5):
        scheduler()
    assert OrmQ.objects.count() == len(schedules.EVERY_MINUTE)
    assert not Schedule.objects.filter(next_run__lt=timezone.now()).exists()


def test_job_is_queued_when_the_transaction_commits(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        tasks.enqueue_on_commit(do_nothing)
    assert len(callbacks) == 1


def test_job_of_a_transaction_that_fails_is_not_queued(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        tasks.enqueue_on_commit(do_nothing)
        transaction.set_rollback(True)
    assert callbacks == []


# --- Heartbeat -----------------------------------------------------------------------------------------
def readiness(client):
    answer = client.get("/readyz")
    return answer.status_code, json.loads(answer.content)["worker"]


def test_no_heartbeat_is_not_ready(client):
    assert readiness(client) == (503, "late")


def test_heartbeat_makes_ready(client):
    tasks.beat()
    assert readiness(client) == (200, "ok")


def test_old_heartbeat_is_not_ready(client):
    tasks.beat()
    late = clock.now() + tasks.WORKER_LATE_AFTER + dt.timedelta(seconds=1)
    with clock.travel(late):
        assert readiness(client) == (503, "late")


def test_heartbeat_is_one_row():
    tasks.beat()
    tasks.beat()
    assert Heartbeat.objects.filter(name=tasks.WORKER).count() == 1


def test_beat_of_somebody_else_does_not_count(client):
    Heartbeat.objects.create(name="other", beat_at=clock.now())
    assert readiness(client) == (503, "late")


# --- Sweeping and pulse ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("signal", "act"), [(tasks.sweeping, tasks.sweep), (tasks.pulsing, tasks.pulse)]
)
def test_a_sweeper_that_fails_keeps_no_other_from_its_work(signal, act, caplog, monkeypatch):
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    heard = []

    def fails(**kwargs):
        raise ZeroDivisionError

    def works(**kwargs):
        heard.append(True)

    signal.connect(fails)
    signal.connect(works)
    try:
        act()
    finally:
        signal.disconnect(fails)
        signal.disconnect(works)
    assert heard == [True]
    assert "failed" in caplog.text


def test_jobs_that_run_at_once_start_no_pulse(monkeypatch):
    started = []
    monkeypatch.setattr(tasks.threading.Thread, "start", lambda thread: started.append(thread))
    tasks.start_pulse(sender=None)
    assert started == []


def test_pulse_starts_in_a_worker(monkeypatch):
    started = []
    monkeypatch.setattr(tasks.threading.Thread, "start", lambda thread: started.append(thread))
    monkeypatch.setattr(tasks.multiprocessing, "parent_process", object)
    tasks.start_pulse(sender=None)
    assert [thread.daemon for thread in started] == [True]


def test_scheduled_pages_are_published_by_wagtails_command(monkeypatch):
    called = []
    monkeypatch.setattr(tasks, "call_command", lambda name, **options: called.append(name))
    tasks.publish_scheduled()
    assert called == ["publish_scheduled"]
