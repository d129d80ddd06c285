"""What some residents of Oeverbeke tell about themselves; most tell nothing, as in life.

``hidden`` names fields that are filled in and shown to nobody. A portrait is a motive of
``core.pictures``: somebody's cat or cake.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Told:
    portrait: str = ""
    hidden: frozenset[str] = frozenset()
    fields: dict[str, Any] = field(default_factory=dict)


def _told(portrait: str = "", hidden: str = "", **fields: Any) -> Told:
    return Told(portrait, frozenset(hidden.split()), fields)


PROFILES: dict[str, Told] = {
    "an": _told(
        "cake", interests="bakken, moestuin, breien", here_since=2004,
        languages="Nederlands, een mondje Frans", helps_with="taart, planten water geven, een babbel",
        would_like="iemand om mee te wandelen op zondag", household="mijn man Luk en een kater",
    ),
    "bram": _told(
        "bicycle", interests="fietsen, hout, voetbal kijken", here_since=2015,
        helps_with="fietsen herstellen, een kast ophangen, een aanhangwagen uitlenen",
        would_like="af en toe een koek",
    ),
    "georgette": _told(
        "window_plants", here_since=1968, languages="Nederlands, Frans",
        would_like="bezoek, en hulp met mijn gsm", helps_with="soep, en stilte om te studeren",
    ),
    "yusuf": _told(
        interests="schaken, wiskunde, soep", languages="Nederlands, Turks, Engels", here_since=2012,
        helps_with="wiskunde uitleggen tot en met het zesde jaar", household="drie kinderen",
        hidden="household",
    ),
    "lien": _told(
        "park", interests="wandelen met Pippa", here_since=2026, languages="Nederlands, Engels, Duits",
        would_like="buren leren kennen", household="hond Pippa",
    ),
    "fatou": _told(
        languages="français, wolof, un peu de néerlandais", helps_with="parler français",
        interests="la cuisine, les livres", would_like="quelqu'un pour parler néerlandais",
    ),
    "marc": _told(interests="bijen", helps_with="zwermen wegnemen", here_since=1999, hidden="here_since"),
    "amina": _told(
        languages="Nederlands, Arabisch, Frans", helps_with="oppassen, gsm's en computers",
        would_like="een stille plek in januari",
    ),
    "rita": _told("armchair", interests="breien", helps_with="mutsen", would_like="restjes wol"),
    "chadia": _told(
        "lost_cat", interests="katten, knippen, kleur", languages="Nederlands, Arabisch, Frans",
        helps_with="een kapsel aan huis", household="twee kinderen en Minoes",
    ),
    "karel": _told("canal", interests="boten", here_since=1981, helps_with="knopen leggen"),
    "nadia": _told(languages="Arabisch, Frans, beetje Nederlands", would_like="Nederlands oefenen"),
    "mehmet": _told(helps_with="brood", languages="Turks, Nederlands"),
    "hilde": _told("harvest", interests="tuin, kippen, koor", helps_with="eieren", here_since=1990),
    "james": _told(interests="football, running", languages="English, a little Dutch"),
    "anke": _told(languages="Deutsch, Englisch, etwas Niederländisch", interests="Tore halten"),
}  # fmt: skip
