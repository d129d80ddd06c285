"""What an answer looks like, and whether it fits its question.

An answer is a small dictionary: ``{"option": id}`` (with ``"text"`` when the id is ``other``),
``{"options": [ids]}``, ``{"point": 3}`` or ``{"text": "…"}``. A question that was seen and skipped
stands as None on a sheet, and not at all among what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .questions import OTHER, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = {"short": 200, "long": 2000, "single": 200}


@dataclass
class Cleaned:
    """Answers as they are kept, and the ids of the questions where something is wrong."""

    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def cleaned(questions: Iterable[Question], answers: dict[str, Any]) -> Cleaned:
    """What of ``answers`` fits the questions; what belongs to no question is left out."""
    result = Cleaned()
    for question in questions:
        given = answers.get(question.id)
        fits = _FITTING[question.kind](question, given) if isinstance(given, dict) else None
        if fits:
            result.answers[question.id] = fits
        elif question.is_required or given:
            result.problems.append(question.id)
    return result


def _single(question: Question, given: dict[str, Any]) -> dict[str, Any] | None:
    key = given.get("option")
    if key == OTHER and question.has_other:
        text = _text_of(given, LONGEST["single"])
        return {"option": OTHER, "text": text} if text else None
    return {"option": key} if key in dict(question.options) else None


def _multiple(question: Question, given: dict[str, Any]) -> dict[str, Any] | None:
    chosen = given.get("options")
    if not isinstance(chosen, list):
        return None
    # In the order of the question: the order of ticking is nobody's business.
    kept = [key for key, _label in question.options if key in chosen]
    return {"options": kept} if kept and len(kept) == len(set(map(str, chosen))) else None


def _scale(question: Question, given: dict[str, Any]) -> dict[str, Any] | None:
    point: Any = given.get("point")
    is_point = isinstance(point, int) and not isinstance(point, bool)
    return {"point": point} if is_point and 1 <= point <= question.points else None


def _text(question: Question, given: dict[str, Any]) -> dict[str, Any] | None:
    text = _text_of(given, LONGEST[question.kind])
    return {"text": text} if text else None


def _text_of(given: dict[str, Any], longest: int) -> str:
    text = given.get("text")
    return text.strip() if isinstance(text, str) and len(text.strip()) <= longest else ""


_FITTING: dict[str, Callable[[Question, dict[str, Any]], dict[str, Any] | None]] = {
    "single": _single,
    "multiple": _multiple,
    "scale": _scale,
    "short": _text,
    "long": _text,
}


def in_words(question: Question, answer: dict[str, Any] | None, other_label: str) -> list[str]:
    """The answer as lines a person reads; none where the question was skipped."""
    if not answer:
        return []
    if "options" in answer:
        return [label for key, label in question.options if key in answer["options"]]
    if "point" in answer:
        return [str(answer["point"])]
    if answer.get("option") == OTHER:
        return [f"{other_label}: {answer.get('text', '')}"]
    if "option" in answer:
        return [dict(question.options).get(answer["option"], "")]
    return [answer.get("text", "")]
