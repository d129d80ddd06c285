"""Which fields of this app's models are personal."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.personal_data import OnErasure, register

from . import models


def which_survey(row: Any) -> dict[str, Any]:
    page = row.survey.source_page()
    return {_now("Survey"): page.title if page is not None else ""}


register(
    models.Survey,
    purpose="What the town asks, whom and when; the tally is numbers alone.",
    harmless=[
        "source_language", "access", "opens_at", "closes_at", "state", "tally", "created_at",
    ],
)  # fmt: skip
register(
    models.SurveyVersion,
    purpose="The questions as they were asked.",
    harmless=["questions", "frozen_at"],
)
register(
    models.Participation,
    person="person",
    label=_("Surveys you took part in"),
    purpose=_("So that nobody answers twice."),
    context=which_survey,
    personal={"person": OnErasure.DETACH},
    harmless=["stratum"],
)
register(
    models.PendingAnswer,
    purpose="Anonymous answers that wait for others; sealed, and nobody's from the start.",
    harmless=["sealed"],
)
register(
    models.SurveyResponse,
    person="person",
    label=_("What you answered by name"),
    purpose=_("Only where the survey said beforehand that your name is kept."),
    context=which_survey,
    # Anonymous answers have no person to erase; a named one loses its name and still counts.
    personal={"person": OnErasure.DETACH, "answers": OnErasure.KEEP},
    harmless=["stratum"],
)
for page in (models.ParticipationIndexPage, models.SurveyPage):
    register(
        page,
        purpose="Public pages.",
        harmless=[f.name for f in page._meta.local_concrete_fields if f.name != "page_ptr"],
    )
