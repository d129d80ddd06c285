"""Gives people work in neighborhoods and takes it away; the only writer of assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User, normalise_email
from accounts.roles import Role, has_role
from accounts.services import EmailTaken, create_person
from core import audit, clock
from core.errors import DomainError
from notifications.services import notify

from ..models import ModeratorAssignment, WorkAssignment

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
    neighborhoods: Iterable[Neighborhood],
    valid_from: dt.datetime,
    valid_until: dt.datetime | None,
    by: Any,
    language: str = "nl",
) -> WorkAssignment:
    """Makes somebody a neighborhood worker, with a new account where the address has none.

    An address that has an account keeps its name and everything else, and the dashboard shows the
    name as it was typed here: the answer never tells whether a resident has that address.
    """
    places = list(neighborhoods)
    _check(places, valid_from, valid_until)
    address = normalise_email(email)
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
    assignment = WorkAssignment.objects.create(
        person=person,
        invited_as=f"{first_name} {last_name}".strip(),
        organization=organization,
        function=function,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=by,
    )
    assignment.neighborhoods.set(places)
    notify(kind="worker_invited", target=assignment, by=by)
    _record("worker_assigned", assignment, by, places)
    return assignment


@transaction.atomic
def change_worker(
    *,
    assignment: WorkAssignment,
    organization: str,
    function: str,
    neighborhoods: Iterable[Neighborhood],
    valid_from: dt.datetime,
    valid_until: dt.datetime | None,
    by: Any,
) -> WorkAssignment:
    """Changes where and until when somebody works; it holds from the next request on."""
    places = list(neighborhoods)
    _check_not_self(assignment.person, by)
    _check(places, valid_from, valid_until)
    assignment.organization, assignment.function = organization, function
    assignment.valid_from, assignment.valid_until = valid_from, valid_until
    assignment.save(update_fields=["organization", "function", "valid_from", "valid_until"])
    assignment.neighborhoods.set(places)
    _record("worker_changed", assignment, by, places)
    return assignment


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
    """Ends the work now: the very next request of the person is refused."""
    now = clock.now()
    if assignment.valid_until is None or assignment.valid_until > now:
        assignment.valid_until = now
        # Work that had not begun yet never begins.
        assignment.valid_from = min(assignment.valid_from, now)
        assignment.save(update_fields=["valid_from", "valid_until"])
        audit.record("assignment_ended", by=by, subject=assignment.person, target=assignment)
    return assignment


def _record(action: str, assignment: Any, by: Any, places: list[Neighborhood]) -> None:
    audit.record(
        action,
        by=by,
        subject=assignment.person,
        target=assignment,
        neighborhoods=sorted(place.pk for place in places),
    )
