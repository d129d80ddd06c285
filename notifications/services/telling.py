"""Writes down what should be told, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from core import clock, targets
from core.tasks import enqueue_on_commit

from .. import kinds
from ..models import Delivery, Notice

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Model

TAKEN_BACK = "taken back"


@transaction.atomic(savepoint=False)
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
    The same kind, target and occasion again returns the notice that is there; one that was taken
    back comes to life again, and still tells nobody twice. The actor (``by``) is told nothing.
    """
    from ..tasks import tell

    now = clock.now()
    due = not_before or now
    target_kind = targets.kind_of(target)
    mine = Notice(
        event_key=_event_key(kind, target, occasion),
        kind=kinds.get(kind).name,
        target_kind=target_kind,
        target_id=target.pk,
        occasion=occasion,
        actor=by,
        created_at=now,
        not_before=due,
        poked_at=now if due <= now else None,
    )
    # Two statements, whoever else writes the same one at this moment.
    Notice.objects.bulk_create([mine], ignore_conflicts=True)
    notice = Notice.objects.get(event_key=mine.event_key)
    is_new = notice.public_id == mine.public_id
    if not is_new and notice.cancelled_at is not None:
        _revive(notice, due)
    elif not is_new:
        return notice
    if due <= now:
        enqueue_on_commit(tell, notice.pk)
    return notice


def _revive(notice: Notice, due: dt.datetime) -> None:
    notice.cancelled_at = None
    notice.expanded_at = None
    notice.expanded_to = 0
    notice.not_before = due
    notice.poked_at = None
    notice.save(
        update_fields=["cancelled_at", "expanded_at", "expanded_to", "not_before", "poked_at"]
    )
    rows = notice.deliveries.filter(state=Delivery.State.DROPPED, error=TAKEN_BACK)
    rows.filter(channel="inbox").update(state=Delivery.State.SENT, error="")
    rows.filter(channel="email").update(state=Delivery.State.NEW, error="", not_before=due)


@transaction.atomic
def cancel(*, kind: str, target: Model, occasion: str = "") -> None:
    """Takes a notice back (undo, stop): whoever was not told yet is not told any more."""
    rows = Notice.objects.filter(event_key=_event_key(kind, target, occasion), cancelled_at=None)
    _take_back(list(rows.values_list("pk", flat=True)), keep_inbox=True)


@transaction.atomic
def withdraw(*, target: Model) -> None:
    """Takes every notice about ``target`` back, inbox lines included (hidden, binned).

    ``give_back`` brings the lines back, and so does ``notify`` with the same kind and occasion.
    """
    rows = Notice.objects.filter(
        target_kind=targets.kind_of(target), target_id=target.pk, cancelled_at=None
    )
    _take_back(list(rows.values_list("pk", flat=True)), keep_inbox=False)


@transaction.atomic
def give_back(*, target: Model) -> None:
    """Ends ``withdraw``: the lines stand in the inboxes again, and telling goes on where it was.

    Mails that were stopped stay unsent: what is brought back days later is no news.
    """
    rows = Notice.objects.filter(
        target_kind=targets.kind_of(target), target_id=target.pk, cancelled_at__isnull=False
    )
    pks = list(rows.values_list("pk", flat=True))
    if pks:
        Notice.objects.filter(pk__in=pks).update(cancelled_at=None, poked_at=None)
        lines = Delivery.objects.filter(notice__in=pks, channel="inbox")
        lines.filter(state=Delivery.State.DROPPED, error=TAKEN_BACK).update(
            state=Delivery.State.SENT, error=""
        )


def _take_back(pks: list[int], *, keep_inbox: bool) -> None:
    if not pks:
        return
    Notice.objects.filter(pk__in=pks).update(cancelled_at=clock.now())
    rows = Delivery.objects.filter(notice__in=pks)
    dropped = {"state": Delivery.State.DROPPED, "error": TAKEN_BACK}
    rows.filter(channel="email", state=Delivery.State.NEW).update(**dropped)
    if not keep_inbox:
        rows.filter(channel="inbox", state=Delivery.State.SENT).update(**dropped)


def _event_key(kind: str, target: Model, occasion: str) -> str:
    return f"{kinds.get(kind).name}:{targets.kind_of(target)}:{target.pk}:{occasion}"
