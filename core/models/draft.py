"""What somebody is still writing."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """A person's unfinished text for one purpose (``"post:molenwijk"``), saved as they type.

    ``data`` holds the form's fields as typed. It is wiped the moment the thing is sent.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    purpose = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose"], name="one_draft_a_purpose")
        ]

    def __str__(self) -> str:
        return self.purpose
