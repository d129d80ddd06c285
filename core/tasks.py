"""Jobs: one queue (django-q2) for ours and for Wagtail's own.

A task takes ids only and is idempotent: the queue delivers at least once and re-runs a whole task
after a crash. What must not be lost is a row; ``sweep`` finds the rows that a crash left, since Redis
hands a task out without waiting for a receipt.
"""

from __future__ import annotations

import datetime as dt
import logging
import multiprocessing
import threading
import time
import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.tasks import async_task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from . import clock
from .models import Heartbeat

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

WORKER = "worker"
# The worker beats every minute; three missed beats make it late.
WORKER_LATE_AFTER = dt.timedelta(minutes=3)

# Sent by ``sweep`` every minute: an app connects what looks for its unfinished rows.
sweeping = Signal()
# Sent by every worker every ``PULSE_SECONDS``: for what cannot wait a minute, such as the end of the
# seconds in which a post can be undone. A receiver only looks and queues; jobs do the work.
pulsing = Signal()


def enqueue_on_commit(task: Callable[..., Any], *ids: int) -> None:
    """Queues ``task(*ids)`` once the transaction around the caller has committed."""
    path = f"{task.__module__}.{task.__qualname__}"
    transaction.on_commit(partial(async_task, path, *ids, task_name=path[-90:]))


def beat() -> None:
    """Shows that the worker works; run by the scheduler every minute."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"beat_at": clock.now()})


def sweep() -> None:
    """Picks up what a crash left; run by the scheduler every minute."""
    _send(sweeping)


def start_pulse(sender: Any, **kwargs: Any) -> None:
    """Starts the pulse of a worker that was just born.

    django-q2 looks at its schedules twice a minute, and Redis cannot hold a job back until a moment.
    A thread asks the database instead, which works the same on both brokers and after any crash.
    """
    # Jobs that run at once (tests) are "spawned" in the process of whoever queued them.
    if multiprocessing.parent_process() is not None:
        threading.Thread(target=_keep_pulsing, name="pulse", daemon=True).start()


def _keep_pulsing() -> None:
    while True:
        time.sleep(settings.PULSE_SECONDS)
        pulse()


def pulse() -> None:
    """Asks every app once whether something became due."""
    close_old_connections()
    try:
        _send(pulsing)
    finally:
        close_old_connections()


def _send(signal: Signal) -> None:
    for receiver, answer in signal.send_robust(sender=None):
        if isinstance(answer, Exception):
            logger.error("Sweeper %r failed", receiver, exc_info=answer)


def publish_scheduled() -> None:
    """Publishes and expires the pages whose moment has come; run by the scheduler every minute."""
    call_command("publish_scheduled", verbosity=0)


def run_task(module_path: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Runs one ``django_tasks`` task; the queue calls it with what ``enqueue`` wrote."""
    return import_string(module_path).call(*args, **kwargs)


class DjangoQBackend(BaseTaskBackend):
    """Lets ``django_tasks`` jobs (Wagtail's search index, references …) run on django-q2."""

    supports_defer = False
    supports_async_task = False
    supports_get_result = False
    supports_priority = False

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        job = partial(
            async_task,
            "core.tasks.run_task",
            task.module_path,
            list(args),
            dict(kwargs),
            task_name=task.name[:90],
        )
        # The database's own queue commits with the caller. Redis would hand the job out before that.
        if "orm" in settings.Q_CLUSTER:
            job()
        else:
            transaction.on_commit(job)
        return TaskResult(
            task=task,
            id=uuid.uuid4().hex,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
