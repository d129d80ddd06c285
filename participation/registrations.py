"""Tells the portal's registries about surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import targets
from core.policies import register_policy
from core.tasks import sweeping

from . import cards, services
from .policies import survey_policy

if TYPE_CHECKING:
    from .models import Survey

register_policy(survey_policy)
sweeping.connect(services.sweep_surveys, dispatch_uid="participation")


def survey_url(survey: Survey) -> str:
    page = cards.page_for(survey)
    return (page.get_url() if page else None) or "/"


def survey_label(survey: Survey) -> str:
    page = cards.page_for(survey)
    return page.title if page else ""


def survey_text(survey: Survey) -> str:
    page = cards.page_for(survey)
    return f"{page.title}\n{page.introduction}" if page else ""


targets.register(
    targets.Target(
        kind="survey",
        policy=survey_policy,
        url=survey_url,
        label=survey_label,
        text=survey_text,
        card_template="participation/_survey_card.html",
        load=cards.load,
    )
)
