"""One question as a form of the public site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PublicForm

from .answers import LONGEST
from .questions import OTHER
from .results import point_label, points_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .questions import Question

OTHER_LABEL = _("Something else")


class QuestionForm(PublicForm):
    """The field ``answer`` for one question, and ``other`` where people may write their own.

    ``cleaned_answer`` is the answer as it is kept, or None when the question was skipped.
    """

    def __init__(self, question: Question, *args: Any, answer: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(answer), **kwargs)
        self.question = question
        self.fields["answer"] = _FIELDS[question.kind](question)
        self.fields["answer"].label = question.label
        self.fields["answer"].help_text = question.help_text
        self.fields["answer"].required = question.is_required
        self.fields["answer"].error_messages.update(
            required=_("Answer this question to go on."),
            invalid_choice=_("Choose one of these answers."),
        )
        if question.has_other:
            self.fields["other"] = forms.CharField(
                label=_("Your own answer, if you chose “Something else”"),
                max_length=LONGEST["single"],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        other = (data.get("other") or "").strip()
        if data.get("answer") == OTHER and not other:
            self.add_error("other", _("Write your own answer, or choose another one."))
        if other and self.question.has_other and not data.get("answer"):
            # Whoever writes an answer of their own means it, ticked or not.
            self.errors.pop("answer", None)
            data["answer"] = OTHER
        return data

    @property
    def cleaned_answer(self) -> dict[str, Any] | None:
        answer = self.cleaned_data.get("answer")
        if not answer:
            return None
        if self.question.kind == "multiple":
            return {"options": list(answer)}
        if self.question.kind == "scale":
            return {"point": int(answer)}
        if self.question.kind == "single":
            text = (self.cleaned_data.get("other") or "").strip()
            return {"option": answer, **({"text": text} if answer == OTHER else {})}
        return {"text": answer}


def _initial(answer: dict[str, Any] | None) -> dict[str, Any]:
    if not answer:
        return {}
    if "option" in answer:
        return {"answer": answer["option"], "other": answer.get("text", "")}
    if "options" in answer:
        return {"answer": answer["options"]}
    return {"answer": str(answer["point"]) if "point" in answer else answer.get("text", "")}


def _single(question: Question) -> forms.Field:
    choices: list[tuple[str, Any]] = list(question.options)
    if question.has_other:
        choices.append((OTHER, OTHER_LABEL))
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def _multiple(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(choices=question.options, widget=forms.CheckboxSelectMultiple)


def _scale(question: Question) -> forms.Field:
    choices = [(str(point), point_label(question, point)) for point in points_of(question)]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def _short(question: Question) -> forms.Field:
    return forms.CharField(max_length=LONGEST["short"])


def _long(question: Question) -> forms.Field:
    return forms.CharField(max_length=LONGEST["long"], widget=forms.Textarea(attrs={"rows": 6}))


_FIELDS = {
    "single": _single,
    "multiple": _multiple,
    "scale": _scale,
    "short": _short,
    "long": _long,
}


def preview_forms(questions: Iterable[Question]) -> list[QuestionForm]:
    """Every question as people will see it, for the editor's preview."""
    return [
        QuestionForm(question, prefix=f"q{number}") for number, question in enumerate(questions, 1)
    ]
