"""Which fields of this app's models are personal."""

from core.personal_data import OnErasure, register

from . import models

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
    purpose="Who took part, so that nobody answers twice.",
    person="person",
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
    purpose="What was answered; with a name only where the survey said so beforehand.",
    person="person",
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
