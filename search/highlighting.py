"""Shows where the words of a query stand in a text: escaped first, marked afterwards."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

_WORD = re.compile(r"\w+", re.UNICODE)


def plain(text: str) -> str:
    """``text`` without accents and capitals, letter for letter as long as it was."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter)
    bare = "".join(part for part in bare if not unicodedata.combining(part)).casefold()
    # A letter that becomes two (ß, ﬁ) or none keeps its own place, so that positions stay true.
    return bare if len(bare) == 1 else letter


def words(query: str) -> list[str]:
    """The query's words, plain."""
    return [plain(word) for word in _WORD.findall(query)]


def spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where words of ``text`` begin with a word of the query: (start, end) of what matches."""
    wanted = words(query)
    found = []
    for match in _WORD.finditer(plain(text)):
        lengths = [len(word) for word in wanted if match.group().startswith(word)]
        if lengths:
            found.append((match.start(), match.start() + max(lengths)))
    return found


def highlight(text: str, query: str) -> SafeString:
    """The whole text, with <mark> around what was found."""
    return _mark(text, spans(text, query))


def excerpt(text: str, query: str, around: int = 90) -> SafeString:
    """The text around the first place that was found, or its beginning."""
    text = " ".join(text.split())
    found = spans(text, query)
    first = found[0][0] if found else 0
    start = _word_start(text, max(0, first - around))
    end = min(len(text), first + 2 * around)
    inside = [(a - start, b - start) for a, b in found if a >= start and b <= end]
    marked = _mark(text[start:end].rstrip(), inside)
    return format_html("{}{}{}", "… " if start else "", marked, " …" if end < len(text) else "")


def _word_start(text: str, position: int) -> int:
    if position == 0:
        return 0
    space = text.find(" ", position)
    return space + 1 if space != -1 else position


def _mark(text: str, found: list[tuple[int, int]]) -> SafeString:
    parts: list[tuple[str, SafeString | str]] = []
    position = 0
    for start, end in found:
        parts.append((text[position:start], format_html("<mark>{}</mark>", text[start:end])))
        position = end
    parts.append((text[position:], ""))
    return format_html_join("", "{}{}", parts)
