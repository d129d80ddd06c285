"""Writes the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import clock, targets
from .models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


def record(
    action: str,
    *,
    by: Any = None,
    subject: Any = None,
    target: Model | None = None,
    **facts: Any,
) -> AuditEntry:
    """Adds an entry in the caller's transaction; ``facts`` must not hold words a person wrote."""
    entry = _entry(action, by, subject, target, facts)
    entry.save()
    return entry


def record_many(
    action: str, *, by: Any, entries: Iterable[tuple[Any, Model, dict[str, Any]]]
) -> None:
    """Adds an entry for each (subject, target, facts) of one act, in one statement."""
    AuditEntry.objects.bulk_create(
        [_entry(action, by, subject, target, facts) for subject, target, facts in entries]
    )


def kind_of(target: Model) -> str:
    """The kind under which an entry names its target."""
    try:
        return targets.kind_of(target)
    except KeyError:
        return target._meta.model_name or ""


def _entry(
    action: str, by: Any, subject: Any, target: Model | None, facts: dict[str, Any]
) -> AuditEntry:
    return AuditEntry(
        action=action,
        actor=getattr(by, "audit_id", None),
        subject=getattr(subject, "audit_id", None),
        target_kind=kind_of(target) if target is not None else "",
        target_id=target.pk if target is not None else None,
        facts=facts,
        at=clock.now(),
    )
