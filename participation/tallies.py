"""Counts answers by the ids of options, so that all languages are counted together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .questions import Question


def tally(
    questions: Iterable[Question], rows: Iterable[tuple[str, dict[str, Any]]]
) -> dict[str, Any]:
    """The count of all ``rows`` (stratum, answers): one pass, whatever their number.

    ``{"participants": {stratum: n}, "questions": {id: {"answered": {stratum: n},
    "counts": {stratum: {key: n}}}}}``, where a key is an option's id, ``other`` or a point. Texts
    are counted as answered and not kept here.
    """
    participants: Counter[str] = Counter()
    answered: dict[str, Counter[str]] = {question.id: Counter() for question in questions}
    counts: dict[str, dict[str, Counter[str]]] = {key: {} for key in answered}
    for stratum, answers in rows:
        participants[stratum] += 1
        for key, answer in answers.items():
            if key in answered:
                answered[key][stratum] += 1
                counts[key].setdefault(stratum, Counter()).update(_keys(answer))
    return {
        "participants": dict(participants),
        "questions": {
            key: {
                "answered": dict(answered[key]),
                "counts": {stratum: dict(counter) for stratum, counter in counts[key].items()},
            }
            for key in answered
        },
    }


def _keys(answer: dict[str, Any]) -> list[str]:
    if "options" in answer:
        return [str(key) for key in answer["options"]]
    if "point" in answer:
        return [str(answer["point"])]
    return [str(answer["option"])] if "option" in answer else []
