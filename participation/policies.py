"""Who may do what with surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Q

from accounts.models import User
from accounts.roles import Role, has_role, people_with
from core.policies import Policy
from neighborhoods.models import Membership
from neighborhoods.policies import home_of

from .models import Survey

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.policies import Person

    from .querysets import SurveyQuerySet

READERS = (Role.PARTICIPATION, Role.TRANSLATION)


class SurveyPolicy(Policy[Survey]):
    """The page of a survey is read by anyone; its questions only by those it asks.

    ``view`` the public page and the card. ``take_part`` belongs to those the survey asks, from its
    opening on and also once it is closed; ``answer`` is the same while it takes answers.
    ``receive``: members of its neighborhoods are told while it takes answers, whoever may answer.
    ``view_results``: who may take part, after closing, once the officer made them public.
    On the dashboard translators see for whom it is (``look``), and participation officers
    ``manage``, ``address``, ``open``, ``close``, ``read_results`` and ``publish_results``.
    """

    model = Survey

    def allowed(self, user: Person, action: str) -> SurveyQuerySet:
        rows = Survey.objects.all()
        if action == "view":
            return rows.public()
        if action in ("take_part", "answer", "view_results", "receive"):
            in_reach = Q(pk__in=_aimed_at(user))
            if action != "receive":
                in_reach |= Q(access=Survey.Access.OPEN)
            return _in_time(rows.public(), action).filter(in_reach)
        if action == "look":
            return rows if has_role(user, *READERS) else rows.none()
        if not has_role(user, Role.PARTICIPATION):
            return rows.none()
        return _at_the_desk(rows, action)

    def may_look(self, user: Person) -> bool:
        """Whether ``user`` may open the list of surveys, also while there is none."""
        return has_role(user, *READERS)

    def audience(self, action: str, instance: Survey) -> QuerySet[User]:
        rows = Survey.objects.filter(pk=instance.pk)
        nobody = User.objects.none()
        if action == "view":
            return User.objects.active() if rows.public().exists() else nobody
        if action in ("take_part", "answer", "view_results", "receive"):
            if not _in_time(rows.public(), action).exists():
                return nobody
            is_for_all = instance.access == Survey.Access.OPEN and action != "receive"
            return User.objects.active() if is_for_all else addressed(instance)
        if action == "look":
            return people_with(*READERS)
        return people_with(Role.PARTICIPATION) if _at_the_desk(rows, action).exists() else nobody


def _aimed_at(user: Person) -> QuerySet[Any]:
    """The keys of the surveys that ask the neighborhood ``user`` is an active member of."""
    home = home_of(user)
    aimed = Q(neighborhoods__in=home) | (Q(all_neighborhoods=True) & Q(Exists(home)))
    # ``pk__in`` and no join: such sets are searched and combined with others.
    return Survey.objects.filter(aimed).values("pk")


def _in_time(rows: SurveyQuerySet, action: str) -> SurveyQuerySet:
    if action == "take_part":
        return rows.opened()
    if action == "view_results":
        return rows.with_results()
    return rows.taking_answers()


def _at_the_desk(rows: SurveyQuerySet, action: str) -> SurveyQuerySet:
    """What a participation officer may do, by the state of the survey."""
    if action == "manage":
        return rows
    if action == "address":
        return rows.editable()
    if action == "open":
        # Asking what nobody can read would send people to a missing page.
        return rows.filter(state__in=["draft", "scheduled"]).with_live_source()
    if action == "call_off":
        return rows.filter(state="scheduled")
    if action == "close":
        return rows.filter(state="open")
    if action in ("read_results", "publish_results"):
        return rows.filter(state="closed")
    return rows.none()


def addressed(survey: Survey) -> QuerySet[User]:
    """The active members of the survey's neighborhoods."""
    members = Membership.objects.active().filter(neighborhood__in=survey.targets().values("pk"))
    return User.objects.active().filter(pk__in=members.values("person"))


def is_asked_as_member(person: Person, survey: Survey) -> bool:
    """Whether the person counts among the members: lives in a neighborhood the survey asks."""
    return survey.targets().filter(pk__in=home_of(person)).exists()


survey_policy = SurveyPolicy()
