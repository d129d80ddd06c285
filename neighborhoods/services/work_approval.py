"""The second officer: which work needs one, and what they decide about it.

Police, care and more than five neighborhoods open too much to be one person's decision. Until
somebody else agrees, new work holds nowhere and the worker is told nothing; a change waits beside
the work that holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.errors import DomainError
from core.text import clean_line
from notifications.services import notify

from ..models import WorkAssignment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

    from ..models import Neighborhood

# More neighborhoods than this, over all the work of one person, are two officers' decision.
MOST_BY_ONE = 5
SENSITIVE = frozenset({WorkAssignment.Field.POLICE, WorkAssignment.Field.CARE})
# What a change copies onto the work it replaces, besides the neighborhoods.
EXTENT = ["organization", "function", "field", "valid_from", "valid_until"]


class AlreadyDecided(DomainError):
    """Somebody else decided first, or the work was changed or taken back."""

    def __init__(self) -> None:
        super().__init__(_("This no longer waits for a decision."))


def needs_second_officer(
    *, person: User, field: str, places: Iterable[Neighborhood], but: WorkAssignment | None = None
) -> bool:
    """Whether one officer is not enough for this work of ``person``.

    Neighborhoods of the person's other work count too: many small grants are one large one. ``but``
    is the work that would be changed.
    """
    if field in SENSITIVE:
        return True
    others = WorkAssignment.objects.not_over().filter(person=person.pk)
    if but is not None:
        others = others.exclude(pk=but.pk)
    elsewhere = set(others.values_list("neighborhoods", flat=True)) - {None}
    return len(elsewhere | {place.pk for place in places}) > MOST_BY_ONE


def ask_second_officer(*, assignment: WorkAssignment, by: Any) -> None:
    """Tells the other administrators that something waits for one of them."""
    notify(kind="work_waits", target=assignment, by=by, occasion=clock.now().isoformat())


def tell_worker(*, assignment: WorkAssignment, by: Any) -> None:
    """Tells the worker that the work begins, on the day it does."""
    notify(
        kind="worker_invited",
        target=assignment,
        by=by,
        occasion=assignment.valid_from.isoformat(),
        not_before=max(assignment.valid_from, clock.now()),
    )


@transaction.atomic
def approve_work(*, assignment: WorkAssignment, by: Any) -> WorkAssignment:
    """Lets new work or a change of work hold; returns the work that holds now.

    Raises ``AlreadyDecided``, and ``DomainError`` for somebody who is no second officer here or for
    a period that is over.
    """
    waiting = _waiting(assignment, by)
    now = clock.now()
    if waiting.valid_until is not None and waiting.valid_until <= now:
        raise DomainError(_("The last day has passed. Decline this, so that it can be asked anew."))
    places = list(waiting.neighborhoods.all())
    if waiting.replaces is None:
        # Nobody worked here before somebody agreed.
        waiting.valid_from = max(waiting.valid_from, now)
        waiting.approved_by, waiting.approved_at = by, now
        waiting.save(update_fields=["valid_from", "approved_by", "approved_at"])
        tell_worker(assignment=waiting, by=by)
        _record("work_approved", waiting, by, places)
        return waiting
    work = WorkAssignment.objects.select_for_update(of=("self",)).get(pk=waiting.replaces_id)
    for name in EXTENT:
        setattr(work, name, getattr(waiting, name))
    work.granted_by, work.approved_by, work.approved_at = waiting.granted_by, by, now
    leave_behind(work=work, places=places)
    work.save(update_fields=[*EXTENT, "granted_by", "approved_by", "approved_at"])
    work.neighborhoods.set(places)
    waiting.delete()
    _record("work_approved", work, by, places)
    return work


@transaction.atomic
def decline_work(*, assignment: WorkAssignment, reason: str, by: Any) -> WorkAssignment:
    """Refuses new work or a change; whoever asked for it is told why. Raises ``AlreadyDecided``."""
    waiting = _waiting(assignment, by)
    reason = clean_line(reason)
    if not reason:
        raise DomainError(_("Tell your colleague why you decline."))
    waiting.declined_by, waiting.declined_at = by, clock.now()
    waiting.decline_reason = reason
    waiting.save(update_fields=["declined_by", "declined_at", "decline_reason"])
    notify(kind="work_declined", target=waiting, by=by)
    _record("work_declined", waiting, by, list(waiting.neighborhoods.all()))
    return waiting


def leave_behind(*, work: WorkAssignment, places: Iterable[Neighborhood]) -> None:
    """Keeps, for the neighborhoods that a change takes away, that the person worked there until now.

    Call it before the change is saved: residents see who worked among them.
    """
    before = WorkAssignment.objects.current().filter(pk=work.pk).first()
    if before is None:
        return
    gone = before.neighborhoods.exclude(pk__in=[place.pk for place in places])
    lost = list(gone)
    if lost:
        before.pk = None
        before._state.adding = True
        before.valid_until = clock.now()
        before.save(force_insert=True)
        before.neighborhoods.set(lost)


def _waiting(assignment: WorkAssignment, by: Any) -> WorkAssignment:
    waiting = (
        WorkAssignment.objects.waiting()
        .select_for_update(of=("self",))
        .select_related("replaces", "person")
        .filter(pk=assignment.pk)
        .first()
    )
    if waiting is None:
        raise AlreadyDecided
    if by.pk in (waiting.granted_by_id, waiting.person_id):
        raise DomainError(_("Somebody else must decide about this."))
    return waiting


def _record(action: str, assignment: Any, by: Any, places: list[Neighborhood]) -> None:
    audit.record(
        action,
        by=by,
        subject=assignment.person,
        target=assignment,
        neighborhoods=sorted(place.pk for place in places),
        field=assignment.field,
    )
