"""What becomes of mails of which nobody knows whether they arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit import record
from core.errors import DomainError

from ..models import Delivery
from .sending import ask_for_turn

if TYPE_CHECKING:
    from accounts.models import User


class AlreadyResolved(DomainError):
    pass


@transaction.atomic
def send_again(*, delivery: Delivery, by: User) -> Delivery:
    """Sends an uncertain or given up mail once more, with the Message-ID it had.

    Policy and preference are asked again like for any mail.
    """
    now = clock.now()
    _resolve(delivery, state=Delivery.State.NEW, attempts=0, not_before=now, error="")
    record("delivery_send_again", by=by, target=delivery)
    ask_for_turn()
    return delivery


@transaction.atomic
def count_as_sent(*, delivery: Delivery, by: User) -> Delivery:
    """Takes an uncertain mail for delivered: somebody looked at the mail server's log."""
    _resolve(delivery, state=Delivery.State.SENT, sent_at=clock.now())
    record("delivery_count_as_sent", by=by, target=delivery)
    return delivery


def _resolve(delivery: Delivery, **values: object) -> None:
    # Two officers may press at once: only the first one finds it unresolved.
    if not Delivery.objects.unresolved().filter(pk=delivery.pk).update(**values):
        raise AlreadyResolved(_("Somebody else has already dealt with this mail."))
    delivery.refresh_from_db()
