"""Jobs: one queue (django-q2) for ours and for Wagtail's own.

A task takes ids only and is idempotent: the queue delivers at least once and re-runs a whole task
after a crash. What must not be lost is a row; ``sweep`` finds the rows that a crash left, since Redis
hands a task out without waiting for a receipt.
"""

from __future__ import annotations

import datetime as dt
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import transaction
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

# Sent by ``sweep``: an app connects what looks for its unfinished rows.
sweeping = Signal()


def enqueue_on_commit(task: Callable[..., Any], *ids: int) -> None:
    """Queues ``task(*ids)`` once the transaction around the caller has committed."""
    path = f"{task.__module__}.{task.__qualname__}"
    transaction.on_commit(partial(async_task, path, *ids, task_name=path[-90:]))


def beat() -> None:
    """Shows that the worker works; run by the scheduler every minute."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"beat_at": clock.now()})


def sweep() -> None:
    """Picks up what a crash left; run by the scheduler every minute."""
    for receiver, answer in sweeping.send_robust(sender=None):
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
        task_id = async_task(
            "core.tasks.run_task",
            task.module_path,
            list(args),
            dict(kwargs),
            task_name=task.name[:90],
        )
        return TaskResult(
            task=task,
            id=str(task_id),
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
