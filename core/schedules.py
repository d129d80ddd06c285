"""What the worker does by the clock, and the tables that must be there before it starts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule

CACHE_TABLE = "core_cache"
EVERY_MINUTE = ("core.tasks.beat", "core.tasks.sweep", "core.tasks.publish_scheduled")
EVERY_NIGHT = ("core.tasks.keep_retention",)
NIGHT_HOUR = 3


def keep_schedules(**kwargs: Any) -> None:
    """Makes each schedule exist once; runs after every ``migrate`` and leaves what is there alone."""
    night = timezone.localtime() + dt.timedelta(days=1)
    for function in EVERY_MINUTE:
        _keep(function, schedule_type=Schedule.MINUTES, minutes=1, next_run=timezone.now())
    for function in EVERY_NIGHT:
        _keep(
            function,
            schedule_type=Schedule.DAILY,
            next_run=night.replace(hour=NIGHT_HOUR, minute=30, second=0, microsecond=0),
        )


def _keep(function: str, **when: Any) -> None:
    if not Schedule.objects.filter(name=function).exists():
        Schedule.objects.create(name=function, func=function, repeats=-1, **when)


def keep_cache_table(using: str = "default", **kwargs: Any) -> None:
    """Makes the table of the default cache, whatever cache the settings of the moment use."""
    call_command("createcachetable", CACHE_TABLE, database=using, verbosity=0)
