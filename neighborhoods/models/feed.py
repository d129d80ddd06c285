"""One list for posts, campaigns and surveys."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ..querysets import FeedEntryQuerySet
from .neighborhood import Neighborhood


class FeedEntry(models.Model):
    """That one thing stands in one neighborhood's feed, from when and until when.

    The feed reads this table alone and loads the twenty targets it shows afterwards, so it costs the
    same at a million posts as at a thousand. ``hidden_from_workers`` repeats the author's choice.
    """

    class State(models.TextChoices):
        LIVE = "live"
        HIDDEN = "hidden"

    neighborhood = models.ForeignKey(
        Neighborhood, on_delete=models.CASCADE, related_name="feed_entries"
    )
    kind = models.CharField(max_length=20)
    target_kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_from_workers = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LIVE)
    visible_from = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    pinned_until = models.DateTimeField(null=True)

    objects = FeedEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["neighborhood", "target_kind", "target_id"], name="once_a_feed"
            )
        ]
        indexes = [
            models.Index(
                fields=["neighborhood", "state", "-visible_from", "-id"], name="feed_newest"
            ),
            models.Index(
                fields=["neighborhood", "state", "kind", "-visible_from", "-id"],
                name="feed_newest_of_kind",
            ),
            models.Index(fields=["target_kind", "target_id"], name="feed_target"),
            models.Index(
                fields=["neighborhood", "pinned_until"],
                name="feed_pinned",
                condition=models.Q(pinned_until__isnull=False),
            ),
        ]
        verbose_name_plural = "feed entries"

    def __str__(self) -> str:
        return f"{self.target_kind} {self.target_id} in {self.neighborhood_id}"
