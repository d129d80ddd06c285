"""Puts things into feeds and takes them out; campaigns and surveys use it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import clock, targets

from ..models import FeedEntry, Membership, WorkVisit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import Model

    from ..models import Neighborhood


def put_in_feeds(
    *,
    target: Model,
    kind: str,
    neighborhoods: Iterable[Neighborhood],
    visible_from: dt.datetime,
    author: Any = None,
    hidden_from_workers: bool = False,
    open_nearby: bool = False,
    expires_at: dt.datetime | None = None,
    pinned_until: dt.datetime | None = None,
    is_new: bool = False,
) -> None:
    """Makes ``target`` stand in exactly these neighborhoods' feeds; called again it only changes dates.

    ``is_new``: it stands in none yet, so there is nothing to take away.
    """
    target_kind = targets.kind_of(target)
    wanted = [neighborhood.pk for neighborhood in neighborhoods]
    if not is_new:
        rows = FeedEntry.objects.filter(target_kind=target_kind, target_id=target.pk)
        rows.exclude(neighborhood__in=wanted).delete()
    FeedEntry.objects.bulk_create(
        [
            FeedEntry(
                neighborhood_id=pk,
                kind=kind,
                target_kind=target_kind,
                target_id=target.pk,
                author=author,
                hidden_from_workers=hidden_from_workers,
                open_nearby=open_nearby,
                state=FeedEntry.State.LIVE,
                visible_from=visible_from,
                expires_at=expires_at,
                pinned_until=pinned_until,
            )
            for pk in wanted
        ],
        update_conflicts=True,
        unique_fields=["neighborhood", "target_kind", "target_id"],
        update_fields=["state", "visible_from", "expires_at", "pinned_until"],
    )


def set_feed_state(*, target: Model, state: str) -> None:
    """Shows or hides ``target`` in every feed it stands in."""
    FeedEntry.objects.filter(target_kind=targets.kind_of(target), target_id=target.pk).update(
        state=state
    )


def remove_from_feeds(*, target: Model) -> None:
    FeedEntry.objects.filter(target_kind=targets.kind_of(target), target_id=target.pk).delete()


def mark_seen(*, person: Any, neighborhood: Any, to: dt.datetime | None) -> None:
    """Remembers up to where a member or a worker has seen the feed; it never goes back.

    ``neighborhood`` is one of ``doors.neighborhoods_of``. A worker has seen an empty feed (``to``
    None) too: then the page with all workplaces no longer says that it was never looked at.
    """
    seen_at = neighborhood.seen_at
    if to is None and seen_at is None and neighborhood.home_id is None:
        to = clock.now()
    if to is None or (seen_at is not None and to <= seen_at):
        return
    if neighborhood.home_id is not None:
        Membership.objects.filter(pk=neighborhood.home_id).update(feed_seen_at=to)
    elif neighborhood.can_post_on_behalf:
        mark_visit(person=person, neighborhood=neighborhood, to=to)


def mark_visit(*, person: Any, neighborhood: Neighborhood, to: dt.datetime) -> None:
    """Remembers up to where a worker has seen the feed of a neighborhood."""
    WorkVisit.objects.bulk_create(
        [WorkVisit(person=person, neighborhood=neighborhood, seen_at=to)],
        update_conflicts=True,
        unique_fields=["person", "neighborhood"],
        update_fields=["seen_at"],
    )
