"""How far a new member is with the welcome."""

from __future__ import annotations

from django.db import models

from .membership import Membership


class Welcome(models.Model):
    """Which steps of the welcome a member took or left out, and when; no row means none yet.

    ``closed_at`` is set when nothing is left to do, or when the member closed it. Time closes it too
    (``welcoming.open_welcomes``); that is written nowhere.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="welcome")
    hello_at = models.DateTimeField(null=True)
    help_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.membership_id)
