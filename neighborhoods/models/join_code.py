"""Letter codes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .address import Address
from .neighborhood import Neighborhood


class JoinCodeBatch(models.Model):
    """The letters made for one neighborhood at one time.

    ``sealed`` holds the plain codes, encrypted, only until the letters are downloaded or 14 days
    have passed.
    """

    neighborhood = models.ForeignKey(
        Neighborhood, on_delete=models.PROTECT, related_name="code_batches"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True)
    codes_count = models.PositiveIntegerField(_("letters"), default=0)
    sealed = models.BinaryField(null=True)
    downloaded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("batch of letters")
        verbose_name_plural = _("batches of letters")

    def __str__(self) -> str:
        return f"{self.neighborhood} {self.created_at:%Y-%m-%d}"


class JoinCode(models.Model):
    """The code on one household's letter, stored as a keyed hash, never as text."""

    batch = models.ForeignKey(JoinCodeBatch, on_delete=models.CASCADE, related_name="codes")
    neighborhood = models.ForeignKey(Neighborhood, on_delete=models.PROTECT, related_name="codes")
    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    max_uses = models.PositiveSmallIntegerField(default=6)
    uses = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(uses__lte=models.F("max_uses")), name="code_within_its_uses"
            )
        ]

    def __str__(self) -> str:
        return f"code of batch {self.batch_id}"
