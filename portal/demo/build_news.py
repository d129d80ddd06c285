"""Lets the town speak and ask: campaigns and surveys, through the services the dashboard uses."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from campaigns.models import CampaignIndexPage, CampaignPage
from campaigns.services import address_campaign, follow_sendings, schedule_campaign, send_campaign
from core import clock
from participation import questions as asking
from participation.models import ParticipationIndexPage, SurveyPage
from participation.services import (
    Given,
    address_survey,
    close_survey,
    open_survey,
    publish_results,
    submit_answers,
    sweep_surveys,
)

from . import campaigns, surveys
from .build_pages import NL, block_id, picture, publish, translate

if TYPE_CHECKING:
    from accounts.models import User

    from .build_town import Town


def build(town: Town) -> None:
    for words in sorted(campaigns.ALL, key=lambda each: -each.ago):
        _campaign(town, words)
    for asked in sorted(surveys.ALL, key=lambda each: -each.opened_ago):
        _survey(town, asked)


# --- Campaigns ----------------------------------------------------------------------------------
def _story(words: campaigns.CampaignWords, language: int) -> list[dict[str, Any]]:
    """The body's blocks; ``language`` is 1 for Dutch and 2 for French."""
    blocks = []
    for number, row in enumerate(words.body):
        kind, value = row[0], row[language]
        first, _, second = value.partition("|")
        content: Any = {
            "text": value,
            "fact": {"title": first, "text": second},
            "quote": {"quote": first, "person": second},
        }[kind]
        blocks.append({"type": kind, "value": content, "id": block_id(words.slug, number)})
    return blocks


def _campaign(town: Town, words: campaigns.CampaignWords) -> None:
    officer = town.people["comms"]
    written = town.day(max(words.ago, 0) + 1, 15)
    with clock.travel(written):
        page = CampaignPage(
            title=words.title,
            slug=words.slug,
            introduction=words.introduction,
            picture=picture(words.title, words.picture, words.picture_alt),
            body=_story(words, 1),
            owner=officer,
        )
        publish(page, below=CampaignIndexPage.objects.get(locale__language_code=NL), at=written)
        address_campaign(
            campaign=page.campaign,
            by=officer,
            theme=words.theme,
            all_neighborhoods=not words.neighborhoods,
            neighborhoods=[town.neighborhoods[slug] for slug in words.neighborhoods],
        )
        if words.fr:
            french = CampaignPage(
                title=words.fr[0],
                slug=words.slug,
                introduction=words.fr[1],
                body=_story(words, 2),
                locale=page.locale,
                campaign=page.campaign,
            )
            translate(page, french, town.people["translator"])
        if words.state == "scheduled":
            schedule_campaign(campaign=page.campaign, by=officer, send_at=town.day(words.ago, 9))
    if words.state == "sent":
        with clock.travel(town.day(words.ago, 9)):
            send_campaign(campaign=page.campaign, by=officer)
        with clock.travel(town.day(words.ago, 9, 5)):
            follow_sendings()


# --- Surveys ------------------------------------------------------------------------------------
def _questions(words: surveys.SurveyWords, language: int) -> list[dict[str, Any]]:
    """The question blocks; ``language`` is 0 for Dutch and 1 for French."""
    blocks = []
    for number, question in enumerate(words.questions):
        value: dict[str, Any] = {
            "question": (question.nl, question.fr)[language],
            "help_text": (question.help_nl, question.help_fr)[language],
            "is_required": question.required,
        }
        labels = [pair[language] for pair in question.options]
        if question.kind == "scale":
            value |= {"points": "5", "lowest_label": labels[0], "highest_label": labels[1]}
        elif labels:
            value["options"] = [
                {"type": "item", "value": label, "id": block_id(words.slug, number, place)}
                for place, label in enumerate(labels)
            ]
        if question.kind == "single":
            value["has_other"] = question.has_other
        blocks.append({"type": question.kind, "value": value, "id": block_id(words.slug, number)})
    return blocks


def _survey(town: Town, words: surveys.SurveyWords) -> None:
    officer = town.people["participation"]
    opened = town.day(words.opened_ago, 9)
    closes = town.seeded_at + dt.timedelta(days=words.closes_in)
    with clock.travel(opened):
        page = SurveyPage(
            title=words.title,
            slug=words.slug,
            introduction=words.introduction,
            questions=_questions(words, 0),
            owner=officer,
        )
        publish(page, below=ParticipationIndexPage.objects.get(locale__language_code=NL), at=opened)
        address_survey(
            survey=page.survey,
            by=officer,
            access=words.access,
            is_anonymous=True,
            all_neighborhoods=not words.neighborhoods,
            neighborhoods=[town.neighborhoods[slug] for slug in words.neighborhoods],
            closes_at=closes,
        )
        french = SurveyPage(
            title=words.title_fr,
            slug=words.slug,
            introduction=words.introduction_fr,
            questions=_questions(words, 1),
            locale=page.locale,
            survey=page.survey,
        )
        translate(page, french, town.people["translator"])
        survey = open_survey(survey=page.survey, by=officer)
    _answers(town, words, survey)
    if words.closes_in < 0:
        with clock.travel(closes):
            survey = close_survey(survey=survey)
            if words.publish_results:
                publish_results(survey=survey, by=officer, is_public=True)


def _answers(town: Town, words: surveys.SurveyWords, survey: Any) -> None:
    """Residents and visitors answer, in between opening and now."""
    chance = random.Random(words.slug)  # noqa: S311  (opinions, not secrets)
    version = survey.version()
    questions = asking.from_json(version.questions)
    asked: list[User] = [
        person
        for slug, members in town.members.items()
        if not words.neighborhoods or slug in words.neighborhoods
        for person in members
    ]
    takers: list[Any] = [*chance.sample(asked, words.answers), *[AnonymousUser()] * words.guests]
    with clock.travel(town.day(max(words.opened_ago - 5, 0.1), 18)):
        for person in takers:
            sheet = Given(
                {each.id: _answer(each, chance) for each in questions if _wants(each, chance)}
            )
            submit_answers(survey=survey, sheet=sheet, by=person)
        sweep_surveys()


def _wants(question: asking.Question, chance: random.Random) -> bool:
    return question.is_required or chance.random() < 0.7


def _answer(question: asking.Question, chance: random.Random) -> Any:
    keys = [key for key, _label in question.options]
    if question.kind == "single":
        return {"option": chance.choices(keys, weights=range(len(keys), 0, -1))[0]}
    if question.kind == "multiple":
        return {"options": chance.sample(keys, chance.randint(1, 2))}
    if question.kind == "scale":
        return {"point": chance.choices([1, 2, 3, 4, 5], weights=[2, 4, 5, 4, 1])[0]}
    return {
        "text": chance.choice(
            surveys.LONG_ANSWERS if question.kind == "long" else surveys.SHORT_ANSWERS
        )
    }
