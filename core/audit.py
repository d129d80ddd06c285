"""Writes the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import clock, targets
from .models import AuditEntry

if TYPE_CHECKING:
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
    kind = ""
    if target is not None:
        try:
            kind = targets.kind_of(target)
        except KeyError:
            kind = target._meta.model_name or ""
    return AuditEntry.objects.create(
        action=action,
        actor=getattr(by, "audit_id", None),
        subject=getattr(subject, "audit_id", None),
        target_kind=kind,
        target_id=target.pk if target is not None else None,
        facts=facts,
        at=clock.now(),
    )
