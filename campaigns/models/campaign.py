"""The campaign: what does not depend on a language."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from neighborhoods.models import Neighborhood

from ..querysets import CampaignQuerySet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .page import CampaignPage


class Campaign(models.Model):
    """One municipal campaign: whom it is for, and whether it was sent.

    Its words stand on pages, one per language; feed entries, notices and figures point here.
    ``source_language`` is the language it was written in. Who is addressed changes by an explicit
    save on a screen of its own while the state is in ``OPEN_STATES``, and never afterwards.
    ``hold_until`` is the end of the minute in which a sending can still be stopped; members see and
    hear nothing before it. ``sendings`` counts the attempts, so that one that was stopped and one
    that was not are told apart.
    """

    class Theme(models.TextChoices):
        INFORM = "inform", _("Inform")
        AWARENESS = "awareness", _("Raise awareness")
        ACTIVATE = "activate", _("Activate")
        EDUCATE = "educate", _("Educate")

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent")
        SCHEDULED = "scheduled", _("planned")
        HELD = "held", _("about to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        STOPPED = "stopped", _("stopped")

    # Nobody was told yet: the audience may still change.
    OPEN_STATES = frozenset({State.DRAFT, State.STOPPED})
    # Told, or being told once the hold is over.
    TOLD_STATES = frozenset({State.HELD, State.SENDING, State.SENT})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source_language = models.CharField(max_length=5, default=settings.LANGUAGE_CODE)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme, default=Theme.INFORM)
    all_neighborhoods = models.BooleanField(_("all neighborhoods"), default=False)
    neighborhoods = models.ManyToManyField(
        Neighborhood, verbose_name=_("neighborhoods"), blank=True, related_name="campaigns"
    )
    feed_until = models.DateTimeField(_("in the feeds until"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    send_at = models.DateTimeField(null=True)
    hold_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Set while a request is served: its page and card in the reader's language (see ``cards``).
    reader_page: CampaignPage | None
    card: dict[str, Any] | None

    sendings = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        indexes = [
            models.Index(
                fields=["send_at"], name="campaign_planned", condition=models.Q(state="scheduled")
            ),
            models.Index(
                fields=["hold_until"],
                name="campaign_going_out",
                condition=models.Q(state__in=["held", "sending"]),
            ),
        ]

    def __str__(self) -> str:
        return f"campaign {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether its audience may still change."""
        return self.state in self.OPEN_STATES

    @property
    def can_be_stopped(self) -> bool:
        """Planned, or within the hold: nobody was told yet."""
        if self.state == self.State.SCHEDULED:
            return True
        return (
            self.state == self.State.HELD
            and self.hold_until is not None
            and clock.now() < self.hold_until
        )

    @property
    def occasion(self) -> str:
        """Tells the notice of this sending apart from one that was stopped."""
        return f"sending-{self.sendings}"

    def targets(self) -> QuerySet[Any]:
        """The neighborhoods it is for."""
        if self.all_neighborhoods:
            return Neighborhood.objects.all()
        return self.neighborhoods.all()

    @property
    def desk_title(self) -> str:
        """Its name on the dashboard: the title in the source language; reads prefetched pages."""
        pages = sorted(
            self.pages.all(), key=lambda page: page.locale.language_code != self.source_language
        )
        return pages[0].get_admin_display_title() if pages else str(_("Campaign without a page"))

    def source_page(self) -> Any:
        """The page in the language it was written in; None when it was deleted."""
        return self.pages.filter(locale__language_code=self.source_language).first()
