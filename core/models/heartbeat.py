"""Signs of life."""

from django.db import models


class Heartbeat(models.Model):
    """When a part of the portal last showed that it works; ``readyz`` reads the worker's."""

    name = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
