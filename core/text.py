"""What people type, made safe to show: plain text in, a few plain elements out.

There is no markup to write. Paragraphs, line breaks, simple lists and links are recognized;
everything else is shown as typed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.safestring import SafeString

# Marks that turn or hide text without being seen: a name or an address could be spoofed with them.
_UNSEEN = dict.fromkeys(
    [
        0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F),
        *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
    ]
)  # fmt: skip
_LINK = re.compile(
    r"(?P<web>\bhttps?://[^\s<>\"'`\\]+)"
    r"|(?P<mail>\b(?:mailto:)?[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}\b)"
    r"|(?P<phone>\btel:\+?[0-9][0-9 .()/-]{4,20}[0-9])",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s{0,3}[-*•]\s+(?P<words>\S.*)$")
_TRAILING = ".,;:!?…»)]}'\""


def clean(text: str) -> str:
    """The text as it is stored: one kind of line break, nothing that is not seen."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(_UNSEEN)
    text = "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc"
    )
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def clean_line(text: str) -> str:
    """The same for a text of one line: a title, a name, what a photo shows."""
    return " ".join(clean(text).split())


def to_html(text: str) -> SafeString:
    """The text as paragraphs, lists and links; all that was typed is escaped."""
    return format_html_join("", "{}", ((block,) for block in _blocks(clean(text))))


def _blocks(text: str) -> Iterator[SafeString]:
    for paragraph in re.split(r"\n\s*\n", text):
        lines: list[str] = []
        items: list[str] = []
        for line in paragraph.split("\n"):
            bullet = _BULLET.match(line)
            if bullet:
                if lines:
                    yield _paragraph(lines)
                    lines = []
                items.append(bullet["words"])
                continue
            if items:
                yield _list(items)
                items = []
            lines.append(line)
        if items:
            yield _list(items)
        if any(lines):
            yield _paragraph(lines)


def _paragraph(lines: list[str]) -> SafeString:
    return format_html("<p>{}</p>", format_html_join("\n", "{}", _broken(lines)))


def _broken(lines: list[str]) -> Iterator[tuple[SafeString]]:
    for place, line in enumerate(lines):
        end = "<br>" if place < len(lines) - 1 else ""
        yield (format_html("{}" + end, _linked(line)),)


def _list(items: list[str]) -> SafeString:
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_linked(item),) for item in items))
    )


def _linked(line: str) -> SafeString:
    parts: list[tuple[str | SafeString]] = []
    seen = 0
    for found in _LINK.finditer(line):
        words = found[0].rstrip(_TRAILING)
        address = _address(found.lastgroup or "", words)
        if address is None:
            continue
        parts.append((line[seen : found.start()],))
        parts.append(
            (format_html('<a href="{}" rel="nofollow noopener ugc">{}</a>', address, words),)
        )
        seen = found.start() + len(words)
    parts.append((line[seen:],))
    return format_html_join("", "{}", parts)


def _address(group: str, words: str) -> str | None:
    """Where a link leads, or None for one that pretends to lead elsewhere."""
    if group == "mail":
        return "mailto:" + re.sub("^mailto:", "", words, flags=re.IGNORECASE)
    if group == "phone":
        return "tel:" + re.sub(r"[^0-9+]", "", words[4:])
    try:
        parts = urlsplit(words)
        host = parts.hostname
    except ValueError:
        return None
    # "https://bank.example@evil.example" shows one name and leads to another.
    if not host or "@" in parts.netloc:
        return None
    return words


def excerpt(text: str, limit: int = 320) -> tuple[str, bool]:
    """The beginning of the text, cut at a word, and whether something was left out."""
    text = clean(text)
    if len(text) <= limit:
        return text, False
    cut = text[:limit]
    head, space, _tail = cut.rpartition(" ")
    return f"{(head if space and len(head) > limit // 2 else cut).rstrip(_TRAILING)}…", True


def first_words(text: str, limit: int = 70) -> str:
    """A title made from the first line of a text, cut at a sentence or a word."""
    line = clean_line(clean(text).split("\n")[0])
    sentence = re.match(r"^(.{8,}?[.!?])(\s|$)", line)
    if sentence and len(sentence[1]) <= limit:
        return sentence[1].rstrip(".")
    return excerpt(line, limit)[0]
