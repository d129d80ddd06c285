"""What stands on the letters: one for each address of a batch, in four languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from core import branding

from .codes import in_groups, unseal

if TYPE_CHECKING:
    from ..models import JoinCodeBatch

LANGUAGES = ("nl", "fr", "en", "de")


@dataclass(frozen=True)
class Words:
    """A letter's text in one language; the same for every household."""

    language: str
    greeting: str
    opening: str
    how: str
    short: str
    valid: str
    help: str
    closed: str
    sender: str


@dataclass(frozen=True)
class QrCode:
    """The dark squares of a QR code as one SVG path, on a board of ``size`` by ``size`` units."""

    size: int
    path: str


@dataclass(frozen=True)
class Letter:
    """One sheet of paper."""

    street: str
    town: str
    code: str
    address: str
    qr: QrCode


def qr_code(text: str) -> QrCode:
    """A QR code with the usual quiet border of four units; a third of it may be damaged."""
    code = segno.make(text, error="q", micro=False)
    border = 4
    runs = []
    for y, row in enumerate(code.matrix):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start + border} {y + border}h{x - start}v1h-{x - start}z")
                start = None
    return QrCode(size=len(code.matrix) + 2 * border, path="".join(runs))


def letters_of(batch: JoinCodeBatch) -> list[Letter]:
    """The letters of a batch, in the order of its streets. Raises ``CodeError``."""
    with translation.override(settings.LANGUAGE_CODE):
        base = settings.BASE_URL + reverse("neighborhoods:join_start")
    return [
        Letter(
            street=f"{row.street} {row.number}{_box(row.box)}",
            town=f"{row.postcode} {row.city}",
            code=in_groups(code),
            address=base,
            qr=qr_code(f"{base}{code}/"),
        )
        for row, code in unseal(batch)
    ]


def _box(box: str) -> str:
    # The Belgian post writes "bus" between number and box, whatever the language of the letter.
    return f" bus {box}" if box else ""


def words_for(batch: JoinCodeBatch) -> list[Words]:
    """The text in the town's language first, then in the others."""
    others = [language for language in LANGUAGES if language != settings.LANGUAGE_CODE]
    return [_words(batch, language) for language in (settings.LANGUAGE_CODE, *others)]


def _words(batch: JoinCodeBatch, language: str) -> Words:
    brand = branding.current()
    with translation.override(language):
        facts: dict[str, Any] = {
            "portal": brand.name,
            "neighborhood": batch.neighborhood.name,
            "town": brand.municipality or brand.name,
            "date": formats.date_format(timezone.localtime(batch.expires_at), "DATE_FORMAT"),
            "phone": brand.contact_phone,
            "email": brand.contact_email,
        }
        return Words(
            language=language,
            greeting=_("Dear resident of %(neighborhood)s,") % facts,
            opening=_(
                "On %(portal)s neighbors of %(neighborhood)s meet: they ask and offer help, lend each "
                "other things and hear what is going on. It is closed: only who lives in the "
                "neighborhood, and the workers you may meet there, can read along."
            )
            % facts,
            how=_("Scan the square with your telephone, or type the code at:"),
            short=_(
                "With this code you join %(portal)s, the network of neighbors in %(neighborhood)s. "
                "It is valid until %(date)s."
            )
            % facts,
            valid=_("The code is for your household alone and is valid until %(date)s.") % facts,
            help=_help(facts),
            closed=_("Neighbors see your name and your street. They never see your house number."),
            sender=_("The municipality of %(town)s") % facts,
        )


def _help(facts: dict[str, Any]) -> str:
    if facts["phone"] and facts["email"]:
        return _("No smartphone, or a question? Call %(phone)s or write to %(email)s.") % facts
    if facts["phone"]:
        return _("No smartphone, or a question? Call %(phone)s.") % facts
    if facts["email"]:
        return _("No smartphone, or a question? Write to %(email)s.") % facts
    return _("No smartphone, or a question? Come to the town hall.")
