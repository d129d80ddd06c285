"""The house's rule about names: people go by their own, and nobody's name sounds like an office.

``proper`` tidies a name and refuses what is none. ``sounds_official`` finds names that pretend to be
a function ("Politie Oeverbeke", "W1jkagent", "P.o.l.i.c.e", "Роlitie" with Cyrillic letters): they are
not refused, for there are people called Burgemeester, but somebody of the town looks first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

from . import official_words

MOST_FIRST, MOST_LAST = 60, 80
MOST_MARKS = 2  # More signs above one letter than any language needs spill over other lines.
# Letters and signs that leave no ink: fillers of Hangul and Khmer, joiners, choices of a variant.
UNSEEN = frozenset(
    map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)])
) | frozenset(map(chr, range(0xE0100, 0xE01F0)))
# Beside letters: what stands between the parts of a name.
BETWEEN = frozenset(" '’ʼ-‐‑.·")


class NameRefused(DomainError):
    """What was typed is no name; the sentence says why."""


def proper(first_name: str, last_name: str) -> tuple[str, str]:
    """Both parts as they are stored; raises ``NameRefused``. The last name may be empty."""
    first, last = clean(first_name), clean(last_name)
    check(first, MOST_FIRST)
    if last:
        check(last, MOST_LAST)
    return first, last


def clean(name: str) -> str:
    """One line of composed letters, without anything that is not seen or turns the text around."""
    # A free-standing accent is how some keyboards write an apostrophe.
    name = unicodedata.normalize("NFKC", name.translate({0xB4: "'", 0x60: "'"}))
    name = "".join(" " if letter.isspace() else letter for letter in name)
    name = "".join(
        letter for letter in name if unicodedata.category(letter)[0] != "C" and letter not in UNSEEN
    )
    return " ".join(name.split())


def check(name: str, most: int) -> None:
    """Raises ``NameRefused`` for a clean text that cannot be (a part of) somebody's name."""
    if len(name) > most:
        raise NameRefused(_("This name is too long."))
    if not any(letter.isalpha() for letter in name):
        raise NameRefused(_("A name has letters."))
    if any(
        letter not in BETWEEN and unicodedata.category(letter)[0] not in "LM" for letter in name
    ):
        raise NameRefused(
            _(
                "Use letters only: no digits, pictures or other signs. A hyphen or an apostrophe is fine."
            )
        )
    if _marks_in_a_row(name) > MOST_MARKS:
        raise NameRefused(_("This name has too many signs above its letters."))
    if any(len(_alphabets(word)) > 1 for word in re.split(r"[\s\-‐‑.·]+", name)):
        raise NameRefused(
            _("One word of this name mixes letters of two alphabets. Type it with one keyboard.")
        )


def _marks_in_a_row(name: str) -> int:
    longest = run = 0
    for letter in name:
        run = run + 1 if unicodedata.category(letter) == "Mn" else 0
        longest = max(longest, run)
    return longest


# Alphabets that are written together within one word.
_TOGETHER = {"CJK": "EAST", "HIRAGANA": "EAST", "KATAKANA": "EAST", "HANGUL": "EAST"}


def _alphabets(word: str) -> set[str]:
    found = set()
    for letter in word:
        if unicodedata.category(letter)[0] == "L" and unicodedata.category(letter) != "Lm":
            script = unicodedata.name(letter, "UNKNOWN").split()[0]
            found.add(_TOGETHER.get(script, script))
    return found


def sounds_official(first_name: str, last_name: str) -> bool:
    """Whether the name could be taken for an office, a service or the portal itself."""
    first, last = _tokens(first_name), _tokens(last_name)
    tokens = first + last
    if _is_in_disguise(first_name + last_name):
        return True
    if any(word in token for token in tokens for word in _folded("ANYWHERE")):
        return True
    if any(token in _folded("WORDS") for token in tokens) or any(
        token in _folded("TITLES") for token in first
    ):
        return True
    if _joins_to_a_word(tokens):
        return True
    # "De Stad", "Stad", "Uw Bestuur": nothing but such words, while Jan van der Stad is a person.
    small, fillers = _folded("SMALL"), _folded("FILLERS")
    return any(token in small for token in tokens) and all(
        token in small or token in fillers for token in tokens
    )


def _joins_to_a_word(tokens: list[str]) -> bool:
    """Whether tokens in a row, put together, are such a word: "Poli Tie", "Wijk Agent"."""
    words = _folded("ANYWHERE") | _folded("WORDS")
    return any(
        _squeeze("".join(tokens[start:end])) in words
        for start in range(len(tokens))
        for end in range(start + 2, len(tokens) + 1)
    )


def _is_in_disguise(name: str) -> bool:
    """Letters of alphabets that nobody here writes a name in but that look like ours."""
    scripts = {
        unicodedata.name(letter, "UNKNOWN").split()[0] for letter in clean(name) if letter.isalpha()
    }
    return bool(scripts & official_words.LOOK_ALIKE_ALPHABETS)


@cache
def _folded(group: str) -> frozenset[str]:
    return frozenset(_fold(word) for word in getattr(official_words, group))


def _tokens(name: str) -> list[str]:
    """The words of a name, folded. Letters that stand alone in a row are one word: P o l i t i e."""
    words: list[str] = []
    spelled = ""
    for word in clean(name).split():
        bare = _fold(word)
        if len(bare) == 1:
            spelled += bare
            continue
        if spelled:
            words.append(_squeeze(spelled))
            spelled = ""
        if bare:
            words.append(bare)
    return [*words, _squeeze(spelled)] if spelled else words


@cache
def _plain_letter(letter: str) -> str:
    """The letter of our alphabet that ``letter`` looks like; nothing for a sign."""
    if letter in official_words.LOOK_ALIKES:
        return official_words.LOOK_ALIKES[letter]
    if letter.isascii():
        return letter if letter.isalpha() else ""
    # "LATIN SMALL LETTER O WITH STROKE", "LATIN LETTER SMALL CAPITAL P"
    named = re.match(
        r"LATIN (?:(?:SMALL|CAPITAL) LETTER|LETTER SMALL CAPITAL) ([A-Z])\b",
        unicodedata.name(letter, ""),
    )
    if named:
        return named[1].lower()
    return letter if unicodedata.category(letter)[0] == "L" else ""


def _fold(word: str) -> str:
    """A word as the eye reads it: no accents, no capitals, look-alikes as our letters, no signs."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _squeeze("".join(map(_plain_letter, bare)))


def _squeeze(word: str) -> str:
    """Letters that are told apart with effort count as one, and so do doubled ones."""
    word = word.replace("i", "l").replace("vv", "w").replace("rn", "m")
    word = re.sub(r"(.)\1+", r"\1", word).replace("lj", "y")
    return re.sub(r"(.)\1+", r"\1", word)
