"""Who looks over the border of the own neighborhood."""

from django.conf import settings
from django.db import models

from ..querysets import FollowQuerySet
from .neighborhood import Neighborhood


class Follow(models.Model):
    """A member reads what the neighborhood next door shares with its surroundings.

    It counts only while the person lives next to it: whoever moves away follows no more, though the
    row is still there (``policies.followed_by``). It is no content, so it goes with the person.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    neighborhood = models.ForeignKey(Neighborhood, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField()

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "neighborhood"], name="follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.neighborhood_id}"
