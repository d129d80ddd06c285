"""Members who greet newcomers: they ask, an administrator decides, both can end it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.errors import DomainError
from notifications.services import notify

from ..models import Membership
from ..policies import host_policy

if TYPE_CHECKING:
    from accounts.models import User


class NotPossibleNow(DomainError):
    """Somebody else decided first, or the person lives there no more."""

    def __init__(self) -> None:
        super().__init__(_("This has changed in the meantime. Look at the page again."))


def _locked(membership: Membership, by: Any, action: str) -> Membership:
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("person", "neighborhood")
        .get(pk=membership.pk)
    )
    if not host_policy.allows(by, action, row):
        raise NotPossibleNow
    return row


@transaction.atomic
def ask_to_host(*, membership: Membership, by: User) -> Membership:
    """The member wants to greet newcomers; it opens nothing until an administrator says yes."""
    row = _locked(membership, by, "ask")
    row.host_asked_at = clock.now()
    row.save(update_fields=["host_asked_at"])
    audit.record("host_asked", by=by, subject=by, target=row)
    return row


@transaction.atomic
def stop_hosting(*, membership: Membership, by: User) -> Membership:
    """The member takes the question back, or is no host any more from the next request on."""
    row = _locked(membership, by, "stop")
    return _end(row, by)


@transaction.atomic
def make_host(*, membership: Membership, by: Any) -> Membership:
    """An administrator says yes to a member who asked."""
    row = _locked(membership, by, "decide")
    row.host_since, row.host_asked_at = clock.now(), None
    row.save(update_fields=["host_since", "host_asked_at"])
    notify(kind="host_made", target=row, occasion=row.host_since.isoformat(), by=by)
    audit.record("host_made", by=by, subject=row.person, target=row)
    return row


@transaction.atomic
def refuse_host(*, membership: Membership, by: Any) -> Membership:
    """An administrator says no; the member is told, and may ask again later."""
    row = _locked(membership, by, "decide")
    asked_at = row.host_asked_at
    row.host_asked_at = None
    row.save(update_fields=["host_asked_at"])
    occasion = asked_at.isoformat() if asked_at else ""
    notify(kind="host_refused", target=row, occasion=occasion, by=by)
    audit.record("host_refused", by=by, subject=row.person, target=row)
    return row


@transaction.atomic
def end_host(*, membership: Membership, by: Any) -> Membership:
    """An administrator ends it; the member stays a member and is told."""
    row = _locked(membership, by, "end")
    since = row.host_since.isoformat() if row.host_since else ""
    _end(row, by)
    notify(kind="host_ended", target=row, occasion=since, by=by)
    return row


def _end(row: Membership, by: Any) -> Membership:
    row.host_since = row.host_asked_at = None
    row.save(update_fields=["host_since", "host_asked_at"])
    audit.record("host_ended", by=by, subject=row.person, target=row)
    return row
