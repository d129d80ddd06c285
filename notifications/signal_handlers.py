"""What this app does when somebody's circumstances change."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core import events

from .services import drop_disallowed


@receiver(events.membership_ended)
def forget_lines(sender: type, membership: Any, **kwargs: Any) -> None:
    """Whoever left is no longer told, by a number on a bell, that there is something to read."""
    if membership.person is not None:
        drop_disallowed(person=membership.person)
