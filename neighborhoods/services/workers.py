"""Gives people work in neighborhoods and takes it away; the only writer of assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.models import User, normalise_email
from accounts.roles import Role, has_role
from accounts.services import EmailTaken, create_person
from core import audit, clock
from core.errors import DomainError
from core.text import clean_line

from ..models import ModeratorAssignment, WorkAssignment
from .work_approval import ask_second_officer, leave_behind, needs_second_officer, tell_worker

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from ..models import Neighborhood


class AssignmentError(DomainError):
    """The assignment makes no sense; the sentence says why."""


def _check(
    neighborhoods: list[Neighborhood], valid_from: dt.datetime, valid_until: dt.datetime | None
) -> None:
    if not neighborhoods:
        raise AssignmentError(_("Choose at least one neighborhood."))
    if valid_until is not None and valid_until <= valid_from:
        raise AssignmentError(_("The end lies before the beginning."))


def _check_not_self(person: User | None, by: Any) -> None:
    """Who manages the town does not let themselves in among residents; somebody else does."""
    if person is not None and by is not None and person.pk == by.pk:
        raise AssignmentError(_("Somebody else must check your own address."))


@transaction.atomic
def invite_worker(
    *,
    email: str,
    first_name: str,
    last_name: str,
    organization: str,
    function: str,
    field: str,
    neighborhoods: Iterable[Neighborhood],
    valid_from: dt.datetime,
    valid_until: dt.datetime | None,
    by: Any,
    language: str = "nl",
) -> WorkAssignment:
    """Makes somebody a neighborhood worker, with a new account where the address has none.

    An address that has an account keeps its name and everything else, and the dashboard shows the
    name as it was typed here: the answer never tells whether a resident has that address. The work
    holds at once, or after a second officer agreed.
    """
    places = list(neighborhoods)
    _check(places, valid_from, valid_until)
    address = normalise_email(email)
    first_name, last_name = names.proper(first_name, last_name)
    if names.sounds_official(first_name, last_name):
        raise AssignmentError(
            _("Type the name of the person. The function has a field of its own.")
        )
    person = User.objects.filter(email=address).first()
    _check_not_self(person, by)
    if person is None:
        try:
            person = create_person(
                email=address, first_name=first_name, last_name=last_name, language=language
            )
        except EmailTaken:
            # Somebody made the account in this very moment.
            person = User.objects.get(email=address)
    # Two grants at once: the second counts the neighborhoods of the first.
    User.objects.select_for_update().get(pk=person.pk)
    assignment = WorkAssignment.objects.create(
        person=person,
        invited_as=f"{first_name} {last_name}".strip(),
        organization=clean_line(organization),
        function=clean_line(function),
        field=field,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=by,
    )
    assignment.neighborhoods.set(places)
    _record("worker_assigned", assignment, by, places)
    _settle(assignment, by, places)
    return assignment


def _settle(assignment: WorkAssignment, by: Any, places: list[Neighborhood]) -> None:
    """Lets new work hold where one officer is enough; else asks for a second one."""
    person = cast("User", assignment.person)
    if needs_second_officer(person=person, field=assignment.field, places=places, but=assignment):
        ask_second_officer(assignment=assignment, by=by)
        return
    assignment.approved_by, assignment.approved_at = by, clock.now()
    assignment.save(update_fields=["approved_by", "approved_at"])
    tell_worker(assignment=assignment, by=by)


@transaction.atomic
def change_worker(
    *,
    assignment: WorkAssignment,
    organization: str,
    function: str,
    field: str,
    neighborhoods: Iterable[Neighborhood],
    valid_from: dt.datetime,
    valid_until: dt.datetime | None,
    by: Any,
) -> WorkAssignment:
    """Changes what somebody does, where and until when; it holds from the next request on.

    Where a second officer has to agree, what held goes on holding and the change waits; then the
    waiting row is returned. A change that waited already gives way to this one.
    """
    places = list(neighborhoods)
    _check_not_self(assignment.person, by)
    _check(places, valid_from, valid_until)
    wanted = {
        "organization": clean_line(organization),
        "function": clean_line(function),
        "field": field,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    User.objects.select_for_update().get(pk=assignment.person_id)
    work = WorkAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if work.declined_at is not None or work.replaces_id is not None:
        raise AssignmentError(_("This can no longer be changed."))
    if localdate(work.valid_from) == localdate(valid_from):
        # The dashboard knows days alone: the same day is no change.
        wanted["valid_from"] = work.valid_from
    WorkAssignment.objects.waiting().filter(replaces=work).delete()
    if work.approved_at is None:
        # Whoever wrote it last cannot be the one who agrees.
        _write(work, wanted, places, granted_by=by)
        _record("worker_changed", work, by, places)
        _settle(work, by, places)
        return work
    needs_second = needs_second_officer(
        person=cast("User", work.person), field=field, places=places, but=work
    )
    if needs_second and not _only_takes_away(work, wanted, places):
        return _propose(work, wanted, places, by)
    leave_behind(work=work, places=places)
    _write(work, wanted, places)
    if work.valid_from > clock.now():
        tell_worker(assignment=work, by=by)
    _record("worker_changed", work, by, places)
    return work


def _write(
    work: WorkAssignment, wanted: dict[str, Any], places: list[Neighborhood], **more: Any
) -> None:
    facts = {**wanted, **more}
    for name, value in facts.items():
        setattr(work, name, value)
    work.save(update_fields=list(facts))
    work.neighborhoods.set(places)


def _propose(
    work: WorkAssignment, wanted: dict[str, Any], places: list[Neighborhood], by: Any
) -> WorkAssignment:
    change = WorkAssignment.objects.create(
        person=work.person, invited_as=work.invited_as, granted_by=by, replaces=work, **wanted
    )
    change.neighborhoods.set(places)
    _record("work_change_asked", change, by, places)
    ask_second_officer(assignment=change, by=by)
    return change


def _only_takes_away(
    work: WorkAssignment, wanted: dict[str, Any], places: list[Neighborhood]
) -> bool:
    """Whether nothing becomes more by the change: no place, no day, and no other function."""
    is_same = all(
        getattr(work, name) == wanted[name] for name in ("organization", "function", "field")
    )
    known = set(work.neighborhoods.values_list("pk", flat=True))
    until = wanted["valid_until"]
    is_no_longer = work.valid_until is None or (until is not None and until <= work.valid_until)
    return (
        is_same
        and {place.pk for place in places} <= known
        and wanted["valid_from"] >= work.valid_from
        and is_no_longer
    )


@transaction.atomic
def assign_moderator(
    *,
    person: User,
    neighborhoods: Iterable[Neighborhood],
    valid_from: dt.datetime,
    valid_until: dt.datetime | None,
    by: Any,
) -> ModeratorAssignment:
    """Lets somebody in the role of moderator handle what these neighborhoods flag."""
    places = list(neighborhoods)
    _check_not_self(person, by)
    _check(places, valid_from, valid_until)
    if not has_role(person, Role.MODERATION):
        raise AssignmentError(_("Only somebody in the role of moderator can moderate."))
    assignment = ModeratorAssignment.objects.create(
        person=person, valid_from=valid_from, valid_until=valid_until, granted_by=by
    )
    assignment.neighborhoods.set(places)
    _record("moderator_assigned", assignment, by, places)
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: WorkAssignment | ModeratorAssignment, by: Any
) -> WorkAssignment | ModeratorAssignment:
    """Ends the work now: the very next request of the person is refused.

    A change of it that waits ends with it; what waits itself is taken back, as it never held.
    """
    now = clock.now()
    if isinstance(assignment, WorkAssignment):
        # Somebody may agree to it in this very moment.
        work = WorkAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        WorkAssignment.objects.waiting().filter(replaces=work).delete()
        if work.approved_at is None:
            return _take_back(work, by)
        assignment = work
    if assignment.valid_until is None or assignment.valid_until > now:
        assignment.valid_until = now
        # Work that had not begun yet never begins.
        assignment.valid_from = min(assignment.valid_from, now)
        assignment.save(update_fields=["valid_from", "valid_until"])
        audit.record("assignment_ended", by=by, subject=assignment.person, target=assignment)
    return assignment


def _take_back(assignment: WorkAssignment, by: Any) -> WorkAssignment:
    if assignment.declined_at is None:
        audit.record("work_taken_back", by=by, subject=assignment.person, target=assignment)
        assignment.delete()
    return assignment


def _record(action: str, assignment: Any, by: Any, places: list[Neighborhood]) -> None:
    audit.record(
        action,
        by=by,
        subject=assignment.person,
        target=assignment,
        neighborhoods=sorted(place.pk for place in places),
    )
