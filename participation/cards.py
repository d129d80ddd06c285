"""How a survey looks in a feed, a list, a mail and on its page, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from core import branding, clock

from . import questions as asking
from .marks import has_mark
from .models import Participation, Survey, SurveyPage
from .policies import survey_policy
from .results import public_results, worded

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

PAGE_SIZE = 12
# Seconds a person needs for a question, by its kind; from these the page says "about 3 minutes".
SECONDS = {"single": 15, "multiple": 20, "scale": 12, "short": 25, "long": 60}


def language() -> str:
    """The language of this page or mail."""
    return (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]


def page_for(survey: Survey) -> SurveyPage | None:
    """The published page in the reader's language, else the one it was written in."""
    loaded: SurveyPage | None = getattr(survey, "reader_page", None)
    if loaded is not None and loaded.reader_language == language():
        return loaded
    pages = SurveyPage.objects.for_readers_of(language()).filter(survey=survey.pk).for_cards()
    page: SurveyPage | None = pages.first()
    if page is not None:
        page.reader_language = language()
        survey.reader_page = page
    return page


def survey_at(slug: str, person: Any, action: str) -> Survey | None:
    """The survey at that address on which ``person`` may do ``action``, with its ``reader_page``."""
    allowed: Any = survey_policy.allowed(person, action)
    survey: Survey | None = allowed.at_address(slug, language()).first()
    return survey if survey is not None and page_for(survey) else None


def load(person: Any, queryset: QuerySet[Survey]) -> Iterable[Survey]:
    """Surveys ready for their cards: one query for them and their pages."""
    own = Participation.objects.filter(survey=OuterRef("survey"), person=person.pk or 0)
    pages = (
        SurveyPage.objects.for_readers_of(language())
        .filter(survey__in=queryset.order_by().values("pk"))
        .for_cards()
        .annotate(took_part=Exists(own))
    )
    surveys = []
    for page in pages:
        survey: Any = page.survey
        survey.took_part = page.took_part
        page.reader_language = language()
        survey.reader_page = page
        survey.card = card(page, survey)
        surveys.append(survey)
    return surveys


def _with_cards(surveys: list[Any]) -> list[Any]:
    pages = {
        page.survey_id: page
        for page in SurveyPage.objects.for_readers_of(language())
        .filter(survey__in=[survey.pk for survey in surveys])
        .for_cards()
    }
    for survey in surveys:
        page = pages.get(survey.pk)
        if page is not None:
            page.reader_language = language()
        survey.reader_page = page
        survey.card = card(page, survey) if page else None
    return [survey for survey in surveys if survey.card]


def card(page: SurveyPage, survey: Survey) -> dict[str, Any]:
    """What ``components/survey_card.html`` shows."""
    is_open = survey.takes_answers
    took_part = getattr(survey, "took_part", False)
    return {
        "url": page.address,
        "title": page.title,
        "text": page.introduction,
        "state": "done" if took_part else "open" if is_open else "closed",
        "until": timezone.localtime(survey.closes_at) if is_open and survey.closes_at else None,
        "anonymous": survey.is_anonymous and is_open,
        "action": _("Have your say") if is_open and not took_part else "",
    }


