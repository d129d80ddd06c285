"""Deletes what was kept long enough, by the periods in the registry of personal data."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import transaction

from core import clock, personal_data

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.personal_data import ModelData

logger = logging.getLogger(__name__)

BATCH = 500
# Well below the time a job may take: what is left over waits for the next night, or the next call.
BUDGET_SECONDS = 60


def over_age(entry: ModelData) -> QuerySet[Any]:
    """The rows of a model that were kept long enough."""
    rows = entry.model._default_manager.all()
    if entry.kept_for is None:
        return rows.none()
    before = clock.now() - entry.kept_for
    return rows.filter(entry.kept_where, **{f"{entry.kept_from}__lt": before})


def enforce_retention(*, budget: float = BUDGET_SECONDS) -> dict[str, int]:
    """Deletes over-age rows in batches, until none is left or the time is up; says how many.

    Only numbers are logged. What a sweep of its own deletes is left to that sweep.
    """
    until = time.monotonic() + budget
    deleted: dict[str, int] = {}
    for entry in personal_data.registered().values():
        if entry.kept_for is None or entry.has_own_sweep:
            continue
        count = 0
        while time.monotonic() < until and (some := _delete_some(entry)):
            count += some
        if count:
            deleted[entry.model._meta.label] = count
            logger.info("Kept long enough: %d rows of %s", count, entry.model._meta.label)
    # Sessions that have run out: their rows still say who was signed in.
    call_command("clearsessions", verbosity=0)
    return deleted


def _delete_some(entry: ModelData) -> int:
    pks = list(over_age(entry).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if pks:
        with transaction.atomic():
            entry.model._default_manager.filter(pk__in=pks).delete()
    return len(pks)
