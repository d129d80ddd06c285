"""The look back at all answers before they are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .answers import cleaned, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .questions import Question


@dataclass(frozen=True)
class Row:
    """One question with the answer in words, the way to change it, and what is wrong with it."""

    number: int
    question: Question
    lines: list[str]
    change_url: str
    error: dict[str, str] | None


def review(
    questions: Sequence[Question], answers: dict[str, Any], url: Callable[[int], str]
) -> list[Row]:
    problems = cleaned(questions, answers).problems
    return [
        Row(
            number=number,
            question=question,
            lines=in_words(question, answers.get(question.id), _("Something else")),
            change_url=f"{url(number)}?change",
            error=_error(question, number, url) if question.id in problems else None,
        )
        for number, question in enumerate(questions, 1)
    ]


def _error(question: Question, number: int, url: Callable[[int], str]) -> dict[str, str]:
    sentence = _("Question %(number)s still needs an answer: %(question)s")
    return {
        "message": sentence % {"number": number, "question": question.label},
        "href": f"{url(number)}?change",
    }


def next_unanswered(questions: Sequence[Question], answers: dict[str, Any]) -> int | None:
    """The number of the first question that was not seen yet; None when all were."""
    for number, question in enumerate(questions, 1):
        if question.id not in answers:
            return number
    return None
