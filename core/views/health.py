"""Whether the portal lives, and whether it is ready for visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse

from core import clock, tasks
from core.querysets import last_beat

if TYPE_CHECKING:
    from django.http import HttpRequest


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and worker are well, else 503 with what is not."""
    parts = {"database": "ok", "migrations": "ok", "worker": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            parts["migrations"] = "waiting"
        beat_at = last_beat(tasks.WORKER)
        if beat_at is None or clock.now() - beat_at > tasks.WORKER_LATE_AFTER:
            parts["worker"] = "late"
    except DatabaseError:
        parts = {"database": "unreachable", "migrations": "unknown", "worker": "unknown"}
    is_ready = all(state == "ok" for state in parts.values())
    return JsonResponse(parts, status=200 if is_ready else 503)
