"""Writes down that staff looked at a resident's address or shared post, for the resident to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from core import audit, clock
from core.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model

    from ..models import User
    from ..roles import Role

ACTION = "staff_read"
ADDRESS, SHARED_POST = "address", "shared_post"
# The function of somebody who reads without a dashboard role.
WORKER = "worker"


def record_staff_reads(
    *,
    by: Any,
    what: str,
    things: Iterable[tuple[User | None, Model]],
    roles: Sequence[Role] = (),
) -> int:
    """One entry a reader, thing and day: in which role, not who. Says how many were written.

    ``things`` are the person concerned and the row that was shown. ``roles`` are those that open the
    screen; the first one the reader has is written down, for nobody else's account shows more.
    """
    shown = {
        (audit.kind_of(thing), thing.pk): (subject, thing)
        for subject, thing in things
        if subject is not None and subject.pk != by.pk
    }
    new = shown.keys() - _written_today(by, shown.keys())
    if new:
        role = _role_of(by, roles)
        audit.record_many(
            ACTION,
            by=by,
            entries=[(*shown[key], {"what": what, "role": role}) for key in sorted(new)],
        )
    return len(new)


def _written_today(by: Any, keys: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    kinds: dict[str, list[int]] = {}
    for kind, pk in keys:
        kinds.setdefault(kind, []).append(pk)
    if not kinds:
        return set()
    about = Q()
    for kind, pks in kinds.items():
        about |= Q(target_kind=kind, target_id__in=pks)
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = AuditEntry.objects.filter(about, action=ACTION, actor=by.audit_id, at__gte=midnight)
    return {
        (kind, pk) for kind, pk in rows.values_list("target_kind", "target_id") if pk is not None
    }


def _role_of(by: Any, roles: Sequence[Role]) -> str:
    held = set(by.groups.values_list("name", flat=True))
    return next((role.value for role in roles if role.value in held), WORKER)
