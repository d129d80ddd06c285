"""Somebody flags, a moderator decides."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .neighborhood import Neighborhood

PERSON = settings.AUTH_USER_MODEL


class Flag(models.Model):
    """A member's sign that something is not right; who flagged is never shown to the author."""

    class Reason(models.TextChoices):
        UNKIND = "unkind", _("It is unkind or hurtful")
        PRIVACY = "privacy", _("It shows something private of somebody")
        UNTRUE = "untrue", _("It is misleading or a scam")
        ADVERT = "advert", _("It is an advert or does not belong here")
        DANGER = "danger", _("It is illegal or dangerous")
        WORRY = "worry", _("I am worried about somebody")

    neighborhood = models.ForeignKey(Neighborhood, on_delete=models.PROTECT, related_name="flags")
    target_kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField()
    flagged_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    note = models.TextField(max_length=1000, blank=True)
    created_at = models.DateTimeField()
    decision = models.ForeignKey(
        "Decision", null=True, on_delete=models.SET_NULL, related_name="flags"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target_kind", "target_id", "flagged_by"], name="one_flag_a_person"
            )
        ]
        indexes = [
            models.Index(
                fields=["neighborhood", "created_at"],
                name="flag_open",
                condition=models.Q(decision=None),
            ),
            models.Index(fields=["target_kind", "target_id"], name="flag_target"),
        ]

    def __str__(self) -> str:
        return f"{self.target_kind} {self.target_id}: {self.reason}"


class Decision(models.Model):
    """What a moderator decided about flagged things, with the reason that is given to the author."""

    class Outcome(models.TextChoices):
        NOTHING = "nothing", _("It may stay")
        HIDE = "hide", _("It is hidden")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    neighborhood = models.ForeignKey(
        Neighborhood, on_delete=models.PROTECT, related_name="decisions"
    )
    target_kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField()
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("reason"), max_length=1000)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["target_kind", "target_id"], name="decision_target")]

    def __str__(self) -> str:
        return f"{self.target_kind} {self.target_id}: {self.outcome}"
