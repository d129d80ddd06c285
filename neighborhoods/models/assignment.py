"""Who works in which neighborhoods, and who moderates them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import AssignmentQuerySet
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

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.person)


class WorkAssignment(Assignment):
    """A neighborhood worker: recognizable by organization and function, a person on the site."""

    organization = models.CharField(_("organization"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    # What the dashboard shows: the name as the administrator wrote it, never the account's own.
    invited_as = models.CharField(_("name"), max_length=140, blank=True)

    class Meta:
        verbose_name = _("work assignment")
        verbose_name_plural = _("work assignments")


class ModeratorAssignment(Assignment):
    """A moderator: sees what was flagged in these neighborhoods, and nothing else of them."""

    class Meta:
        verbose_name = _("moderator assignment")
        verbose_name_plural = _("moderator assignments")
