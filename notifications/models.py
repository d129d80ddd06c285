"""What is told, to whom, on which channel."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .querysets import DeliveryQuerySet, NoticeQuerySet


class Channel(models.TextChoices):
    INBOX = "inbox", _("On the site")
    EMAIL = "email", _("By e-mail")


class Notice(models.Model):
    """One thing that happened and should be told; written in the transaction that made it happen.

    The event key (kind, target, occasion) makes a second identical notice impossible. A worker
    expands a notice into deliveries in batches; ``expanded_to`` is the last person it got to, so a
    crash goes on where it was. ``poked_at`` is when a job was last queued for it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    target_kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField()
    occasion = models.CharField(max_length=60, blank=True)
    event_key = models.CharField(max_length=160, unique=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expanded_to = models.BigIntegerField(default=0)
    expanded_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    poked_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"],
                name="notice_due",
                condition=models.Q(expanded_at=None, cancelled_at=None),
            ),
            models.Index(fields=["target_kind", "target_id"], name="notice_target"),
        ]

    def __str__(self) -> str:
        return self.event_key


class Delivery(models.Model):
    """One notice for one person on one channel; in the inbox it is the line they read."""

    class State(models.TextChoices):
        NEW = "new", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("uncertain")
        DROPPED = "dropped", _("not sent: no longer wanted or allowed")
        DEAD = "dead", _("given up")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    event_key = models.CharField(max_length=160)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=160, blank=True)
    digest_bucket = models.CharField(max_length=30, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event_key", "recipient", "channel"], name="told_once_a_channel"
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="delivery_due",
                condition=models.Q(state="new"),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_leased",
                condition=models.Q(state="sending"),
            ),
            models.Index(
                fields=["recipient", "-id"],
                name="delivery_inbox",
                condition=models.Q(channel="inbox", state="sent"),
            ),
            models.Index(
                fields=["recipient", "-id"],
                name="delivery_unread",
                condition=models.Q(channel="inbox", state="sent", read_at=None),
            ),
            models.Index(
                fields=["-id"],
                name="delivery_unresolved",
                condition=models.Q(state__in=["uncertain", "dead"]),
            ),
        ]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.event_key} {self.channel}"


class Preference(models.Model):
    """Whether a person wants one topic on one channel; no row means the topic's default."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    topic = models.CharField(max_length=30)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    is_wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic", "channel"], name="one_preference_a_topic_and_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.channel}: {self.is_wanted}"


class Turn(models.Model):
    """Whose turn it is to send: at most one sender is queued or at work.

    A queued job carries the ``generation`` it was queued with and steps aside when that is no longer
    the row's; after ``until`` the turn is free again, whatever became of the job.
    """

    name = models.CharField(max_length=30, unique=True)
    generation = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.generation}"
