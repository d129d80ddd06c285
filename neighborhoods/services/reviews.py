"""The town looks again at members who came in on somebody's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from core import audit
from notifications.services import notify

from ..models import Membership
from ..policies import chain_policy
from .admission import end_membership
from .hosts import NotPossibleNow

if TYPE_CHECKING:
    from accounts.models import User


def _locked(membership: Membership, by: Any) -> Membership:
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("person", "neighborhood")
        .get(pk=membership.pk)
    )
    if not chain_policy.allows(by, "review", row):
        raise NotPossibleNow
    return row


@transaction.atomic
def keep_member(*, membership: Membership, by: User) -> Membership:
    """The town looked and found nothing wrong. The next removal up the chain asks again."""
    row = _locked(membership, by)
    row.review_since = None
    row.save(update_fields=["review_since"])
    audit.record("member_kept", by=by, subject=row.person, target=row)
    return row


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> Membership:
    """The town ends a membership after looking again, and looks at whoever rests on it next."""
    row = _locked(membership, by)
    ended = end_membership(membership=row, by=by, state=Membership.State.REMOVED)
    notify(kind="membership_removed", target=ended, by=by)
    return ended
