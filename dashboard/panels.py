"""What the dashboard's home shows, role by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import ngettext_lazy
from wagtail.admin.ui.components import Component

from accounts.roles import Role, has_role
from campaigns.models import Campaign
from campaigns.policies import campaign_policy
from neighborhoods.policies import desk_post_policy
from notifications.policies import delivery_policy
from participation.policies import survey_policy

from . import figures
from .guards import TRANSLATORS
from .translations import work_for

if TYPE_CHECKING:
    from django.http import HttpRequest

OFFICERS = (Role.COMMUNICATION, Role.PARTICIPATION, Role.CARE, Role.ADMINISTRATION)


@dataclass(frozen=True)
class Task:
    """One line of what waits: how many, of what, and where to go."""

    number: int
    words: Any  # a lazy plural that takes the number
    url: str

    @property
    def text(self) -> str:
        return str(self.words % {"number": self.number})


class Panel(Component):
    """A panel that is there for some roles only; nothing is asked of the database for others."""

    roles: tuple[Role, ...] = ()

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def is_shown(self) -> bool:
        return has_role(self.request.user, *self.roles)


class WaitingPanel(Panel):
    """Today: what waits for this person."""

    name = "waiting"
    order = 10
    template_name = "dashboard/waiting_panel.html"
    roles = tuple(Role)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = [task for task in self._tasks() if task.number]
        return {"tasks": found, "name": getattr(self.request.user, "first_name", "")}

    def _tasks(self) -> list[Task]:
        user = self.request.user
        tasks: list[Task] = []
        if has_role(user, Role.COMMUNICATION):
            tasks += _campaigns(user)
        if has_role(user, Role.PARTICIPATION):
            tasks += _surveys(user)
        if has_role(user, Role.MODERATION):
            tasks += _flags(user)
        if has_role(user, Role.COMMUNICATION, Role.ADMINISTRATION):
            tasks += _mails(user)
        if has_role(user, Role.ADMINISTRATION):
            tasks += _people()
        return tasks


def _campaigns(user: Any) -> list[Task]:
    mine = campaign_policy.allowed(user, "manage")
    url = reverse("campaigns_admin:campaign_list")
    state = Campaign.State
    return [
        Task(
            mine.filter(state=state.HELD).count(),
            ngettext_lazy(
                "%(number)d campaign about to be sent",
                "%(number)d campaigns about to be sent",
                "number",
            ),
            url,
        ),
        Task(
            mine.filter(state=state.SCHEDULED).count(),
            ngettext_lazy("%(number)d campaign planned", "%(number)d campaigns planned", "number"),
            url,
        ),
        Task(
            campaign_policy.allowed(user, "send").filter(state=state.DRAFT).count(),
            ngettext_lazy(
                "%(number)d published campaign not sent yet",
                "%(number)d published campaigns not sent yet",
                "number",
            ),
            url,
        ),
    ]


def _surveys(user: Any) -> list[Task]:
    mine = survey_policy.allowed(user, "manage")
    url = reverse("surveys_admin:survey_list")
    return [
        Task(
            mine.filter(state="open").count(),
            ngettext_lazy(
                "%(number)d survey taking answers", "%(number)d surveys taking answers", "number"
            ),
            url,
        ),
        Task(
            mine.filter(state="scheduled").count(),
            ngettext_lazy("%(number)d survey planned", "%(number)d surveys planned", "number"),
            url,
        ),
    ]


def _flags(user: Any) -> list[Task]:
    waiting = desk_post_policy.allowed(user, "moderate").with_open_flags(user).count()  # type: ignore[attr-defined]
    url = reverse("flags_desk:flag_list")
    return [
        Task(
            waiting,
            ngettext_lazy(
                "%(number)d flagged post to look at",
                "%(number)d flagged posts to look at",
                "number",
            ),
            url,
        )
    ]


def _mails(user: Any) -> list[Task]:
    unresolved = delivery_policy.allowed(user, "resolve").count()
    url = reverse("notifications_admin:unresolved_list")
    return [
        Task(
            unresolved,
            ngettext_lazy(
                "%(number)d mail nobody is sure about",
                "%(number)d mails nobody is sure about",
                "number",
            ),
            url,
        )
    ]


def _people() -> list[Task]:
    return [
        Task(
            figures.waiting_people(),
            ngettext_lazy(
                "%(number)d person waiting to be admitted",
                "%(number)d people waiting to be admitted",
                "number",
            ),
            reverse("community_waiting:index"),
        )
    ]


class ReachPanel(Panel):
    """How far the network reaches, without anybody who could be found in it."""

    name = "reach"
    order = 30
    template_name = "dashboard/reach_panel.html"
    roles = OFFICERS

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"growth": figures.growth()}


class TranslationsPanel(Panel):
    """What waits to be translated, in the languages this person may edit."""

    name = "translations"
    order = 20
    template_name = "dashboard/translations_panel.html"
    roles = TRANSLATORS

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "work": work_for(self.request.user),
            "is_translator": has_role(self.request.user, Role.TRANSLATION),
        }
