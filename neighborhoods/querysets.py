"""Sets of this app's rows, named once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from core import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.policies import Person


class NeighborhoodQuerySet(models.QuerySet[Any]):
    def around(self, *, longitude: float, latitude: float) -> NeighborhoodQuerySet:
        """Neighborhoods whose bounding box holds the point (degrees, WGS84)."""
        return self.filter(
            west__lte=longitude, east__gte=longitude, south__lte=latitude, north__gte=latitude
        )


class AddressQuerySet(models.QuerySet[Any]):
    def in_order(self) -> AddressQuerySet:
        return self.order_by("street", "number", "box")


class MembershipQuerySet(models.QuerySet[Any]):
    def active(self) -> MembershipQuerySet:
        return self.filter(state="active")

    def pending(self) -> MembershipQuerySet:
        return self.filter(state="pending")

    def of(self, person: Person) -> MembershipQuerySet:
        """The person's own, and none for somebody who is not signed in or not active."""
        if not (person.is_authenticated and person.is_active):
            return self.none()
        return self.filter(person=person.pk)


class AssignmentQuerySet(models.QuerySet[Any]):
    def current(self) -> AssignmentQuerySet:
        """Assignments that hold at this moment; the end itself is no longer inside."""
        now = clock.now()
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=now), valid_from__lte=now)

    def of(self, person: Person) -> AssignmentQuerySet:
        if not (person.is_authenticated and person.is_active):
            return self.none()
        return self.filter(person=person.pk)


class PostQuerySet(models.QuerySet[Any]):
    def live(self) -> PostQuerySet:
        return self.filter(state="live")

    def visible(self) -> PostQuerySet:
        """Live, and past the seconds in which the author may still take it back."""
        return self.live().filter(visible_from__lte=clock.now())

    def for_cards(self) -> PostQuerySet:
        """Everything a card shows of a post, in a fixed number of queries."""
        return self.select_related("author__photo", "entered_by", "help_request__helper")


class ReplyQuerySet(models.QuerySet[Any]):
    def live(self) -> ReplyQuerySet:
        return self.filter(state="live")

    def for_thread(self) -> ReplyQuerySet:
        return self.select_related("author__photo").order_by("id")


class FeedEntryQuerySet(models.QuerySet[Any]):
    def visible(self) -> FeedEntryQuerySet:
        """Live, begun and not expired."""
        now = clock.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), state="live", visible_from__lte=now)

    def of_kinds(self, kinds: Iterable[str]) -> FeedEntryQuerySet:
        return self.filter(kind__in=list(kinds))

    def newest_first(self) -> FeedEntryQuerySet:
        return self.order_by("-visible_from", "-id")
