"""The mails that development wrote to a folder."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from email.message import EmailMessage

# Django's backend writes this line between the mails of a file.
_BETWEEN = b"\n" + b"-" * 79 + b"\n"
MOST_SHOWN = 200


@dataclass(frozen=True)
class StoredMail:
    """One mail in the folder; ``key`` is the file and its place in it."""

    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def date(self) -> str:
        return str(self.message["Date"] or "")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    def body(self, subtype: str) -> str:
        part = self.message.get_body(preferencelist=(subtype,))
        return str(part.get_content()) if part is not None else ""


def is_open() -> bool:
    """Mails are kept in a folder, and this is development."""
    return settings.DEBUG and _folder() is not None


def stored_mails() -> list[StoredMail]:
    """The newest mails of the folder, newest first."""
    folder = _folder()
    if folder is None:
        return []
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    found: list[StoredMail] = []
    for file in files:
        mails = _mails_in(file)
        found += reversed(mails)
        if len(found) >= MOST_SHOWN:
            break
    return found[:MOST_SHOWN]


def find_mail(key: str) -> StoredMail | None:
    return next((mail for mail in stored_mails() if mail.key == key), None)


def _folder() -> Path | None:
    path = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(path) if path else None


def _mails_in(file: Path) -> list[StoredMail]:
    parts = (file.read_bytes() + b"\n").split(_BETWEEN)
    return [
        StoredMail(f"{file.stem}-{place}", _parse(part))
        for place, part in enumerate(parts)
        if part.strip()
    ]


def _parse(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content.lstrip(b"\n"), policy=email.policy.default)
