"""Cells of tables that are opened in a spreadsheet."""

from __future__ import annotations

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

LONGEST_CELL = 32_000
# Where a spreadsheet starts to calculate: after quotes, spaces and marks that are not seen, too.
_FORMULA = re.compile(r"^[\s\"'\u200b-\u200f\u2028-\u202e\u2060\ufeff]*[=+\-@\t\r\n＝＋－＠]")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    return f"'{text}" if _FORMULA.match(text) else text
