"""Finds the address that an eID tells in the register, in whatever form the provider writes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .doorstep import address_like

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..models import Address


def address_of(parts: Mapping[str, str]) -> Address | None:
    """The one address of the register in a neighborhood that these parts name, or None.

    ``parts`` are street, number, box and postcode; a street without a number holds both ("Kerkstraat
    12 bus 3"). Nothing is guessed: a house with several boxes needs the box.
    """
    postcode = parts.get("postcode", "")
    for street, number in _readings(parts):
        found = address_like(postcode=postcode, street=street, number=number)
        if found is not None:
            return found
    return None


def _readings(parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    street, number, box = (
        " ".join(parts.get(name, "").replace(",", " ").split())
        for name in ("street", "number", "box")
    )
    if number:
        yield street, f"{number} bus {box}" if box else number
        return
    # "Rue du 11 Novembre 5": the number may begin at any figure that stands alone.
    for figure in re.finditer(r" (?=\d)", street):
        rest = street[figure.end() :]
        yield street[: figure.start()], f"{rest} bus {box}" if box else rest
