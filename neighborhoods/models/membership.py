"""Who belongs to a neighborhood."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import MembershipQuerySet
from .address import Address
from .join_code import JoinCode
from .neighborhood import Neighborhood


class Membership(models.Model):
    """A person in a neighborhood: waiting, member, or no longer. Rows are history, never reused.

    Written by ``services.admission`` and its neighbors alone. ``proof`` says how it was verified;
    an active membership always has one.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        ACTIVE = "active", _("member")
        LEFT = "left", _("left")
        REMOVED = "removed", _("removed")

    class Proof(models.TextChoices):
        LETTER_CODE = "letter_code", _("code from the letter")
        COUNTER = "counter", _("checked by the municipality")
        VOUCHED = "vouched", _("vouched for by neighbors")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    neighborhood = models.ForeignKey(
        Neighborhood, on_delete=models.PROTECT, related_name="memberships"
    )
    address = models.ForeignKey(
        Address, null=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    state = models.CharField(max_length=10, choices=State.choices)
    proof = models.CharField(max_length=20, choices=Proof.choices, blank=True)
    join_code = models.ForeignKey(
        JoinCode, null=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    requested_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # What the member has seen of the feed: everything up to here is no longer new.
    feed_seen_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="active"), name="one_active_home"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="pending"), name="one_pending_home"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="active", proof=""), name="active_needs_proof"
            ),
        ]
        indexes = [
            models.Index(fields=["neighborhood", "state", "person"], name="membership_audience"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.neighborhood_id} {self.state}"
