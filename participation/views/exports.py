"""Results to take along: CSV and a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.views.decorators.http import require_safe

from core.policies import get_allowed_or_404

from .. import cards, exports
from ..policies import survey_policy

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponseBase

    from ..models import Survey


def _sheet(request: HttpRequest, public_id: uuid.UUID) -> tuple[Survey, exports.Table]:
    survey = get_allowed_or_404(survey_policy, request.user, "read_results", public_id=public_id)
    table = exports.table_of(survey, cards.words_for(survey) or survey.source_page())
    if table is None:
        # Too few people took part: there is nothing that may be shown.
        raise Http404
    return survey, table


@require_safe
def results_csv(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    survey, table = _sheet(request, public_id)
    response = StreamingHttpResponse(
        exports.csv_lines(table), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="survey-{survey.pk}.csv"'
    return response


@require_safe
def results_xlsx(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    survey, table = _sheet(request, public_id)
    return FileResponse(
        exports.xlsx_file(table),
        as_attachment=True,
        filename=f"survey-{survey.pk}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
