"""What the page "My data" shows: what is kept and why, copies that are ready, and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import AuditEntry
from core.personal_rows import about_people

from ..policies import export_policy
from ..roles import Role
from ..services.staff_reads import ACTION, ADDRESS, SHARED_POST, WORKER

if TYPE_CHECKING:
    import datetime as dt

    from ..models import User

MOST_LOOKS = 100

READERS = {
    Role.ADMINISTRATION.value: gettext_lazy("An administrator of the municipality"),
    Role.COMMUNICATION.value: gettext_lazy("Somebody of communication of the municipality"),
    Role.PARTICIPATION.value: gettext_lazy("Somebody of participation of the municipality"),
    Role.CARE.value: gettext_lazy("Somebody of care of the municipality"),
    Role.MODERATION.value: gettext_lazy("A moderator"),
    WORKER: gettext_lazy("A neighborhood worker"),
}
WHAT = {
    ADDRESS: gettext_lazy("your address"),
    SHARED_POST: gettext_lazy("a post that you shared with the municipality"),
}


@dataclass(frozen=True)
class Kept:
    """One thing the portal keeps about people."""

    label: str
    purpose: str
    how_long: str


@dataclass(frozen=True)
class Look:
    """That staff looked at something of the person: when, in which role, at what. Never who."""

    at: dt.datetime
    reader: str
    what: str


def kept_data() -> list[Kept]:
    return [
        Kept(str(entry.label), str(entry.purpose), entry.how_long())
        for entry in about_people()
        if entry.label
    ]


def looks_at(person: User) -> list[Look]:
    rows = AuditEntry.objects.filter(subject=person.audit_id, action=ACTION).order_by("-at", "-pk")
    return [
        Look(
            at=row.at,
            reader=str(READERS.get(row.facts.get("role"), _("Somebody of the municipality"))),
            what=str(WHAT.get(row.facts.get("what"), "")),
        )
        for row in rows[:MOST_LOOKS]
    ]


def context_for(person: User) -> dict[str, Any]:
    exports = export_policy.allowed(person, "view").order_by("-asked_at")
    return {
        "exports": [export for export in exports if export.state == "ready"],
        "is_being_made": any(export.state == "new" for export in exports),
        "looks": looks_at(person),
        "kept": kept_data(),
    }
