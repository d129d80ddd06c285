"""Quiet hours: from which moment a mail may go out.

One rule in two forms: in SQL for everybody a notice is told to, and in Python for the one mail that
is about to leave (``MailWish.is_quiet``). A test holds the two equal for every hour.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case, DateTimeField, F, Q, Value, When

from core import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

    from .kinds import Topic
    from .models import MailWish

HOURS = range(24)


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The time zone of that name; the town's for no name, or for one that does not exist."""
    try:
        return zoneinfo.ZoneInfo(name or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def next_time(hour: int, *, after: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """The next moment at which a clock in ``zone`` shows the full ``hour``, in UTC.

    An hour that is left out in spring is the moment of the jump; of one that comes twice in autumn
    it is the first.
    """
    today = after.astimezone(zone).date()
    days = (today, today + dt.timedelta(days=1))
    moments = [
        dt.datetime.combine(day, dt.time(hour), tzinfo=zone).astimezone(dt.UTC) for day in days
    ]
    return moments[0] if moments[0] > after else moments[1]


def with_send_from(people: QuerySet[User], topic: Topic) -> QuerySet[Any]:
    """``people`` with ``send_from``: now, or where their hours are quiet the end of these.

    The statement grows with the time zones people live in, never with the people.
    """
    now = clock.now()
    at_once = Value(now, output_field=DateTimeField())
    zones: list[str] = []
    if topic.is_optional:
        resting = people.filter(mail_wish__quiet_from__isnull=False).order_by()
        zones = list(resting.values_list("time_zone", flat=True).distinct())
    cases = [
        When(Q(time_zone=name) & _is_quiet(now, zone_of(name)), then=_end(now, zone_of(name)))
        for name in zones
    ]
    send_from = Case(*cases, default=at_once, output_field=DateTimeField()) if cases else at_once
    return people.annotate(send_from=send_from)


def _is_quiet(now: dt.datetime, zone: zoneinfo.ZoneInfo) -> Q:
    hour = now.astimezone(zone).hour
    begun, lasts = Q(mail_wish__quiet_from__lte=hour), Q(mail_wish__quiet_until__gt=hour)
    by_day = Q(mail_wish__quiet_from__lt=F("mail_wish__quiet_until"))
    over_midnight = Q(mail_wish__quiet_from__gt=F("mail_wish__quiet_until"))
    return (by_day & begun & lasts) | (over_midnight & (begun | lasts))


def _end(now: dt.datetime, zone: zoneinfo.ZoneInfo) -> Case:
    moments = {hour: next_time(hour, after=now, zone=zone) for hour in HOURS}
    return Case(
        *[
            When(mail_wish__quiet_until=hour, then=Value(moment, output_field=DateTimeField()))
            for hour, moment in moments.items()
        ],
        output_field=DateTimeField(),
    )


def rest_of(person: User, topic: Topic) -> dt.datetime | None:
    """The end of the person's quiet hours, or None where a mail may go out now."""
    wish: MailWish | None = getattr(person, "mail_wish", None)
    if wish is None or wish.quiet_until is None or not topic.is_optional:
        return None
    now, zone = clock.now(), zone_of(person.time_zone)
    if not wish.is_quiet(now.astimezone(zone).hour):
        return None
    return next_time(wish.quiet_until, after=now, zone=zone)
