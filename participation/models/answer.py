"""Who took part, and what was answered: two tables that share nothing but the survey."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import ParticipationQuerySet
from .survey import Survey


class Stratum(models.TextChoices):
    MEMBERS = "members", _("Members")
    OPEN = "open", _("Everyone else")


class Participation(models.Model):
    """That somebody took part in a survey: no answer, no moment, no number that counts up.

    ``person`` is empty for a visitor without an account and once a person is erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="participations",
    )
    stratum = models.CharField(max_length=10, choices=Stratum)

    objects = ParticipationQuerySet.as_manager()

    # Wagtail's index of references would keep the order in which people took part.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "person"], name="one_participation_a_person")
        ]
        indexes = [models.Index(fields=["survey", "stratum"], name="participation_strata")]

    def __str__(self) -> str:
        return f"survey {self.survey_id}: {self.stratum}"


class PendingAnswer(models.Model):
    """An anonymous answer that waits for others, so that it goes over in a crowd.

    ``sealed`` can be read with the portal's secret key alone (``sealing``): while it waits, the
    database still knows in which transaction it came. It holds stratum and answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="pending_answers")
    sealed = models.TextField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"survey {self.survey_id}"


class SurveyResponse(models.Model):
    """What one participant answered, by question id; the keys of options, not their words.

    ``person`` is set only where the survey said beforehand that the name is kept. For an anonymous
    survey nothing here leads to ``Participation``: a random key, no moment, no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    stratum = models.CharField(max_length=10, choices=Stratum)
    answers = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["survey", "id"], name="response_survey")]

    def __str__(self) -> str:
        return f"survey {self.survey_id}: {self.stratum}"
