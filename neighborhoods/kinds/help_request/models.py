"""The details of a post that asks for help."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from neighborhoods.models.post import Post


class HelpRequest(models.Model):
    """What help is asked for and when, and who gave it."""

    class Need(models.TextChoices):
        GROCERIES = "groceries", _("Groceries")
        ODD_JOB = "odd_job", _("Odd job")
        TRANSPORT = "transport", _("Transport")
        COMPUTER = "computer", _("Computer or phone")
        COMPANY = "company", _("Company")
        CHILDREN = "children", _("Children")
        PET = "pet", _("Pet")
        PAPERS = "papers", _("Papers and letters")
        GARDEN = "garden", _("Garden")
        MOVING = "moving", _("Lifting and moving")
        LANGUAGE = "language", _("Language practice")
        OTHER = "other", _("Something else")

    class When(models.TextChoices):
        NOW = "now", _("Now")
        TODAY = "today", _("Today")
        THIS_WEEK = "this_week", _("This week")
        ON_DATE = "on_date", _("On a date")
        ANY_TIME = "any_time", _("Any time")

    post = models.OneToOneField(
        Post, primary_key=True, on_delete=models.CASCADE, related_name="help_request"
    )
    need = models.CharField(_("kind of help"), max_length=20, choices=Need.choices)
    when = models.CharField(_("when"), max_length=10, choices=When.choices, default=When.ANY_TIME)
    needed_on = models.DateField(_("date"), null=True, blank=True)
    solved_at = models.DateTimeField(null=True)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="helped_with"
    )

    class Meta:
        verbose_name = _("help request")
        verbose_name_plural = _("help requests")

    def __str__(self) -> str:
        return str(self.post_id)
