"""The codes on the letters: made, hashed, sealed until printed, found and revoked.

A code is 11 random characters and one check character from an alphabet of 31: 54 bits. The check
character is computed without the database, so that "almost right" tells a typo and nothing else.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
import zlib
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.errors import DomainError

from ..models import Address, JoinCode, JoinCodeBatch

if TYPE_CHECKING:
    from ..models import Neighborhood

# No 0 and O, no 1 and I, no 8. 31 is a prime: only so every slip changes the check sum.
ALPHABET = "2345679ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12
# Somebody who reads B as 8 or L as 1 typed something that no code holds; it can only mean these.
READ_AS = str.maketrans({"8": "B", "1": "L", "I": "L"})
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_IGNORED = frozenset(" -–—_.·\u00a0\t\r\n/")

LONGEST = dt.timedelta(days=60)
SEALED_FOR = dt.timedelta(days=14)
# A letter is for a household: everybody in it joins with the same code.
USES_A_HOUSEHOLD = 6
BATCH = 500


class CodeError(DomainError):
    """The batch cannot be made or shown; the sentence says why."""


def check_character(random_part: str) -> str:
    """The twelfth character: it makes the sum of place times value divisible by 31.

    31 is prime and larger than any place, so one wrong character or two swapped neighbors never
    leave the sum as it was.
    """
    total = sum(place * _VALUE[character] for place, character in enumerate(random_part, 1))
    # The twelfth value x must solve total + 12 x = 0 modulo 31.
    return ALPHABET[-total * pow(LENGTH, -1, len(ALPHABET)) % len(ALPHABET)]


def new_code() -> str:
    """A code that nobody can guess, from the machine's source of randomness."""
    random_part = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH - 1))
    return random_part + check_character(random_part)


def normalize(typed: str) -> str:
    """What somebody typed in the one form codes have: capitals, no spaces, hyphens or dots."""
    kept = "".join(character for character in typed if character not in _IGNORED)
    return kept.upper().translate(READ_AS)


def is_well_formed(code: str) -> bool:
    """Whether a normalized code has the right length, characters and check sum; asks no database."""
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return False
    return check_character(code[:-1]) == code[-1]


def in_groups(code: str) -> str:
    """As printed: ``"K7QM R2TX 9FHA"``."""
    return " ".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def digest_of(code: str) -> str:
    """What is stored of a code: a hash under a key that is not in the database."""
    key = settings.JOIN_CODE_KEY.encode()
    return hmac.new(key, b"join-code:" + code.encode(), hashlib.sha256).hexdigest()


def _sealer() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    hmac.new(key.encode(), b"sealed join codes", hashlib.sha256).digest()
                )
            )
            for key in keys
        ]
    )


@transaction.atomic
def make_batch(
    *,
    neighborhood: Neighborhood,
    by: Any,
    valid_for: dt.timedelta = LONGEST,
    uses: int = USES_A_HOUSEHOLD,
) -> JoinCodeBatch:
    """Makes one code for each address of the neighborhood and seals them for the letters.

    Older batches stay valid until they end or are revoked: letters that are on their way still work.
    Raises ``CodeError`` for more than 60 days, or when there are no addresses.
    """
    if not dt.timedelta(hours=1) <= valid_for <= LONGEST:
        raise CodeError(_("A letter is valid for 60 days at most."))
    addresses = list(
        Address.objects.filter(neighborhood=neighborhood).in_order().values_list("pk", flat=True)
    )
    if not addresses:
        raise CodeError(_("There are no addresses in this neighborhood yet. Import them first."))
    now = clock.now()
    expires_at = now + valid_for
    plain = [(pk, new_code()) for pk in addresses]
    batch = JoinCodeBatch.objects.create(
        neighborhood=neighborhood,
        made_by=by,
        created_at=now,
        expires_at=expires_at,
        codes_count=len(plain),
        sealed=_sealer().encrypt(zlib.compress(json.dumps(plain).encode())),
    )
    JoinCode.objects.bulk_create(
        [
            JoinCode(
                batch=batch,
                neighborhood=neighborhood,
                address_id=pk,
                digest=digest_of(code),
                max_uses=uses,
                expires_at=expires_at,
            )
            for pk, code in plain
        ],
        batch_size=BATCH,
    )
    audit.record("letters_made", by=by, target=batch, letters=len(plain))
    return batch


def can_show(batch: JoinCodeBatch) -> bool:
    """Whether the letters can still be printed: not confirmed, not revoked, not older than 14 days."""
    return (
        batch.sealed is not None
        and batch.revoked_at is None
        and batch.created_at + SEALED_FOR > clock.now()
    )


def unseal(batch: JoinCodeBatch) -> list[tuple[Address, str]]:
    """Each address of the batch with its plain code, in the order of a street.

    Raises ``CodeError`` when the letters were confirmed as printed, revoked, or are too old.
    """
    if not can_show(batch):
        raise CodeError(_("These letters can no longer be shown. Make new ones."))
    try:
        opened = _sealer().decrypt(bytes(batch.sealed or b""))
    except InvalidToken as error:
        raise CodeError(_("These letters can no longer be shown. Make new ones.")) from error
    pairs: list[tuple[int, str]] = json.loads(zlib.decompress(opened))
    rows = Address.objects.in_bulk([pk for pk, _code in pairs])
    # An address that left the register since gets no letter.
    return [(rows[pk], code) for pk, code in pairs if pk in rows]


@transaction.atomic
def confirm_printed(*, batch: JoinCodeBatch, by: Any) -> JoinCodeBatch:
    """Forgets the plain codes for good; only the letters on paper hold them now."""
    batch.sealed = None
    batch.downloaded_at = clock.now()
    batch.save(update_fields=["sealed", "downloaded_at"])
    audit.record("letters_printed", by=by, target=batch, letters=batch.codes_count)
    return batch


@transaction.atomic
def revoke_batch(*, batch: JoinCodeBatch, by: Any) -> JoinCodeBatch:
    """Makes every code of the batch worthless from this moment on; who joined with one stays."""
    if batch.revoked_at is None:
        batch.revoked_at = clock.now()
        batch.sealed = None
        batch.save(update_fields=["revoked_at", "sealed"])
        audit.record("letters_revoked", by=by, target=batch, letters=batch.codes_count)
    return batch


def forget_old_seals(**_kwargs: Any) -> int:
    """Forgets plain codes after 14 days or once they no longer open anything; the sweeper calls it."""
    now = clock.now()
    sealed = JoinCodeBatch.objects.exclude(sealed=None)
    old = sealed.filter(created_at__lte=now - SEALED_FOR) | sealed.filter(expires_at__lte=now)
    return old.update(sealed=None)
