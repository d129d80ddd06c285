"""Questions apart from where they come from: a page's blocks or a frozen version."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Stands for "something else" among option ids; ids of options are UUIDs.
OTHER = "other"


@dataclass(frozen=True)
class Question:
    """One question as it is asked and counted.

    ``id`` and the ids in ``options`` (pairs of id and label) are the keys of answers and the same in
    every language. ``points`` is the highest point of a scale, 0 for other kinds.
    """

    id: str
    kind: str
    label: str
    help_text: str = ""
    is_required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    has_other: bool = False
    points: int = 0
    lowest_label: str = ""
    highest_label: str = ""

    @property
    def is_text(self) -> bool:
        return self.kind in ("short", "long")

    @property
    def shape(self) -> tuple[Any, ...]:
        """All that words do not change: two questions of one shape take the same answers."""
        option_ids = tuple(key for key, _label in self.options)
        return (self.id, self.kind, self.is_required, option_ids, self.has_other, self.points)


def from_stream(stream: Any) -> list[Question]:
    """The questions of a page's StreamField, in order."""
    return [_from_block(child) for child in stream]


def _from_block(child: Any) -> Question:
    value = child.value
    options = value.get("options")
    return Question(
        id=child.id or "",
        kind=child.block_type,
        label=value.get("question") or "",
        help_text=value.get("help_text") or "",
        is_required=bool(value.get("is_required")),
        options=tuple((item.id or "", item.value) for item in options.bound_blocks)
        if options
        else (),
        has_other=bool(value.get("has_other")),
        points=int(value.get("points") or 0),
        lowest_label=value.get("lowest_label") or "",
        highest_label=value.get("highest_label") or "",
    )


def to_json(questions: Iterable[Question]) -> list[dict[str, Any]]:
    return [asdict(question) for question in questions]


def from_json(rows: Iterable[dict[str, Any]]) -> list[Question]:
    """The questions of a frozen version."""
    return [
        Question(**{**row, "options": tuple((key, label) for key, label in row["options"])})
        for row in rows
    ]


def same_questions(frozen: Sequence[Question], now: Sequence[Question], *, whole: bool) -> bool:
    """Whether ``now`` differs from ``frozen`` in words alone.

    ``whole`` asks for all questions in the same order; without it some may lack, as in a translation
    that is behind its source.
    """
    shapes = [question.shape for question in frozen]
    if whole:
        return shapes == [question.shape for question in now]
    return all(question.shape in shapes for question in now)


def in_words_of(frozen: Sequence[Question], words: Iterable[Question]) -> list[Question]:
    """The frozen questions with the words of ``words``; what lacks there keeps its source words."""
    by_id = {question.id: question for question in words}
    return [_reworded(question, by_id.get(question.id)) for question in frozen]


def _reworded(question: Question, words: Question | None) -> Question:
    if words is None or words.kind != question.kind:
        return question
    labels = dict(words.options)
    return replace(
        question,
        label=words.label or question.label,
        help_text=words.help_text if words.label else question.help_text,
        options=tuple((key, labels.get(key) or label) for key, label in question.options),
        lowest_label=words.lowest_label or question.lowest_label,
        highest_label=words.highest_label or question.highest_label,
    )
