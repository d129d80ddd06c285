"""Sets of this app's rows, named once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from core import clock

if TYPE_CHECKING:
    import datetime as dt

    from core.policies import Person

# A notice or a mail that failed this often is given up and listed.
MAX_ATTEMPTS = 5
# What the badge in the header shows at most.
MOST_COUNTED = 99


class NoticeQuerySet(models.QuerySet[Any]):
    def open(self) -> NoticeQuerySet:
        """Not told to everybody yet, not taken back, not given up."""
        return self.filter(expanded_at=None, cancelled_at=None, attempts__lt=MAX_ATTEMPTS)

    def due(self) -> NoticeQuerySet:
        return self.open().filter(not_before__lte=clock.now())

    def not_poked_since(self, moment: dt.datetime) -> NoticeQuerySet:
        """No job was queued for it since then, so the last one is taken for lost."""
        return self.filter(Q(poked_at=None) | Q(poked_at__lte=moment))


class DeliveryQuerySet(models.QuerySet[Any]):
    def inbox_of(self, person: Person) -> DeliveryQuerySet:
        """The lines in the person's inbox; none for somebody who is not signed in or not active."""
        if not (person.is_authenticated and person.is_active):
            return self.none()
        return self.filter(recipient=person.pk, channel="inbox", state="sent")

    def unread(self) -> DeliveryQuerySet:
        return self.filter(read_at=None)

    def read(self) -> DeliveryQuerySet:
        return self.filter(read_at__isnull=False)

    def mail_due(self) -> DeliveryQuerySet:
        """Mails whose moment has come, oldest first."""
        rows = self.filter(channel="email", state="new", not_before__lte=clock.now())
        return rows.order_by("not_before", "id")

    def lease_over(self) -> DeliveryQuerySet:
        """Claimed, and never heard of again: whoever sent it died on the way."""
        return self.filter(state="sending", lease_until__lte=clock.now())

    def unresolved(self) -> DeliveryQuerySet:
        """Mails of which nobody knows whether they arrived, and those that were given up."""
        return self.filter(channel="email", state__in=["uncertain", "dead"])


def unread_count(person: Person) -> int:
    """How many inbox lines the person has not read, counted to 99; one indexed query."""
    from .models import Delivery

    return Delivery.objects.inbox_of(person).unread()[:MOST_COUNTED].count()
