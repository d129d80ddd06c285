"""Takes in what somebody answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import DomainError

from .. import questions as asking
from ..answers import cleaned
from ..models import Participation, PendingAnswer, Stratum, Survey, SurveyResponse
from ..policies import is_asked_as_member, survey_policy
from ..sealing import seal

if TYPE_CHECKING:
    from core.policies import Person

    from ..models import SurveyVersion


class NotTakingAnswers(DomainError):
    """The survey is not open, or does not ask this person."""


class AlreadyTookPart(DomainError):
    """This person, or this browser, took part before."""


class Incomplete(DomainError):
    """A question that must be answered is not, or an answer does not fit its question."""


class Sheet(Protocol):
    """Where answers are kept until they are handed in."""

    def take(self) -> dict[str, Any] | None:
        """The answers, which are wiped there in the caller's transaction; None when already taken."""


@dataclass
class Given:
    """A sheet whose answers are at hand."""

    answers: dict[str, Any]

    def take(self) -> dict[str, Any]:
        return self.answers


def submit_answers(*, survey: Survey, sheet: Sheet, by: Person) -> None:
    """Notes that ``by`` took part and takes the answers over from ``sheet``, in one transaction.

    For an anonymous survey the answers go to the pool, apart from the participation. Nothing is
    returned and nothing is logged: a key, a count or a moment would tie the two together again.
    Raises ``NotTakingAnswers``, ``AlreadyTookPart`` or ``Incomplete``; then nothing changed.
    """
    try:
        with transaction.atomic():
            # The lock puts answers and closing in a row: nothing comes in behind the last release.
            row = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
            if not survey_policy.allows(by, "answer", row):
                raise NotTakingAnswers(_("This survey is closed. Your answers were not sent."))
            stratum = _note_participation(row, by)
            _keep(row, stratum, by, _checked(row.version(), sheet.take()))
    except IntegrityError as error:
        raise AlreadyTookPart(_("You have already taken part in this survey.")) from error


def _note_participation(survey: Survey, by: Person) -> Stratum:
    is_member = is_asked_as_member(by, survey)
    stratum = Stratum.MEMBERS if is_member else Stratum.OPEN
    person = by if by.is_authenticated else None
    # The unique row is the guard, also against another tab at the same moment.
    Participation.objects.create(survey=survey, person=person, stratum=stratum)  # type: ignore[misc]
    return stratum


def _checked(version: SurveyVersion | None, answers: dict[str, Any] | None) -> dict[str, Any]:
    if answers is None:
        raise AlreadyTookPart(_("You have already taken part in this survey."))
    found = cleaned(asking.from_json(version.questions) if version else [], answers)
    if found.problems:
        raise Incomplete(_("Some questions still need an answer."))
    return found.answers


def _keep(survey: Survey, stratum: Stratum, by: Person, answers: dict[str, Any]) -> None:
    if survey.is_anonymous:
        PendingAnswer.objects.create(
            survey=survey, sealed=seal({"stratum": stratum, "answers": answers})
        )
        return
    person = by if by.is_authenticated else None
    SurveyResponse.objects.create(
        survey=survey,
        person=person,  # type: ignore[misc]
        stratum=stratum,
        answers=answers,
    )
