"""Seals what somebody answered until it has lost its tie to them.

A draft hangs on its person, and a waiting answer shares a transaction with its participation. Both
are therefore stored encrypted: who holds a copy of the database, a backup or its write-ahead log can
read neither without the portal's secret key. Keys in ``SECRET_KEY_FALLBACKS`` still open what they
sealed.
"""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def _box(secret: str) -> Fernet:
    key = salted_hmac("participation.sealing", "answers", secret=secret, algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(sha256(key.digest()).digest()))


def seal(data: Any) -> str:
    text = json.dumps(data, separators=(",", ":")).encode()
    # A sealed text carries its moment for all to read; the moment is nobody's business.
    return _box(settings.SECRET_KEY).encrypt_at_time(text, 0).decode()


def unseal(sealed: str) -> Any:
    """What was sealed; ``InvalidToken`` when no key of ours made it."""
    boxes = [_box(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return json.loads(MultiFernet(boxes).decrypt(sealed.encode()))


def unseal_or(sealed: Any, default: Any) -> Any:
    """As ``unseal``, with ``default`` for what was never sealed by us."""
    try:
        return unseal(str(sealed))
    except (InvalidToken, ValueError):
        return default
