"""Sets of this app's rows, named once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from core import clock

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from core.keyset import Mark
    from core.policies import Person


def thanked(kind: str, person: Person) -> Exists:
    """Whether the person said thanks for the row."""
    from .models import Reaction

    return Exists(
        Reaction.objects.filter(target_kind=kind, target_id=OuterRef("pk"), person=person.pk)
    )


def work_of_author(neighborhood: str) -> dict[str, Subquery]:
    """Function and organization where the author works in the row's neighborhood at this moment."""
    from .models import WorkAssignment

    current = (
        WorkAssignment.objects.current()
        .filter(person=OuterRef("author"), neighborhoods=OuterRef(neighborhood))
        .order_by("pk")
    )
    return {
        "work_function": Subquery(current.values("function")[:1]),
        "work_organization": Subquery(current.values("organization")[:1]),
    }


class NeighborhoodQuerySet(models.QuerySet[Any]):
    def with_permissions(self, person: Person, *actions: str) -> NeighborhoodQuerySet:
        """``can_<action>`` for each action, in the same query."""
        from .policies import neighborhood_policy

        return self.annotate(
            **{
                f"can_{action}": Exists(
                    neighborhood_policy.allowed(person, action).filter(pk=OuterRef("pk"))
                )
                for action in actions
            }
        )

    def for_header(self, person: Person) -> NeighborhoodQuerySet:
        """The home first, then by name, with what every page of a neighborhood asks of it.

        ``home_id`` is the person's membership there (None for a worker), ``seen_at`` what the
        member has seen of the feed, ``has_pinned`` whether something stands on top of it.
        """
        from .models import FeedEntry, Membership

        home = Membership.objects.active().of(person).filter(neighborhood=OuterRef("pk"))
        pinned = FeedEntry.objects.visible().pinned().filter(neighborhood=OuterRef("pk"))
        return (
            self.defer("boundary")
            .annotate(
                home_id=Subquery(home.values("pk")[:1]),
                seen_at=Subquery(home.values("feed_seen_at")[:1]),
                has_pinned=Exists(pinned),
            )
            .order_by(F("home_id").asc(nulls_last=True), "name", "pk")
        )

    def around(self, *, longitude: float, latitude: float) -> NeighborhoodQuerySet:
        """Neighborhoods whose bounding box holds the point (degrees, WGS84)."""
        return self.filter(
            west__lte=longitude, east__gte=longitude, south__lte=latitude, north__gte=latitude
        )


class AddressQuerySet(models.QuerySet[Any]):
    def in_order(self) -> AddressQuerySet:
        return self.order_by("street", "number", "box")


class MembershipQuerySet(models.QuerySet[Any]):
    def in_order(self) -> MembershipQuerySet:
        return self.order_by("person__first_name", "person__last_name", "pk")

    def after(self, membership: Any) -> MembershipQuerySet:
        """What comes after that membership in the order of ``in_order``."""
        first, last = membership.person.first_name, membership.person.last_name
        return self.filter(
            Q(person__first_name__gt=first)
            | Q(person__first_name=first, person__last_name__gt=last)
            | Q(person__first_name=first, person__last_name=last, pk__gt=membership.pk)
        )

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

    def for_cards(self, person: Person) -> PostQuerySet:
        """Everything a card shows of a post, in one query; ``person`` is who looks at it.

        ``is_thanked`` is the person's own thanks; ``work_function`` and ``work_organization`` are
        set where the author works in the post's neighborhood at this moment.
        """
        from . import kinds

        return (
            self.select_related("author", "neighborhood", *kinds.details())
            .defer("neighborhood__boundary", "author__password", "author__about")
            .annotate(
                is_thanked=thanked("post", person),
                **work_of_author("neighborhood"),
            )
        )

    def with_permissions(self, person: Person, *actions: str) -> PostQuerySet:
        """``can_<action>`` for each action, in the same query."""
        from .policies import post_policy

        return self.annotate(
            **{
                f"can_{action}": Exists(
                    post_policy.allowed(person, action).filter(pk=OuterRef("pk"))
                )
                for action in actions
            }
        )

    def with_open_flags(self, person: Person) -> PostQuerySet:
        """Only where a flag waits for a decision that ``person`` may take, on the post or a reply.

        What they flagged themselves waits for another moderator.

        ``flagged_at`` is the moment of the oldest of those flags, ``open_flags`` how many there are.
        """
        from .models import Flag, Reply

        # The own reply is for another moderator, so its flags are none of this person's.
        replies = Reply.objects.filter(post=OuterRef(OuterRef("pk"))).exclude(author=person.pk)
        waiting = Flag.objects.filter(
            Q(target_kind="post", target_id=OuterRef("pk"))
            | Q(target_kind="reply", target_id__in=replies.values("pk")),
            decision=None,
        ).exclude(flagged_by=person.pk)
        number = waiting.order_by().values("neighborhood").annotate(number=Count("pk"))
        return self.annotate(
            flagged_at=Subquery(waiting.order_by("created_at").values("created_at")[:1]),
            open_flags=Subquery(number.values("number")),
        ).filter(flagged_at__isnull=False)


