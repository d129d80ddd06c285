"""Domain events: how an app tells the ones above it that something happened.

The sender knows no listener. An event is sent after the transaction commits, and a listener that
fails is logged and keeps nobody else from hearing it; so what must not be lost is a row written in
the transaction (a ``Notice``), never an event alone.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.dispatch import Signal

logger = logging.getLogger(__name__)

membership_activated = Signal()  # membership
membership_ended = Signal()  # membership
post_solved = Signal()  # post


def send_on_commit(event: Signal, sender: type, **facts: Any) -> None:
    """Sends ``event`` when the transaction around the caller has committed."""

    def _send() -> None:
        for receiver, answer in event.send_robust(sender=sender, **facts):
            if isinstance(answer, Exception):
                logger.error("Listener %r failed", receiver, exc_info=answer)

    transaction.on_commit(_send)
