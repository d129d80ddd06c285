"""Residents' photos."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models


def private_storage() -> Storage:
    return storages["private"]


def photo_path(photo: PrivatePhoto, filename: str) -> str:
    """An opaque name that tells neither the owner nor what the file was called."""
    name = uuid.uuid4().hex
    return f"photos/{name[:2]}/{name}.jpg"


class PrivatePhoto(models.Model):
    """One photo of a resident, re-encoded without metadata and served only through its target's policy.

    A photo without a target is an upload whose post is not sent yet: only its owner sees it, and a
    sweep removes it after a day.
    """

    MAX_A_POST: ClassVar[int] = 4

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="photos"
    )
    target_kind = models.CharField(max_length=30, blank=True)
    target_id = models.BigIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(max_length=200, blank=True)
    # Two fixed renditions; the upload itself is never kept.
    full = models.FileField(storage=private_storage, upload_to=photo_path, max_length=120)
    small = models.FileField(storage=private_storage, upload_to=photo_path, max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["target_kind", "target_id", "position"], name="photo_target"),
            models.Index(fields=["owner", "created_at"], name="photo_owner"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
