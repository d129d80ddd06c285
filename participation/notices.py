"""What this app tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.kinds import NoticeKind, Promise, Topic

from . import cards
from .policies import addressed

if TYPE_CHECKING:
    from .models import Survey

SURVEYS = Topic(
    "surveys",
    _("Surveys"),
    _("Questions the municipality asks your neighborhood."),
)


def _title(survey: Survey, recipient: Any) -> str:
    page = cards.page_for(survey)
    return page.title if page else ""


def _context(survey: Survey, recipient: Any) -> dict[str, Any]:
    page = cards.page_for(survey)
    return cards.mail_context(page) if page else {}


kinds.register(
    NoticeKind(
        name="survey_open",
        topic=SURVEYS,
        target_kind="survey",
        audience=addressed,
        title=_title,
        # Asked again for each person at sending: who moved away, or is too late, is not told.
        action="receive",
        promise=Promise.NEVER_REPEATED,
        context=_context,
        is_same_for_all=True,
    )
)
