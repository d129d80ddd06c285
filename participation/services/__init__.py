"""The only writers of surveys, participations and answers."""

from .answers import AlreadyTookPart, Given, Incomplete, NotTakingAnswers, submit_answers
from .pool import is_ripe, release_pending
from .surveys import (
    AlreadyOpened,
    NotReady,
    address_survey,
    call_off_survey,
    close_survey,
    open_survey,
    publish_results,
    schedule_survey,
    sweep_surveys,
)

__all__ = [
    "AlreadyOpened",
    "AlreadyTookPart",
    "Given",
    "Incomplete",
    "NotReady",
    "NotTakingAnswers",
    "address_survey",
    "call_off_survey",
    "close_survey",
    "is_ripe",
    "open_survey",
    "publish_results",
    "release_pending",
    "schedule_survey",
    "submit_answers",
    "sweep_surveys",
]
