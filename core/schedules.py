"""What the worker does by the clock, and the tables that must be there before it starts."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule

CACHE_TABLE = "core_cache"
EVERY_MINUTE = ("core.tasks.beat", "core.tasks.sweep", "core.tasks.publish_scheduled")


def keep_schedules(**kwargs: Any) -> None:
    """Makes each schedule exist once; runs after every ``migrate`` and leaves what is there alone."""
    for function in EVERY_MINUTE:
        rows = Schedule.objects.filter(name=function)
        if not rows.exists():
            Schedule.objects.create(
                name=function,
                func=function,
                schedule_type=Schedule.MINUTES,
                minutes=1,
                repeats=-1,
                next_run=timezone.now(),
            )


def keep_cache_table(using: str = "default", **kwargs: Any) -> None:
    """Makes the table of the default cache, whatever cache the settings of the moment use."""
    call_command("createcachetable", CACHE_TABLE, database=using, verbosity=0)
