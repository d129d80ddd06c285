"""What neighbors say about somebody who waits."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..vouch_querysets import VouchQuerySet
from .membership import Membership


class Vouch(models.Model):
    """A member's answer to "do you know this person, and do they live here?".

    ``membership`` is the one that was asked about while it waited, ``voucher_membership`` the one on
    which the answer rests: it counts only as long as that one is active, so who was vouched for by
    whom can be followed through memberships that are over. Written by ``services.vouching`` alone.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("Yes, I know this person and they live here")
        NO = "no", _("No, that is not right")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="vouches")
    voucher = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="vouches_given"
    )
    voucher_membership = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="vouches_given"
    )
    answer = models.CharField(max_length=3, choices=Answer.choices, default=Answer.YES)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = VouchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "voucher"], name="one_answer_a_neighbor")
        ]
        indexes = [models.Index(fields=["voucher", "created_at"], name="vouch_quota")]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.answer} {self.membership_id}"
