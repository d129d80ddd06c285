"""What came out, as it may be shown: no figure about fewer people than the threshold.

Members and everyone else are always told apart, and together only where neither group is small:
otherwise the figures of the small one could be had by subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from core import figures

from . import questions as asking
from .models import Participation, Stratum, SurveyResponse
from .questions import OTHER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.figures import Figure

    from .models import Survey, SurveyPage
    from .questions import Question

TOGETHER = "all"
# Texts on the screen; the export has them all.
MOST_TEXTS = 50
SAMPLE = 500


@dataclass(frozen=True)
class Group:
    """The figures of one group for one question: (label, number) for each answer."""

    key: str
    label: str
    answered: int
    rows: list[tuple[str, int]]

    @property
    def caption(self) -> str:
        """The group and how many of it answered, as the title of its chart."""
        return _("%(group)s: %(number)s people answered") % {
            "group": self.label,
            "number": self.answered,
        }


@dataclass(frozen=True)
class QuestionResult:
    number: int
    question: Question
    groups: list[Group]
    texts: list[str] = field(default_factory=list)

    @property
    def is_hidden(self) -> bool:
        """Too few people answered it."""
        return not self.groups


@dataclass(frozen=True)
class Results:
    turnout: list[tuple[str, Figure]]
    questions: list[QuestionResult]

    @property
    def is_hidden(self) -> bool:
        """Too few people took part."""
        return not any(result.groups for result in self.questions)


def group_labels() -> dict[str, str]:
    return {**{key: str(label) for key, label in Stratum.choices}, TOGETHER: _("Together")}


def visible_groups(counts: Mapping[str, int]) -> list[str]:
    """The groups whose figures may stand beside each other, given the people in each stratum."""
    least = settings.PRIVACY_THRESHOLD
    people = {stratum: counts.get(stratum, 0) for stratum in Stratum.values}
    small = [stratum for stratum, count in people.items() if 0 < count < least]
    large = [stratum for stratum, count in people.items() if count >= least]
    if not small:
        return [*large, TOGETHER] if len(large) > 1 else large
    if large:
        return large
    return [TOGETHER] if sum(people.values()) >= least else []


def turnout(survey: Survey) -> list[tuple[str, Figure]]:
    """How many took part; all an officer learns before the survey is closed. One query.

    Rounded down to tens while it runs, so that one more answer changes nothing anybody sees.
    """
    counts = Participation.objects.filter(survey=survey).counts()
    return _turnout(counts, is_final=survey.state == survey.State.CLOSED)


def _turnout(counts: Mapping[str, int], *, is_final: bool) -> list[tuple[str, Figure]]:
    labels = group_labels()
    # A group without anybody is no small group: there is no one in it to be found.
    people = {stratum: counts[stratum] for stratum in Stratum.values if counts.get(stratum)}
    if is_final and people:
        return _final_turnout(people, labels)
    shown = figures.safe_parts(list(people.values()))
    named = [
        (labels[stratum], part if part.is_hidden else figures.about(count))
        for (stratum, count), part in zip(people.items(), shown.parts, strict=True)
    ]
    together = figures.about(sum(people.values()))
    return named if len(named) == 1 else [*named, (labels[TOGETHER], together)]


def _final_turnout(
    people: Mapping[str, int], labels: Mapping[str, str]
) -> list[tuple[str, Figure]]:
    """The groups whose answers stand below, and all together only where that is no subtraction.

    Each chart says how many of its group answered, and an export has a row for each of them.
    """
    shown = visible_groups(people)
    found = [
        (labels[stratum], figures.safe(count) if stratum in shown else figures.HIDDEN)
        for stratum, count in people.items()
    ]
    if TOGETHER in shown:
        found.append((labels[TOGETHER], figures.safe(sum(people.values()))))
    return found


def worded(survey: Survey, page: SurveyPage | None) -> list[Question]:
    """The frozen questions in the words of ``page``, in the source's where it lacks them."""
    version = survey.version()
    frozen = asking.from_json(version.questions) if version else []
    return asking.in_words_of(frozen, asking.from_stream(page.questions) if page else [])


def public_results(survey: Survey, page: SurveyPage | None) -> Results:
    """For the people the survey asked: figures alone, since texts may hold anything."""
    return results_of(survey, page, with_texts=False)


def results_of(survey: Survey, page: SurveyPage | None, *, with_texts: bool) -> Results:
    """The figures from the tally made at closing: as quick with 100,000 answers as with ten."""
    tally = survey.tally or {"participants": {}, "questions": {}}
    shown = visible_groups(tally["participants"])
    questions = worded(survey, page)
    groups = {
        question.id: _groups(question, tally["questions"].get(question.id, {}), shown)
        for question in questions
    }
    texts = _texts(survey, groups) if with_texts else {}
    return Results(
        turnout=_turnout(tally["participants"], is_final=True),
        questions=[
            QuestionResult(number, question, groups[question.id], texts.get(question.id, []))
            for number, question in enumerate(questions, 1)
        ],
    )


def question_groups(counted: Mapping[str, Any], shown: list[str]) -> list[str]:
    """The groups of one question: those of the survey, as far as enough people answered it."""
    return [key for key in visible_groups(counted.get("answered", {})) if key in shown]


def _groups(question: Question, counted: Mapping[str, Any], shown: list[str]) -> list[Group]:
    labels = group_labels()
    return [
        Group(
            key=key,
            label=labels[key],
            answered=sum(counted["answered"].get(stratum, 0) for stratum in strata_of(key)),
            rows=_rows(question, counted["counts"], strata_of(key)),
        )
        for key in question_groups(counted, shown)
    ]


def strata_of(group: str) -> list[str]:
    return list(Stratum.values) if group == TOGETHER else [group]


def _rows(
    question: Question, counts: Mapping[str, Mapping[str, int]], strata: list[str]
) -> list[tuple[str, int]]:
    def number(key: str) -> int:
        return sum(counts.get(stratum, {}).get(key, 0) for stratum in strata)

    rows = [(label, number(key)) for key, label in question.options]
    rows += [(point_label(question, point), number(str(point))) for point in points_of(question)]
    if question.has_other:
        rows.append((_("Something else"), number(OTHER)))
    return rows


def points_of(question: Question) -> range:
    return range(1, question.points + 1)


def point_label(question: Question, point: int) -> str:
    """The point, with its word at both ends."""
    ends = {1: question.lowest_label, question.points: question.highest_label}
    word = ends.get(point)
    return f"{point} ({word})" if word else str(point)


def _texts(survey: Survey, groups: Mapping[str, list[Group]]) -> dict[str, list[str]]:
    """Some texts of each question, in the order of their random keys: shuffled, and one query."""
    strata = {
        key: {stratum for group in found for stratum in strata_of(group.key)}
        for key, found in groups.items()
    }
    texts: dict[str, list[str]] = {key: [] for key in groups}
    rows = SurveyResponse.objects.filter(survey=survey).order_by("id")
    for stratum, answers in rows.values_list("stratum", "answers")[:SAMPLE]:
        for key, answer in answers.items():
            text = answer.get("text")
            if text and stratum in strata.get(key, ()) and len(texts[key]) < MOST_TEXTS:
                texts[key].append(text)
    return texts
