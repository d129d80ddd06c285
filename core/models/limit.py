"""Counters behind the rate limits."""

from django.db import models


class LimitCounter(models.Model):
    """How often one subject did one thing in one window; the subject is stored as a keyed hash."""

    scope = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "subject", "window_start"], name="one_counter_a_window"
            )
        ]
        indexes = [models.Index(fields=["window_start"], name="limit_window")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"
