"""What came out, for the people a survey asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import cards
from ..results import public_results
from . import not_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def survey_results(request: HttpRequest, slug: str) -> HttpResponse:
    """The same figures for everybody the survey asked, once it is closed and they are public."""
    survey = cards.survey_at(slug, request.user, "view_results")
    if survey is None:
        return not_for(request)
    page = survey.reader_page
    context = {
        "survey": survey,
        "page": page,
        "page_url": page.get_url(request),
        "results": public_results(survey, cards.words_for(survey)),
        "facts": cards.facts(survey, page),
    }
    return render(request, "participation/survey_results.html", context)
