"""The survey: what does not depend on a language."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from neighborhoods.models import Neighborhood

from ..querysets import SurveyQuerySet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Survey(models.Model):
    """One survey: whom it asks, when, and whether answers carry a name.

    Its words stand on pages, one per language; feed entries, notices, participations and answers
    point here. Whom it asks, when and how changes by an explicit save on a screen of its own while
    it is a draft, and never once it opened. It takes answers from ``opens_at`` up to, and not at,
    ``closes_at``; ``state`` follows within a minute. ``tally`` is made once, at closing
    (``tallies.tally``): nothing is counted while people still answer.
    """

    class Access(models.TextChoices):
        MEMBERS = "members", _("Members of these neighborhoods only")
        OPEN = "open", _("Everyone, also without an account")

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        SCHEDULED = "scheduled", _("opens by itself")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source_language = models.CharField(max_length=5, default=settings.LANGUAGE_CODE)
    all_neighborhoods = models.BooleanField(_("all neighborhoods"), default=False)
    neighborhoods = models.ManyToManyField(
        Neighborhood, verbose_name=_("neighborhoods"), blank=True, related_name="surveys"
    )
    access = models.CharField(
        _("who may answer"), max_length=10, choices=Access, default=Access.MEMBERS
    )
    is_anonymous = models.BooleanField(
        _("anonymous"),
        default=True,
        help_text=_(
            "Answers are kept apart from the list of who took part. Without this, the name of a "
            "member is kept with the answers, and people are told so before they begin."
        ),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    results_published = models.BooleanField(_("results are public"), default=False)
    tally = models.JSONField(null=True, editable=False)
    created_at = models.DateTimeField()

    # Set by ``cards``: the page and the card for one reader, and whether that reader took part.
    reader_page: Any = None
    card: Any = None
    took_part: bool

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at=None)
                | models.Q(opens_at=None)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="survey_closes_after_it_opens",
            )
        ]
        indexes = [
            models.Index(
                fields=["opens_at"], name="survey_due", condition=models.Q(state="scheduled")
            ),
            models.Index(
                fields=["closes_at"], name="survey_running", condition=models.Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"survey {self.pk}"

    @property
    def is_editable(self) -> bool:
        """Whether whom it asks may still change."""
        return self.state == self.State.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Whether its questions are fixed: from opening on only words may change."""
        return self.state in (self.State.OPEN, self.State.CLOSED)

    @property
    def takes_answers(self) -> bool:
        """Whether it is open at this moment; the moment of closing itself is no longer inside."""
        return (
            self.state == self.State.OPEN
            and self.opens_at is not None
            and self.closes_at is not None
            and self.opens_at <= clock.now() < self.closes_at
        )

    @property
    def is_over(self) -> bool:
        if self.state == self.State.CLOSED:
            return True
        return self.is_frozen and self.closes_at is not None and self.closes_at <= clock.now()

    def targets(self) -> QuerySet[Any]:
        """The neighborhoods it asks."""
        if self.all_neighborhoods:
            return Neighborhood.objects.all()
        return self.neighborhoods.all()

    def source_page(self) -> Any:
        """The page in the language it was written in; None when it was deleted."""
        return self.pages.filter(locale__language_code=self.source_language).first()

    def version(self) -> SurveyVersion | None:
        """The questions as frozen at opening; None before."""
        return self.versions.order_by("-number").first()


class SurveyVersion(models.Model):
    """The questions of a survey as they were when it opened; rows are never changed.

    ``questions`` is a list of ``questions.Question`` as JSON, in the order in which they are asked,
    with the words of the source language.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    questions = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"survey {self.survey_id}, version {self.number}"
