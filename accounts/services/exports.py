"""Makes a person's own copy of their data, and removes it."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit, clock, events
from core.errors import DomainError
from core.limits import Limit
from core.tasks import enqueue_on_commit

from ..models import DataExport
from ..my_data.archive import write_archive
from ..my_data.models import LASTS, export_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import User

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60
A_DAY = Limit("data_export", 3, DAY)
LATE_AFTER = dt.timedelta(minutes=2)


class TooManyExports(DomainError):
    """The person had three copies made today."""


def ask_export(*, person: User, by: User) -> DataExport:
    """Has a copy made by a job; while one is being made it is that one. Raises ``TooManyExports``."""
    if by.pk != person.pk:
        raise DomainError(_("Only the person can ask this."))
    being_made = DataExport.objects.filter(person=person, state=DataExport.State.NEW)
    if (running := being_made.first()) is not None:
        return running
    if not A_DAY.take(str(person.pk)):
        raise TooManyExports(_("You asked for three copies today. Ask again tomorrow."))
    try:
        with transaction.atomic():
            export = DataExport.objects.create(person=person, asked_at=clock.now())
            audit.record("export_asked", by=by, subject=person)
            enqueue_on_commit(make_export, export.pk)
    except IntegrityError:
        # Two clicks at once: the other one was first.
        return being_made.get()
    return export


def make_export(pk: int) -> None:
    """Writes the file of a copy that was asked for; again it makes the same file anew."""
    waiting = DataExport.objects.filter(pk=pk, state=DataExport.State.NEW, person__is_active=True)
    export = waiting.select_related("person").first()
    if export is None:
        return
    path = export_path(export, "")
    storage = export.file.storage
    with tempfile.TemporaryFile() as file:
        write_archive(export.person, file)
        file.seek(0)
        storage.delete(path)
        export.file.name = storage.save(path, File(file))
    if not _hand_over(export):
        storage.delete(export.file.name)


@transaction.atomic
def _hand_over(export: DataExport) -> bool:
    """Makes the copy ready and tells its person; False when it is wanted no more."""
    now = clock.now()
    rows = DataExport.objects.filter(
        pk=export.pk, state=DataExport.State.NEW, person__is_active=True
    )
    if not rows.update(
        state=DataExport.State.READY, file=export.file.name, ready_at=now, expires_at=now + LASTS
    ):
        return False
    export.refresh_from_db()
    events.data_export_ready.send(sender=DataExport, export=export)
    return True


def record_download(*, export: DataExport, by: User) -> None:
    """That the copy was fetched: the person sees it among what was done in their name."""
    audit.record("export_fetched", by=by, subject=export.person)


def discard_exports(*, person: User) -> None:
    """Removes every copy of a person, files first."""
    _discard(DataExport.objects.filter(person=person))


def _discard(exports: Iterable[DataExport]) -> None:
    for export in exports:
        # Also of one that was never finished: its place is known beforehand.
        export.file.storage.delete(export_path(export, ""))
        export.delete()


def look_after_exports(**_signal: Any) -> None:
    """Removes copies after a day and begins again with what a crash left; run by the sweeper."""
    _discard(DataExport.objects.over())
    late = DataExport.objects.filter(
        state=DataExport.State.NEW, asked_at__lt=clock.now() - LATE_AFTER
    )
    for pk in late.values_list("pk", flat=True):
        enqueue_on_commit(make_export, pk)
