"""Text messages: one function that sends, and the shape of what a town plugs in behind it.

``SMS_BACKEND`` names a class by its dotted path; without one there are no text messages, and whoever
would send one asks ``is_configured`` first. docs/configuration.md shows a class for a provider.
"""

from __future__ import annotations

import re
import sys
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

LONGEST = 160  # characters of one message without signs outside the GSM alphabet
_NUMBER = re.compile(r"\+[1-9]\d{7,14}")


class SmsBackend(Protocol):
    """What a town's provider is asked through."""

    def send(self, *, to: str, text: str) -> None:
        """Hands one message over; ``to`` is in the form +32470123456. Raises ``OSError`` when it cannot."""


class ConsoleBackend:
    """Development: messages are written to the console."""

    def send(self, *, to: str, text: str) -> None:
        sys.stdout.write(f"SMS to {to}: {text}\n")
        sys.stdout.flush()


class MemoryBackend:
    """Tests: messages are kept in ``outbox``, a list of (to, text)."""

    outbox: list[tuple[str, str]] = []

    def send(self, *, to: str, text: str) -> None:
        self.outbox.append((to, text))


def is_configured() -> bool:
    return bool(settings.SMS_BACKEND)


def read_number(text: str) -> str | None:
    """A number in the international form ("+32470123456"), or None for what is none.

    A number without a country keeps none: we do not guess where somebody lives.
    """
    kept = "+" + "".join(character for character in text if character.isdigit())
    if text.strip().startswith("00"):
        kept = "+" + kept[3:]
    elif not text.strip().startswith("+"):
        return None
    return kept if _NUMBER.fullmatch(kept) else None


def send(*, to: str, text: str) -> None:
    """Sends one text message through the town's provider; does nothing where there is none."""
    if is_configured():
        backend: SmsBackend = import_string(settings.SMS_BACKEND)()
        backend.send(to=to, text=text)
