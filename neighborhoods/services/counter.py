"""What holds at the counter beside the one door: who decides alone, what a no may say, who greets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, has_role
from accounts.services import record_staff_reads
from accounts.services.staff_reads import ADDRESS
from core import audit
from core.errors import DomainError
from notifications.services import notify

from ..models import Membership
from . import chain
from .move_limit import needs_counter

if TYPE_CHECKING:
    from accounts.models import User


def may_decide_now(*, waiting: Membership, by: Any) -> bool:
    """Whether ``by`` alone lets the person in; else ``by`` is noted as the first of two.

    Whom the town removed takes two administrators, who moves too often one; a worker outside checks
    neither. Part of the caller's transaction; raises ``DomainError``.
    """
    was_removed = Membership.objects.removed_before().filter(pk=waiting.pk).exists()
    if not has_role(by, Role.ADMINISTRATION):
        if was_removed or needs_counter(waiting.person, waiting.neighborhood):
            raise DomainError(_("This person is checked at the town hall."))
        return True
    if not was_removed:
        return True
    if waiting.proposed_by_id == by.pk:
        raise DomainError(_("Another administrator must confirm this."))
    if waiting.proposed_by_id is not None:
        return True
    waiting.proposed_by = by
    waiting.save(update_fields=["proposed_by"])
    audit.record("member_proposed", by=by, subject=waiting.person, target=waiting)
    return False


def check_refusal(*, waiting: Membership, reason: str, words: str) -> None:
    """A no has a reason, and its words name no neighbor who answered. Raises ``DomainError``."""
    if reason not in Membership.Refusal.values:
        raise ValueError("A refusal needs a reason.")
    if reason == Membership.Refusal.OTHER and not words:
        raise DomainError(_("Tell the person why, in your own words."))
    if chain.names_a_voucher(waiting, words):
        raise DomainError(
            _("Leave out the names of neighbors: the person must not learn who said what.")
        )


def note_address_read(*, membership: Membership, by: User) -> None:
    """Keeps that ``by`` looked at the house number of somebody who waits."""
    audit.record("address_read", by=by, subject=membership.person, target=membership)
    # What the person sees of it, on the page "My data".
    record_staff_reads(by=by, what=ADDRESS, things=[(membership.person, membership)])


def tell_hosts(*, kind: str, membership: Membership, by: Any) -> None:
    """A notice for the hosts of the neighborhood, where there are any and the person is new there."""
    place = membership.neighborhood_id
    lives_there = Membership.objects.active().filter(
        person=membership.person_id, neighborhood=place
    )
    if lives_there.exclude(pk=membership.pk).exists():
        return
    if Membership.objects.hosts().filter(neighborhood=place).exists():
        notify(kind=kind, target=membership, occasion=str(place), by=by)
