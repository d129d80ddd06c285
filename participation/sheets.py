"""Where answers are kept while somebody still answers: on the server, sealed, until handed in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings

from core import clock
from core.models import Draft

from .sealing import seal, unseal_or

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import Survey


def draft_purpose(survey: Survey) -> str:
    return f"survey:{survey.pk}"


class MemberSheet:
    """A signed-in person's answers, in their one draft for this survey, on any device."""

    def __init__(self, survey: Survey, person: Any) -> None:
        self.person = person
        self.purpose = draft_purpose(survey)

    def read(self) -> dict[str, Any]:
        drafts = Draft.objects.filter(person=self.person, purpose=self.purpose)
        data = drafts.values_list("data", flat=True).first() or {}
        return unseal_or(data.get("sealed"), {})

    def write(self, answers: dict[str, Any]) -> None:
        Draft.objects.update_or_create(
            person=self.person,
            purpose=self.purpose,
            defaults={"data": {"sealed": seal(answers)}, "saved_at": clock.now()},
        )

    def take(self) -> dict[str, Any] | None:
        answers = self.read()
        Draft.objects.filter(person=self.person, purpose=self.purpose).delete()
        return answers


class VisitorSheet:
    """A visitor's answers, in the browser's session."""

    def __init__(self, survey: Survey, request: HttpRequest) -> None:
        self.session = request.session
        self.key = f"survey_{survey.pk}"

    def read(self) -> dict[str, Any]:
        return unseal_or(self.session.get(self.key), {})

    def write(self, answers: dict[str, Any]) -> None:
        self.session[self.key] = seal(answers)

    def take(self) -> dict[str, Any] | None:
        """Wiped in the row itself and at once: two tabs cannot hand in the same sheet."""
        store = import_module(settings.SESSION_ENGINE).SessionStore(self.session.session_key)
        sealed = store.pop(self.key, None)
        self.session.pop(self.key, None)
        if sealed is None:
            return None
        store.save()
        return unseal_or(sealed, {})


def sheet_of(request: HttpRequest, survey: Survey) -> MemberSheet | VisitorSheet:
    if request.user.is_authenticated:
        return MemberSheet(survey, request.user)
    return VisitorSheet(survey, request)
