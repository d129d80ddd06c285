"""What erasure does with mails that development keeps in a folder; a mail that left is out of reach."""

from __future__ import annotations

from typing import Any

from core.erasing import names_of
from core.personal_data import on_erasure

from . import mailbox


def forget_stored_mails(person: Any, keeps_words: bool) -> None:
    mailbox.forget_mails(names_of(person))


on_erasure(forget_stored_mails)
