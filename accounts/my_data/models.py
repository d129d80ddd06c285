"""A person's own copy of their data, and the request to be erased."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models.photo import private_storage

# How long a copy can be fetched.
LASTS = dt.timedelta(days=1)


class DataExportQuerySet(models.QuerySet["DataExport"]):
    def ready(self) -> DataExportQuerySet:
        """Made, and not expired at this moment."""
        return self.filter(state="ready", expires_at__gt=clock.now())

    def over(self) -> DataExportQuerySet:
        """Expired, or never made within a day."""
        a_day_ago = clock.now() - LASTS
        expired = models.Q(state="ready", expires_at__lte=clock.now())
        return self.filter(expired | models.Q(state="new", asked_at__lte=a_day_ago))


def export_path(export: DataExport, filename: str) -> str:
    """Where the file of an export lies; known before it is made, so that none is ever lost sight of."""
    return f"exports/{export.public_id.hex}.zip"


class DataExport(models.Model):
    """One copy of all a person gave: a ZIP that only they can fetch, and gone after a day."""

    class State(models.TextChoices):
        NEW = "new", _("being made")
        READY = "ready", _("ready")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    file = models.FileField(
        storage=private_storage, upload_to=export_path, max_length=120, blank=True
    )
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="new"), name="one_export_at_a_time"
            )
        ]
        verbose_name = _("copy of one's data")
        verbose_name_plural = _("copies of one's data")

    def __str__(self) -> str:
        return str(self.public_id)


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def waiting_since(self, moment: dt.datetime) -> ErasureQuerySet:
        """Asked before that moment and not done yet."""
        return self.filter(done_at=None, asked_at__lt=moment)


class Erasure(models.Model):
    """That somebody asked to be erased. ``person`` is empty once it is done: a count, and no more."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    keeps_words = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="one_erasure_a_person")]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"erasure {self.pk}"
