"""Who works in which neighborhoods, and who moderates them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import AssignmentQuerySet, WorkAssignmentQuerySet
from .neighborhood import Neighborhood


class Assignment(models.Model):
    """A person's neighborhoods from one moment to another; it ends on the next request after."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    neighborhoods = models.ManyToManyField(
        Neighborhood, verbose_name=_("neighborhoods"), related_name="%(class)ss"
    )
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.person)

    @property
    def last_day(self) -> dt.datetime | None:
        """A moment of the last day; the moment of the end itself is no longer inside."""
        return self.valid_until - dt.timedelta(seconds=1) if self.valid_until else None


class WorkAssignment(Assignment):
    """A neighborhood worker: recognizable by organization and function, a person on the site.

    It holds once somebody approved it: whoever grants a small one approves it with that; police,
    care and many neighborhoods wait for a second officer. A row that ``replaces`` another is a
    change of that one which waits; it never holds itself.
    """

    class Field(models.TextChoices):
        COMMUNITY = "community", _("community work")
        CARE = "care", _("care")
        YOUTH = "youth", _("youth work")
        POLICE = "police", _("police")
        OTHER = "other", _("something else")

    organization = models.CharField(_("organization"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    # What the dashboard shows: the name as the administrator wrote it, never the account's own.
    invited_as = models.CharField(_("name"), max_length=140, blank=True)
    field = models.CharField(
        _("field of work"), max_length=12, choices=Field.choices, default=Field.COMMUNITY
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(_("reason"), max_length=500, blank=True)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="changes"
    )

    objects = WorkAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("work assignment")
        verbose_name_plural = _("work assignments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_at=None) | models.Q(declined_at=None, replaces=None),
                name="work_holds_or_not",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    field__in=["police", "care"],
                    approved_at__isnull=False,
                    approved_by=models.F("granted_by"),
                ),
                name="work_has_second_officer",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(declined_at=None, replaces__isnull=False),
                name="one_open_change",
            ),
        ]


class WorkVisit(models.Model):
    """Up to where a worker has seen a neighborhood's feed: what came later is new."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="work_visits"
    )
    neighborhood = models.ForeignKey(Neighborhood, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "neighborhood"], name="one_work_visit")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.neighborhood_id}"


class ModeratorAssignment(Assignment):
    """A moderator: sees what was flagged in these neighborhoods, and nothing else of them."""

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderator assignment")
        verbose_name_plural = _("moderator assignments")
