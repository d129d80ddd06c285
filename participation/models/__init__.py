"""Surveys, who took part in them, and what was answered."""

from .answer import Participation, PendingAnswer, Stratum, SurveyResponse
from .page import ParticipationIndexPage, SurveyPage
from .survey import Survey, SurveyVersion

__all__ = [
    "Participation",
    "ParticipationIndexPage",
    "PendingAnswer",
    "Stratum",
    "Survey",
    "SurveyPage",
    "SurveyResponse",
    "SurveyVersion",
]
