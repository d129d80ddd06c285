"""How many answers of visitors without an account come from one connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.limits import Limit, client_address, client_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import Survey

# A library or a school hall shares one connection, so the limit is not a handful.
VISITOR_ANSWERS = Limit("survey_answers", most=20, seconds=60 * 60)


def may_submit(request: HttpRequest, survey: Survey, errors: list[dict[str, str]]) -> bool:
    """Counts one answer of a visitor; a refusal stands as a sentence in ``errors``."""
    if request.user.is_authenticated:
        return True
    if VISITOR_ANSWERS.take(f"{survey.pk}:{client_of(client_address(request))}"):
        return True
    sentence = _(
        "Many people have answered from this connection. Try again in an hour; "
        "we keep your answers until then."
    )
    errors.append({"message": sentence, "href": ""})
    return False
