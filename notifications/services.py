"""The one door for telling people things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import clock, targets

from . import kinds
from .models import Notice

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Model


def notify(
    *,
    kind: str,
    target: Model,
    occasion: str = "",
    by: Any = None,
    not_before: dt.datetime | None = None,
) -> Notice:
    """Writes one notice row in the caller's transaction; a worker does the rest.

    ``occasion`` tells two tellings about the same target apart (a revision, a start, a local date).
    The same kind, target and occasion again returns the notice that is there.
    """
    notice_kind = kinds.get(kind)
    target_kind = targets.kind_of(target)
    now = clock.now()
    notice, _ = Notice.objects.get_or_create(
        event_key=f"{notice_kind.name}:{target_kind}:{target.pk}:{occasion}",
        defaults={
            "kind": notice_kind.name,
            "target_kind": target_kind,
            "target_id": target.pk,
            "occasion": occasion,
            "actor": by,
            "created_at": now,
            "not_before": not_before or now,
        },
    )
    return notice


def cancel(*, kind: str, target: Model, occasion: str = "") -> None:
    """Takes a notice back that nobody was told yet (undo, stop)."""
    target_kind = targets.kind_of(target)
    Notice.objects.filter(
        event_key=f"{kind}:{target_kind}:{target.pk}:{occasion}", expanded_at=None
    ).update(cancelled_at=clock.now())
