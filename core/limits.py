"""Rate limits as rows under lock: they hold across processes, restarts and machines."""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from . import clock
from .models import LimitCounter

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Limit:
    """At most ``most`` acts of one ``scope`` in a fixed window of ``seconds``."""

    scope: str
    most: int
    seconds: int

    def _row(self, subject: str) -> tuple[str, dt.datetime]:
        key = salted_hmac(f"limit:{self.scope}", subject).hexdigest()
        start = int(clock.now().timestamp()) // self.seconds * self.seconds
        return key, dt.datetime.fromtimestamp(start, tz=dt.UTC)

    def take(self, subject: str) -> bool:
        """Counts one act and says whether it was within the limit.

        A refused act is not counted twice against the subject, and nothing ever resets a counter
        but time: a success must not clear what failures filled.
        """
        key, start = self._row(subject)
        with transaction.atomic():
            row, _ = LimitCounter.objects.select_for_update().get_or_create(
                scope=self.scope, subject=key, window_start=start
            )
            if row.count >= self.most:
                return False
            row.count += 1
            row.save(update_fields=["count"])
        return True


def client_address(request: HttpRequest) -> str:
    """The visitor's address; of X-Forwarded-For only what our own proxies wrote is believed."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def client_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that one IPv6 household has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
