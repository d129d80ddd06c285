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
        EID = "eid", _("address told by an eID")
        KNOWN_CONTACT = "known_contact", _("code to a contact that the municipality knows")

    class OldPosts(models.TextChoices):
        """What becomes of what a person wrote in a neighborhood that they leave."""

        KEEP = "keep", _("Leave it there, with my name")
        UNNAMED = "unnamed", _("Leave it there without my name: neighbors read “Former neighbor”")
        REMOVE = "remove", _("Remove it: it lies in the bin for 30 days, then it is gone")

    class Refusal(models.TextChoices):
        """Why the town said no, in words the person reads; none of them tells of anybody else."""

        NO_PROOF = "no_proof", _("We saw no proof that you live at this address.")
        OTHER_ADDRESS = "other_address", _("Your proof shows another address.")
        NOT_REACHED = "not_reached", _("We could not reach you.")
        DOUBLE = "double", _("You asked more than once. One request is enough.")
        OTHER = "other", _("There is another reason.")

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
    # The membership that ended a few days before and goes on in this one: the person came back.
    resumes = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    # Who waits here and still lives elsewhere has said what becomes of what they wrote there.
    old_posts = models.CharField(max_length=10, choices=OldPosts.choices, blank=True)
    # What the member has seen of the feed: everything up to here is no longer new.
    feed_seen_at = models.DateTimeField(null=True)
    # Whoever looked at the document at a counter; the person is told.
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The first of two administrators who let somebody in again that was removed.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    refused_for = models.CharField(max_length=20, choices=Refusal.choices, blank=True)
    refusal_words = models.CharField(max_length=500, blank=True)
    # Somebody on whose word it rests was removed, or a neighbor had doubts: the town looks again.
    review_since = models.DateTimeField(null=True)
    host_asked_at = models.DateTimeField(null=True)
    # A host greets newcomers. It ends with the membership: ``MembershipQuerySet.hosts``.
    host_since = models.DateTimeField(null=True)

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
