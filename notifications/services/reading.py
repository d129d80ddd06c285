"""What a person has read, and what they may no longer read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from core import clock

from .. import kinds
from ..models import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User


def mark_read(*, delivery: Delivery, by: User) -> Delivery:
    """Marks one inbox line read; a line that was read keeps its first moment."""
    if delivery.read_at is None:
        delivery.read_at = clock.now()
        delivery.save(update_fields=["read_at"])
    return delivery


def mark_all_read(*, by: User) -> int:
    """Marks every line in the person's inbox read and tells how many there were."""
    return Delivery.objects.inbox_of(by).unread().update(read_at=clock.now())


def drop_disallowed(*, person: User) -> int:
    """Takes away the unread lines about what the person may no longer see, so that none is counted."""
    rows = Delivery.objects.inbox_of(person).unread().select_related("notice")
    by_kind: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        by_kind[row.notice.kind].append(row)
    gone: list[int] = []
    for name, lines in by_kind.items():
        kind = kinds.find(name)
        pks = [line.notice.target_id for line in lines]
        seen = kind.load_allowed(person, pks) if kind else {}
        gone += [line.pk for line in lines if line.notice.target_id not in seen]
    return drop_lines(pks=gone, by=person)


def drop_lines(*, pks: Iterable[int], by: User) -> int:
    """Takes these lines out of the person's inbox; nobody else's can be meant."""
    rows = Delivery.objects.inbox_of(by).filter(pk__in=list(pks))
    return rows.update(state=Delivery.State.DROPPED, error="no longer allowed")