def index_context(request: Any, page: Any) -> dict[str, Any]:
    """Surveys one can answer now, those that end first before others, then those that are over."""
    code = page.locale.language_code
    pages = SurveyPage.objects.for_readers_of(code).for_cards()
    now = clock.now()
    running = pages.filter(survey__state="open", survey__closes_at__gt=now)
    over = pages.filter(survey__state__in=["open", "closed"], survey__closes_at__lte=now)
    took_part = set(
        Survey.objects.with_part_of(request.user)
        .filter(took_part=True)
        .values_list("pk", flat=True)
        if request.user.is_authenticated
        else ()
    )
    part = Paginator(over.order_by("-survey__closes_at", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )

    def ready(found: SurveyPage) -> dict[str, Any]:
        found.survey.took_part = found.survey_id in took_part
        return card(found, found.survey)

    return {
        "open_cards": [ready(found) for found in running.order_by("survey__closes_at", "pk")],
        "closed_cards": [ready(found) for found in part],
        "part": part,
    }


def latest(count: int) -> list[dict[str, Any]]:
    """Cards of the surveys that run now, those that end first before others."""
    pages = SurveyPage.objects.for_readers_of(language()).for_cards()
    running = pages.filter(survey__state="open", survey__closes_at__gt=clock.now())
    return [card(page, page.survey) for page in running.order_by("survey__closes_at", "pk")[:count]]


def page_context(request: Any, page: SurveyPage) -> dict[str, Any]:
    """What the public page says of the survey, and the one thing this reader can do next."""
    # A page that is previewed before its first save has no survey yet.
    survey = page.survey if page.survey_id else None
    if survey is None:
        return {"survey": None, "facts": None}
    context = {"survey": survey, "facts": facts(survey, page), "action": None, "results": None}
    if not getattr(request, "is_preview", False):
        context["action"] = next_action(request, survey, page)
        can_read = survey_policy.allows(request.user, "view_results", survey)
        # What came out of a survey among members stays among them, behind the policy's own address.
        if can_read and survey.access == Survey.Access.OPEN:
            context["results"] = public_results(survey, page)
        context["results_url"] = (
            reverse("participation:survey_results", args=[page.slug]) if can_read else ""
        )
    return context


def words_for(survey: Survey) -> SurveyPage | None:
    """The page whose words of the questions this reader gets; loaded with its questions."""
    pages: Any = SurveyPage.objects.for_readers_of(language()).filter(survey=survey.pk)
    page: SurveyPage | None = pages.first()
    return page


def questions_for(survey: Survey) -> list[asking.Question]:
    """The frozen questions in the reader's words, in the source's where a language lacks them."""
    return worded(survey, words_for(survey))


def others_to_answer(person: Any, survey: Survey) -> list[dict[str, Any]]:
    """Cards of at most three other surveys this person may still answer."""
    found = survey_policy.allowed(person, "answer").exclude(pk=survey.pk)
    mine = found.with_part_of(person).filter(took_part=False)
    return [other.card for other in _with_cards(list(mine.order_by("closes_at", "pk")[:3]))]


def facts(survey: Survey, page: SurveyPage) -> dict[str, Any]:
    """Period, who may answer, how long it takes."""
    version = survey.version()
    asked = asking.from_json(version.questions) if version else asking.from_stream(page.questions)
    seconds = sum(SECONDS[question.kind] for question in asked)
    return {
        "opens": moment(survey.opens_at),
        "closes": moment(survey.closes_at),
        "minutes": max(1, round(seconds / 60)),
        "neighborhoods": (
            [] if survey.all_neighborhoods else [str(found) for found in survey.targets()]
        ),
        "sender": branding.current().municipality or _("the municipality"),
    }


def moment(value: dt.datetime | None) -> str:
    """Date and time in the town's zone, with the zone's name; empty for no moment."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} ({local.tzname()})"


def next_action(request: Any, survey: Survey, page: SurveyPage) -> dict[str, Any] | None:
    """``{"kind": "answer" | "done" | "sign_in" | "not_asked", "url"}``; None while nothing is asked."""
    if not survey.takes_answers:
        return None
    url = reverse("participation:survey_answer", args=[page.slug])
    person = request.user
    if survey_policy.allows(person, "answer", survey):
        if has_taken_part(request, survey):
            return {"kind": "done", "url": ""}
        return {"kind": "answer", "url": url}
    if person.is_authenticated:
        return {"kind": "not_asked", "url": ""}
    return {"kind": "sign_in", "url": url}


def has_taken_part(request: Any, survey: Survey) -> bool:
    """Whether this person, or this browser where nobody is signed in, took part before."""
    if request.user.is_authenticated:
        return survey.participations.filter(person=request.user.pk).exists()
    return has_mark(request, survey)


def mail_context(page: SurveyPage) -> dict[str, Any]:
    """What ``emails/survey_open.*`` shows."""
    code = page.locale.language_code
    return {
        "page": page,
        "facts": facts(page.survey, page),
        "is_anonymous": page.survey.is_anonymous,
        "page_language": code,
        "language_note": ""
        if code == language()
        else str(dict(settings.LANGUAGES).get(code, code)),
    }