class ReplyQuerySet(models.QuerySet[Any]):
    def live(self) -> ReplyQuerySet:
        return self.filter(state="live")

    def for_thread(self) -> ReplyQuerySet:
        return self.order_by("id")

    def for_cards(self, person: Person) -> ReplyQuerySet:
        """Everything a reply shows, in one query; see ``PostQuerySet.for_cards``."""
        return (
            self.select_related("author")
            .defer("author__password", "author__about")
            .annotate(is_thanked=thanked("reply", person), **work_of_author("post__neighborhood"))
        )

    def not_flagged_by(self, person: Person) -> ReplyQuerySet:
        """Without what the person flagged: it is hidden for them at once."""
        from .models import Flag

        mine = Flag.objects.filter(
            target_kind="reply", target_id=OuterRef("pk"), flagged_by=person.pk
        )
        return self.exclude(Exists(mine))

    def after(self, public_id: uuid.UUID) -> ReplyQuerySet:
        """What came after that reply of the same list."""
        return self.filter(pk__gt=self._place(public_id))

    def at(self, public_id: uuid.UUID) -> ReplyQuerySet:
        """That reply and what came after it."""
        return self.filter(pk__gte=self._place(public_id))

    def _place(self, public_id: uuid.UUID) -> Subquery:
        return Subquery(self.model.objects.filter(public_id=public_id).values("pk"))


class FeedEntryQuerySet(models.QuerySet[Any]):
    def visible(self) -> FeedEntryQuerySet:
        """Live, begun and not expired."""
        now = clock.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), state="live", visible_from__lte=now
        )

    def of_kinds(self, kinds: Iterable[str]) -> FeedEntryQuerySet:
        return self.filter(kind__in=list(kinds))

    def pinned(self) -> FeedEntryQuerySet:
        return self.filter(pinned_until__gt=clock.now())

    def not_pinned(self) -> FeedEntryQuerySet:
        return self.filter(Q(pinned_until=None) | Q(pinned_until__lte=clock.now()))

    def not_flagged_by(self, person: Person) -> FeedEntryQuerySet:
        """Without what the person flagged: it is hidden for them at once."""
        from .models import Flag

        mine = Flag.objects.filter(
            target_kind=OuterRef("target_kind"),
            target_id=OuterRef("target_id"),
            flagged_by=person.pk,
        )
        return self.exclude(Exists(mine))

    def before(self, mark: Mark) -> FeedEntryQuerySet:
        """What stands below the marked line."""
        below = Q(visible_from__lt=mark.moment) | Q(visible_from=mark.moment, pk__lt=mark.pk)
        # The first condition says the same less exactly, and lets the index find the place.
        return self.filter(visible_from__lte=mark.moment).filter(below)

    def newest_first(self) -> FeedEntryQuerySet:
        return self.order_by("-visible_from", "-id")
