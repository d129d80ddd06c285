"""Results as rows, one a participant, that no spreadsheet can be made to run.

What may not stand on the results page may not stand here either: groups that are too small are left
out, and the answers to a question that too few answered are left blank.
"""

from __future__ import annotations

import csv
import re
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .answers import in_words
from .models import SurveyResponse
from .results import TOGETHER, group_labels, question_groups, strata_of, visible_groups, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import Survey, SurveyPage
    from .questions import Question

CHUNK = 2000
LONGEST_CELL = 32_000
# Where a spreadsheet starts to calculate: after quotes, spaces and marks that are not seen, too.
_FORMULA = re.compile(r"^[\s\"'\u200b-\u200f\u2028-\u202e\u2060\ufeff]*[=+\-@\t\r\n＝＋－＠]")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    return f"'{text}" if _FORMULA.match(text) else text


@dataclass(frozen=True)
class Table:
    """What one export holds; ``strata`` of each question id are those whose answers may stand here."""

    survey: Survey
    questions: list[Question]
    shown: list[str]
    strata: dict[str, set[str]]

    @property
    def has_groups(self) -> bool:
        """Whether rows may say to which group they belong."""
        return self.shown != [TOGETHER]

    @property
    def rows_of(self) -> set[str]:
        return {stratum for group in self.shown for stratum in strata_of(group)}


def table_of(survey: Survey, page: SurveyPage | None) -> Table | None:
    """The table of a closed survey; None when too few people took part to show anything."""
    tally = survey.tally or {"participants": {}, "questions": {}}
    shown = visible_groups(tally["participants"])
    if not shown:
        return None
    strata: dict[str, set[str]] = {}
    for key, counted in tally["questions"].items():
        groups = question_groups(counted, shown)
        # Beside a column that names the group, a figure for all together is one for each of them.
        apart = [group for group in groups if group != TOGETHER]
        together = [TOGETHER] if groups and shown == [TOGETHER] else []
        strata[key] = {stratum for group in [*apart, *together] for stratum in strata_of(group)}
    return Table(survey, worded(survey, page), shown, strata)


def head(table: Table) -> list[str]:
    columns = [_("Group")] if table.has_groups else []
    columns += [_("Name")] if not table.survey.is_anonymous else []
    return [*columns, *(question.label for question in table.questions)]


def rows(table: Table) -> Iterator[list[str]]:
    """The rows in the order of their random keys, fetched in parts."""
    labels, other = group_labels(), _("Something else")
    found: Any = SurveyResponse.objects.filter(survey=table.survey, stratum__in=table.rows_of)
    for row in found.select_related("person").order_by("id").iterator(chunk_size=CHUNK):
        cells = [labels[row.stratum]] if table.has_groups else []
        if not table.survey.is_anonymous:
            cells.append(row.person.get_full_name() if row.person else "")
        for question in table.questions:
            is_shown = row.stratum in table.strata.get(question.id, ())
            answer = row.answers.get(question.id) if is_shown else None
            cells.append("; ".join(in_words(question, answer, other)))
        yield cells


class _Line:
    """A file for the csv module that hands each line on."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table) -> Iterator[str]:
    """UTF-8 with the mark by which spreadsheets know it, line by line."""
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow([safe_cell(text) for text in head(table)])
    for cells in rows(table):
        yield writer.writerow([safe_cell(text) for text in cells])


def xlsx_file(table: Table) -> IO[bytes]:
    """A workbook on disk, written row by row; every cell is text and says so."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Answers"))

    def text_cell(text: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value=safe_cell(text))
        cell.data_type = "s"
        cell.number_format = "@"
        return cell

    sheet.append([text_cell(text) for text in head(table)])
    for cells in rows(table):
        sheet.append([text_cell(text) for text in cells])
    # Closed, and with that removed, by the response that sends it.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file
