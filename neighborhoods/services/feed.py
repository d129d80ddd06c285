"""Puts things into feeds and takes them out; campaigns and surveys use it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import targets

from ..models import FeedEntry, Membership

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


def mark_seen(*, membership_id: int | None, seen_at: dt.datetime | None, to: dt.datetime) -> None:
    """Remembers up to where the member has seen the feed; never goes back, and a worker has none."""
    if membership_id is not None and (seen_at is None or to > seen_at):
        Membership.objects.filter(pk=membership_id).update(feed_seen_at=to)
