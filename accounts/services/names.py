"""Names that sound like an office wait here until somebody of the town has looked at them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.errors import DomainError

from .. import names
from ..models import NameRequest, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


# How long the page says that a name was refused, to somebody who kept the old one.
TOLD_FOR = dt.timedelta(days=30)


class NameDecided(DomainError):
    """Somebody else decided first, or the person took another name meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This name is not waiting any more."))


class NameNotChecked(DomainError):
    """The person's name sounds like an office and nobody has looked at it yet; they go on waiting."""

    def __init__(self) -> None:
        super().__init__(_("The town has to look at this name first."))


def is_settled(person: User) -> bool:
    """Whether the person's name may be shown to neighbors: ordinary, or approved as it stands."""
    if not names.sounds_official(person.first_name, person.last_name):
        return True
    return _approved(person).exists()


def _approved(person: User) -> QuerySet[NameRequest]:
    return NameRequest.objects.filter(
        person=person, is_approved=True, first_name=person.first_name, last_name=person.last_name
    )


def name_request_of(person: User) -> NameRequest | None:
    """What the person has to be told about their name: it waits, or it was refused of late."""
    last = NameRequest.objects.filter(person=person).order_by("-pk").first()
    if last is None or last.is_approved:
        return None
    is_news = last.decided_at is None or last.decided_at > clock.now() - TOLD_FOR
    return last if is_news or not is_settled(person) else None


@transaction.atomic
def ask_for_name(*, person: User, by: Any, first_name: str, last_name: str) -> NameRequest:
    """Lets a name wait for the town; the same name again changes nothing, decided or not."""
    User.objects.select_for_update().get(pk=person.pk)
    asked = {"first_name": first_name, "last_name": last_name}
    same = NameRequest.objects.filter(person=person, **asked).order_by("-pk").first()
    if same is not None and not same.is_approved:
        return same
    drop_requests(person=person)
    request = NameRequest.objects.create(person=person, asked_at=clock.now(), **asked)
    audit.record("name_asked", by=by, subject=person, target=request)
    return request


def drop_requests(*, person: User) -> None:
    """The person goes by another name now: nobody has to decide, and what was refused is history."""
    NameRequest.objects.filter(person=person).exclude(is_approved=True).delete()


@transaction.atomic
def decide_name(
    *, request: NameRequest, by: Any, is_approved: bool, reason: str = ""
) -> NameRequest:
    """Approves a name, which is the person's from now on, or refuses it and says why.

    Raises ``NameDecided`` when it no longer waits.
    """
    row = (
        NameRequest.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=request.pk, decided_at=None)
        .first()
    )
    if row is None:
        raise NameDecided
    if row.person_id == by.pk:
        raise DomainError(_("Somebody else must decide about your own name."))
    row.decided_at, row.decided_by, row.is_approved = clock.now(), by, is_approved
    row.reason = "" if is_approved else reason
    row.save(update_fields=["decided_at", "decided_by", "is_approved", "reason"])
    if is_approved:
        person = row.person
        person.first_name, person.last_name = row.first_name, row.last_name
        person.save(update_fields=["first_name", "last_name"])
    audit.record(
        "name_approved" if is_approved else "name_refused", by=by, subject=row.person, target=row
    )
    return row
