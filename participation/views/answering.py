"""Answering a survey: one question a screen, a look back, and thanks."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from .. import cards, services
from ..forms import QuestionForm
from ..limits import may_submit
from ..marks import set_mark
from ..review import next_unanswered, review
from ..sheets import sheet_of
from . import not_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from ..models import Survey

    View = Callable[..., HttpResponse]


def for_participants(view: View) -> View:
    """Gives the view the survey at this address, for those it asks.

    Somebody who is not signed in and not asked gets the sign-in page; whom it does not ask gets 404.
    Once it is over, or for who took part, the view is not reached.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        survey = cards.survey_at(slug, request.user, "take_part")
        if survey is None:
            return not_for(request)
        if not survey.takes_answers:
            return redirect(survey.reader_page.get_url(request))
        if cards.has_taken_part(request, survey):
            return redirect("participation:survey_thanks", slug=slug)
        response = view(request, Asked(request, survey, slug), **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return wrapped


class Asked:
    """A survey, the questions in the reader's words, and what they answered so far."""

    def __init__(self, request: HttpRequest, survey: Survey, slug: str) -> None:
        self.survey = survey
        self.slug = slug
        self.page = survey.reader_page
        self.questions = cards.questions_for(survey)
        self.sheet = sheet_of(request, survey)
        self.answers = self.sheet.read()

    def url(self, number: int) -> str:
        return reverse("participation:question_answer", args=[self.slug, number])

    @property
    def check_url(self) -> str:
        return reverse("participation:answers_check", args=[self.slug])

    def context(self) -> dict[str, Any]:
        return {
            "survey": self.survey,
            "page": self.page,
            "page_url": self.page.get_url(),
            "check_url": self.check_url,
            "total": len(self.questions),
        }


@require_safe
@for_participants
def survey_answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """To the first question that was not seen yet, on this or another device."""
    number = next_unanswered(asked.questions, asked.answers)
    return redirect(asked.url(number) if number else asked.check_url)


@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def question_answer(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    if not 1 <= number <= len(asked.questions):
        raise Http404
    question = asked.questions[number - 1]
    # From the look back one returns to it.
    is_change = "change" in request.GET
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(question, sent, answer=asked.answers.get(question.id))
    if form.is_valid():
        asked.sheet.write({**asked.answers, question.id: form.cleaned_answer})
        is_last = number == len(asked.questions)
        return redirect(asked.check_url if is_change or is_last else asked.url(number + 1))
    context = asked.context() | {
        "form": form,
        "question": question,
        "number": number,
        "is_change": is_change,
        "back_url": asked.check_url if is_change else asked.url(number - 1) if number > 1 else "",
    }
    status = 422 if form.is_bound else 200
    return render(request, "participation/question_answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_participants
def answers_check(request: HttpRequest, asked: Asked) -> HttpResponse:
    if next_unanswered(asked.questions, asked.answers) == 1:
        return redirect(asked.url(1))
    rows = review(asked.questions, asked.answers, asked.url)
    errors = [row.error for row in rows if row.error] if request.method == "POST" else []
    if request.method == "POST" and not errors:
        response = _submit(request, asked, errors)
        if response is not None:
            return response
    context = asked.context() | {"rows": rows, "errors": errors, "summary": {"error_list": errors}}
    context["back_url"] = asked.url(len(asked.questions))
    status = 422 if errors else 200
    return render(request, "participation/answers_check.html", context, status=status)


def _submit(request: HttpRequest, asked: Asked, errors: list[dict[str, str]]) -> Any:
    """The way on after handing in; None, and a line in ``errors``, when it was refused."""
    if not may_submit(request, asked.survey, errors):
        return None
    done = redirect("participation:survey_thanks", slug=asked.slug)
    try:
        services.submit_answers(survey=asked.survey, sheet=asked.sheet, by=request.user)
    except services.AlreadyTookPart:
        pass
    except (services.NotTakingAnswers, services.Incomplete) as error:
        errors.append({"message": str(error), "href": ""})
        return None
    if not request.user.is_authenticated:
        set_mark(done, asked.survey, secure=request.is_secure())
    return done


@require_safe
def survey_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next; for those who took part, also after the survey is closed."""
    survey = cards.survey_at(slug, request.user, "take_part")
    if survey is None:
        return not_for(request)
    page = survey.reader_page
    if not cards.has_taken_part(request, survey):
        return redirect(page.get_url(request))
    context = {"survey": survey, "page": page, "facts": cards.facts(survey, page)}
    context["others"] = cards.others_to_answer(request.user, survey)
    response = render(request, "participation/survey_thanks.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
