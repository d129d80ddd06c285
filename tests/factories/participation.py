"""Surveys, made through the services where these matter."""

import datetime as dt
import uuid

import factory
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Locale, Page

from core import clock
from participation import questions, services
from participation.models import ParticipationIndexPage, Survey, SurveyPage

SINGLE, MULTIPLE, SCALE, SHORT, LONG = (str(uuid.UUID(int=number)) for number in range(0xA1, 0xA6))
FOOT, BIKE, TREES, BENCHES = (str(uuid.UUID(int=number)) for number in range(0xB1, 0xB5))

QUESTIONS = [
    {
        "type": "single",
        "id": SINGLE,
        "value": {
            "question": "Hoe kom je naar de markt?",
            "help_text": "Kies wat je het vaakst doet.",
            "is_required": True,
            "options": [
                {"type": "item", "id": FOOT, "value": "Te voet"},
                {"type": "item", "id": BIKE, "value": "Met de fiets"},
            ],
            "has_other": True,
        },
    },
    {
        "type": "multiple",
        "id": MULTIPLE,
        "value": {
            "question": "Wat mag er op het plein komen?",
            "options": [
                {"type": "item", "id": TREES, "value": "Bomen"},
                {"type": "item", "id": BENCHES, "value": "Zitbanken"},
            ],
        },
    },
    {
        "type": "scale",
        "id": SCALE,
        "value": {
            "question": "Hoe veilig voel je je?",
            "points": "5",
            "lowest_label": "Niet veilig",
            "highest_label": "Heel veilig",
        },
    },
    {"type": "short", "id": SHORT, "value": {"question": "Hoe moet het plein heten?"}},
    {"type": "long", "id": LONG, "value": {"question": "Wat wil je nog kwijt?"}},
]

ANSWERS = {
    SINGLE: {"option": FOOT},
    MULTIPLE: {"options": [TREES, BENCHES]},
    SCALE: {"point": 4},
    SHORT: {"text": "Kerkplein"},
    LONG: {"text": "Meer bomen."},
}


def index_page():
    """The page below which surveys stand; a test that emptied the tree gets a bare one."""
    found = ParticipationIndexPage.objects.filter(locale__language_code="nl").first()
    if found:
        return found
    locale, _ = Locale.objects.get_or_create(language_code="nl")
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    above = root.get_first_child() or root
    page = ParticipationIndexPage(title="Inspraak", slug="participation", locale=locale)
    return above.add_child(instance=page)


class SurveyPageFactory(factory.Factory):
    """A published page in Dutch with five questions, and its survey for members of ``neighborhoods``.

    ``opened`` opens it, ``closed`` opens and closes it, both through the services.
    """

    class Meta:
        model = SurveyPage

    title = factory.Sequence(lambda n: f"Het plein van morgen {n}")
    slug = factory.Sequence(lambda n: f"plein-{n}")
    introduction = "We willen weten wat je van het plein vindt."
    next_steps = "In juni beslist de gemeenteraad."
    live = True
    questions = factory.LazyFunction(lambda: QUESTIONS)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        survey_fields = {
            "access": kwargs.pop("access", "members"),
            "is_anonymous": kwargs.pop("is_anonymous", True),
            "all_neighborhoods": kwargs.pop("all_neighborhoods", False),
            "opens_at": kwargs.pop("opens_at", None),
            "closes_at": kwargs.pop("closes_at", clock.now() + dt.timedelta(days=14)),
            "neighborhoods": kwargs.pop("neighborhoods", []),
        }
        is_opened, is_closed = kwargs.pop("opened", False), kwargs.pop("closed", False)
        parent = kwargs.pop("parent", None) or index_page()
        page = model_class(locale=parent.locale, **kwargs)
        parent.add_child(instance=page)
        page = model_class.objects.get(pk=page.pk)
        services.address_survey(survey=page.survey, by=None, **survey_fields)
        if is_opened or is_closed:
            services.open_survey(survey=page.survey)
        if is_closed:
            services.close_survey(survey=page.survey)
        return model_class.objects.get(pk=page.pk)


class SurveyFactory(factory.Factory):
    """The survey of a fresh ``SurveyPageFactory``; takes the same arguments."""

    class Meta:
        model = Survey

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return SurveyPageFactory(**kwargs).survey


def answer(survey, by=None, **answers):
    """``by`` hands in ANSWERS, changed by ``answers`` (a question's id and its answer)."""
    services.submit_answers(
        survey=survey, sheet=services.Given({**ANSWERS, **answers}), by=by or AnonymousUser()
    )


def frozen(survey):
    return questions.from_json(survey.version().questions)
