"""What officers do with campaigns: say whom they are for, send, plan and stop them."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock
from core.errors import DomainError
from neighborhoods.services.feed import put_in_feeds, remove_from_feeds
from notifications.models import Delivery, Notice
from notifications.services import cancel, notify

from .models import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

NOTICE = "campaign"
# A sending this wide asks for the typed number of neighborhoods.
WIDE_NEIGHBORHOODS = 3
WIDE_PEOPLE = 5_000


class AlreadySent(DomainError):
    """The campaign is planned, on its way or sent: it can be neither sent nor addressed again."""


class NothingToSend(DomainError):
    """There is no published page in the source language, or no neighborhood to send to."""


class TooLate(DomainError):
    """The sending can no longer be stopped."""


def _locked(campaign: Campaign) -> Campaign:
    """The row as it is now, and nobody else's until the transaction ends."""
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _check_open(row: Campaign) -> None:
    if not row.is_open:
        raise AlreadySent(_("This campaign is planned or sent. Nothing was changed."))


@transaction.atomic
def address_campaign(
    *,
    campaign: Campaign,
    by: Any,
    theme: str,
    all_neighborhoods: bool,
    neighborhoods: Iterable[Any],
    feed_until: dt.datetime | None = None,
) -> Campaign:
    """Says whom the campaign is for; raises ``AlreadySent`` once it is planned or sent."""
    row = _locked(campaign)
    _check_open(row)
    row.theme = theme
    row.all_neighborhoods = all_neighborhoods
    row.feed_until = feed_until
    row.save(update_fields=["theme", "all_neighborhoods", "feed_until"])
    row.neighborhoods.set([] if all_neighborhoods else neighborhoods)
    audit.record("campaign.addressed", by=by, target=row, neighborhoods=row.targets().count())
    return row


@transaction.atomic
def send_campaign(*, campaign: Campaign, by: Any) -> Campaign:
    """Sends after the hold (``settings.CAMPAIGN_HOLD_SECONDS``); until then it can be stopped.

    The feed entries and the one notice are written now and begin when the hold ends. A second call
    finds the state changed and raises ``AlreadySent``.
    """
    row = _locked(campaign)
    _check_open(row)
    row.sent_by = by
    _hold(row, clock.now() + dt.timedelta(seconds=settings.CAMPAIGN_HOLD_SECONDS))
    audit.record("campaign.sent", by=by, target=row, neighborhoods=row.targets().count())
    return row


@transaction.atomic
def schedule_campaign(*, campaign: Campaign, by: Any, send_at: dt.datetime) -> Campaign:
    """Plans the sending; it can be stopped until ``send_at``, and is checked again then."""
    row = _locked(campaign)
    _check_open(row)
    if send_at <= clock.now():
        raise NothingToSend(_("That moment has passed."))
    _check_sendable(row, send_at)
    row.state = Campaign.State.SCHEDULED
    row.send_at = send_at
    row.sent_by = by
    row.save(update_fields=["state", "send_at", "sent_by"])
    audit.record("campaign.planned", by=by, target=row, send_at=send_at)
    return row


@transaction.atomic
def stop_campaign(*, campaign: Campaign, by: Any) -> Campaign:
    """Takes a planned or held sending back; nobody was told. Raises ``TooLate`` afterwards."""
    row = _locked(campaign)
    if not row.can_be_stopped:
        raise TooLate(_("This campaign can no longer be stopped."))
    if row.state == Campaign.State.HELD:
        remove_from_feeds(target=row)
        cancel(kind=NOTICE, target=row, occasion=row.occasion)
    row.state = Campaign.State.STOPPED
    row.send_at = row.hold_until = None
    row.save(update_fields=["state", "send_at", "hold_until"])
    audit.record("campaign.stopped", by=by, target=row)
    return row


def _check_sendable(row: Campaign, until: dt.datetime) -> None:
    if not Campaign.objects.filter(pk=row.pk).with_live_source().exists():
        raise NothingToSend(_("Publish the page first: nobody can read it yet."))
    if not row.targets().exists():
        raise NothingToSend(_("Choose the neighborhoods first."))
    if row.feed_until is not None and row.feed_until <= until:
        raise NothingToSend(_("Its time in the feeds would be over before it is sent."))


def _hold(row: Campaign, until: dt.datetime) -> None:
    """Writes feed entries and the notice, all from ``until`` on."""
    _check_sendable(row, until)
    row.state = Campaign.State.HELD
    row.hold_until = until
    row.sendings += 1
    row.save(update_fields=["state", "hold_until", "sendings", "sent_by", "send_at"])
    put_in_feeds(
        target=row,
        kind=NOTICE,
        neighborhoods=row.targets(),
        visible_from=until,
        expires_at=row.feed_until,
    )
    # Without an actor: an officer who lives here is told like every neighbor; the audit trail has
    # who sent it.
    notify(kind=NOTICE, target=row, occasion=row.occasion, not_before=until)


def begin_planned() -> None:
    """Starts the sendings whose moment comes within the hold, one transaction each."""
    soon = clock.now() + dt.timedelta(seconds=settings.CAMPAIGN_HOLD_SECONDS)
    due = Campaign.objects.filter(state=Campaign.State.SCHEDULED, send_at__lte=soon)
    for campaign in due:
        try:
            begin_one(campaign=campaign)
        except Exception:
            # One that fails must not keep the others waiting; it is tried again in a minute.
            logger.exception("Campaign %s could not be started.", campaign.pk)


@transaction.atomic
def begin_one(*, campaign: Campaign) -> None:
    """Starts one planned sending; where its page is no longer published it stops instead."""
    row = _locked(campaign)
    if row.state != Campaign.State.SCHEDULED or row.send_at is None:
        return
    try:
        _hold(row, max(row.send_at, clock.now()))
    except NothingToSend:
        row.state = Campaign.State.STOPPED
        row.send_at = row.hold_until = None
        row.save(update_fields=["state", "send_at", "hold_until"])
        audit.record("campaign.could_not_start", target=row)


def follow_sendings() -> None:
    """Notes that a hold is over, and that everybody was told."""
    now = clock.now()
    for row in Campaign.objects.filter(state=Campaign.State.HELD, hold_until__lte=now):
        Campaign.objects.filter(pk=row.pk, state=Campaign.State.HELD).update(
            state=Campaign.State.SENDING, sent_at=row.hold_until
        )
    for row in Campaign.objects.filter(state=Campaign.State.SENDING):
        if _everybody_was_told(row):
            Campaign.objects.filter(pk=row.pk).update(state=Campaign.State.SENT)


def _everybody_was_told(row: Campaign) -> bool:
    notice = notice_of(row)
    if notice is None or notice.expanded_at is None:
        return False
    waiting = (Delivery.State.NEW, Delivery.State.SENDING)
    return not notice.deliveries.filter(state__in=waiting).exists()


def notice_of(campaign: Campaign) -> Notice | None:
    """The notice of the latest sending, if there is one."""
    return Notice.objects.filter(
        target_kind="campaign",
        target_id=campaign.pk,
        kind=NOTICE,
        occasion=campaign.occasion,
        cancelled_at=None,
    ).first()


def sweep_campaigns(**_kwargs: Any) -> None:
    """Connected to ``core.tasks.sweeping``: every minute, and after a crash."""
    begin_planned()
    follow_sendings()
