"""Stores residents' photos, hangs them on what they belong to, and removes them."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from core import clock, targets
from core.errors import DomainError
from core.models import PrivatePhoto
from core.tasks import sweeping
from core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model, QuerySet

    from core.photos import Photo

logger = logging.getLogger(__name__)

MONTH = dt.timedelta(days=30)
MOST_BYTES_A_MONTH = 200 * 1024 * 1024
# An upload whose post was never sent goes after this.
LOOSE_FOR = dt.timedelta(days=1)
SWEPT_AT_ONCE = 200


class OverQuota(DomainError):
    """The person stored as much as a month allows."""


def store_photos(
    *,
    photos: Sequence[tuple[Photo, str]],
    by: Any,
    target: Model | None = None,
    first_position: int = 0,
) -> list[PrivatePhoto]:
    """Keeps photos with what they show (alt text); raises ``OverQuota``.

    They hang on ``target``, or on nothing yet: then only their owner sees them.
    """
    if not photos:
        return []
    now = clock.now()
    stored = PrivatePhoto.objects.filter(owner=by, created_at__gt=now - MONTH)
    used = stored.aggregate(total=Sum("bytes"))["total"] or 0
    if used + sum(len(p.full) + len(p.small) for p, _alt in photos) > MOST_BYTES_A_MONTH:
        raise OverQuota(_("You added very many photos this month. Try again in a few days."))
    rows = [_row(photo, alt, by, now) for photo, alt in photos]
    if target is not None:
        _place(rows, target, first_position)
    try:
        return PrivatePhoto.objects.bulk_create(rows)
    except Exception:
        _remove_files(rows)
        raise


def _row(photo: Photo, alt: str, by: Any, now: dt.datetime) -> PrivatePhoto:
    row = PrivatePhoto(
        owner=by,
        alt=clean_line(alt)[:200],
        width=photo.width,
        height=photo.height,
        bytes=len(photo.full) + len(photo.small),
        created_at=now,
    )
    row.full.save("full.jpg", ContentFile(photo.full), save=False)
    row.small.save("small.jpg", ContentFile(photo.small), save=False)
    return row


def attach_photos(*, photos: Sequence[PrivatePhoto], target: Model) -> None:
    """Hangs photos on ``target`` in this order; whoever may see the target may now see them."""
    if not photos:
        return
    _place(photos, target, 0)
    PrivatePhoto.objects.bulk_update(photos, ["target_kind", "target_id", "position", "alt"])


def _place(photos: Sequence[PrivatePhoto], target: Model, first_position: int) -> None:
    kind = targets.kind_of(target)
    for position, photo in enumerate(photos, first_position):
        photo.target_kind, photo.target_id, photo.position = kind, target.pk, position


def detach_photos(*, target: Model) -> list[PrivatePhoto]:
    """Takes the photos off ``target``; they are their owner's uploads again."""
    photos = list(photos_of(target))
    PrivatePhoto.objects.filter(pk__in=[photo.pk for photo in photos]).update(
        target_kind="", target_id=None
    )
    return photos


def photos_of(target: Model) -> QuerySet[PrivatePhoto]:
    return PrivatePhoto.objects.filter(
        target_kind=targets.kind_of(target), target_id=target.pk
    ).order_by("position", "id")


def remove_photos(photos: Iterable[PrivatePhoto]) -> None:
    """Deletes photos and, once that is certain, their files."""
    rows = list(photos)
    if not rows:
        return
    PrivatePhoto.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: _remove_files(rows))


def _remove_files(rows: Iterable[PrivatePhoto]) -> None:
    for row in rows:
        for file in (row.full, row.small):
            if not file.name:
                continue
            try:
                file.storage.delete(file.name)
            except OSError:
                logger.exception("A photo's file could not be deleted")


def sweep_loose_photos(**_signal: Any) -> None:
    """Removes uploads that were never sent; run by the sweeper."""
    loose = PrivatePhoto.objects.filter(
        target_kind="", created_at__lt=clock.now() - LOOSE_FOR
    ).exclude(pk__in=_portraits())
    with transaction.atomic():
        remove_photos(loose[:SWEPT_AT_ONCE])


def _portraits() -> QuerySet[Any]:
    """Photos that are a person's portrait hang on the person, not on a target."""
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.filter(photo__isnull=False).values("photo")


sweeping.connect(sweep_loose_photos, dispatch_uid="loose photos")
