"""Codes to a contact that the municipality knows."""

from __future__ import annotations

from django.db import models

from .address import Address
from .membership import Membership


class ContactCode(models.Model):
    """One code that a waiting person asked for. It holds for the address of that moment alone.

    The contact it goes to is stored nowhere, nor whether there was one: a row with a digest looks the
    same either way. ``digest`` is empty until the job has made the code.
    """

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="contact_codes"
    )
    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["digest", "asked_at"], name="contact_code_to_send")]

    def __str__(self) -> str:
        return f"code of {self.membership_id}"
