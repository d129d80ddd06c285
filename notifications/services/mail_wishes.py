"""When a person wants mail, and when not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError

from ..models import MailWish
from ..quiet import zone_of

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_PAUSE = dt.timedelta(days=366)


class NoSuchHours(DomainError):
    """Quiet hours have a beginning and another hour as their end."""


class NoSuchPause(DomainError):
    """A pause ends tomorrow at the earliest, and a year from now at the latest."""


def mail_wish_of(person: User) -> MailWish:
    """What the person wished; an unsaved row with no wish where there is none."""
    return MailWish.objects.filter(person=person.pk).first() or MailWish(person=person)


def set_quiet_hours(*, quiet_from: int, quiet_until: int, by: User) -> MailWish:
    """Lets the person's mails wait between two full hours of the day. Raises ``NoSuchHours``."""
    if quiet_from == quiet_until or not {quiet_from, quiet_until} <= set(range(24)):
        raise NoSuchHours(_("Choose another hour for the end than for the beginning."))
    return _change(by, quiet_from=quiet_from, quiet_until=quiet_until)


def end_quiet_hours(*, by: User) -> MailWish:
    return _change(by, quiet_from=None, quiet_until=None)


def pause_mail(*, until: dt.date, by: User) -> MailWish:
    """Mails nothing that happens before that day begins at the person's place. Raises ``NoSuchPause``."""
    zone = zone_of(by.time_zone)
    today = clock.now().astimezone(zone).date()
    if until <= today:
        raise NoSuchPause(_("Choose a day after today."))
    if until > today + LONGEST_PAUSE:
        raise NoSuchPause(_("Choose a day within a year."))
    return _change(by, paused_until=dt.datetime.combine(until, dt.time(), tzinfo=zone))


def end_pause(*, by: User) -> MailWish:
    return _change(by, paused_until=None)


def stop_mail(*, by: User) -> MailWish:
    """Ends every mail but those about the account; the choices by topic stay as they are."""
    return _change(by, is_stopped=True)


def resume_mail(*, by: User) -> MailWish:
    """Ends ``stop_mail``; what happened meanwhile is not mailed."""
    return _change(by, is_stopped=False)


@transaction.atomic
def _change(person: User, **values: Any) -> MailWish:
    wish, _is_new = MailWish.objects.update_or_create(person=person, defaults=values)
    return wish
