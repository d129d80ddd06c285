"""What the dashboard shows of neighborhood workers, and of what waits for a second officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import clock

from .policies import work_assignment_policy

if TYPE_CHECKING:
    from accounts.models import User

    from .forms.work import WorkFilterForm
    from .models import WorkAssignment

PAGE = 50


@dataclass
class Row:
    """One line of the list; what the person may do with it."""

    work: WorkAssignment
    state: str
    may_decide: bool
    may_change: bool
    may_end: bool
    is_mine: bool


@dataclass(frozen=True)
class Fact:
    """One line of what would hold; ``before`` is what holds now, where it is something else."""

    label: str
    after: str
    before: str = ""


def read_workers(person: User, wanted: WorkFilterForm, page: str) -> Page[Any]:
    """A page of work, what waits first, then the last begun; each line as a ``Row``."""
    rows: Any = wanted.narrow(work_assignment_policy.allowed(person, "manage"))
    decidable = set(work_assignment_policy.allowed(person, "decide").values_list("pk", flat=True))
    waits_first = rows.select_related("replaces").prefetch_related("neighborhoods").in_order()
    found = Paginator(waits_first, PAGE).get_page(page)
    found.object_list = [_row(work, person, work.pk in decidable) for work in found.object_list]
    return found


def _row(work: WorkAssignment, person: User, may_decide: bool) -> Row:
    state = state_of(work)
    return Row(
        work=work,
        state=state,
        may_decide=may_decide,
        may_change=state != "declined" and work.replaces_id is None,
        may_end=state not in ("ended", "declined"),
        is_mine=work.granted_by_id == person.pk,
    )


def state_of(work: WorkAssignment) -> str:
    """One of the names of ``forms.work.STATES``."""
    now = clock.now()
    if work.declined_at is not None:
        return "declined"
    if work.approved_at is None:
        return "waiting"
    if work.valid_until is not None and work.valid_until <= now:
        return "ended"
    return "planned" if work.valid_from > now else "current"


def facts_of(work: WorkAssignment) -> list[Fact]:
    """What is asked, line by line, beside what holds where it is a change."""
    before = dict(_words(work.replaces)) if work.replaces is not None else {}
    return [
        Fact(label, after, before[label] if before.get(label, after) != after else "")
        for label, after in _words(work)
    ]


def _words(work: WorkAssignment) -> list[tuple[str, str]]:
    last_day = work.last_day
    return [
        (_("Organization"), work.organization),
        (_("Function"), work.function),
        (_("Field of work"), work.get_field_display()),
        (_("Neighborhoods"), ", ".join(each.name for each in work.neighborhoods.all())),
        (_("First day"), date_format(localtime(work.valid_from))),
        (_("Last day"), date_format(localtime(last_day)) if last_day else _("no last day")),
    ]
