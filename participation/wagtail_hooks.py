"""Surveys on the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from accounts.roles import has_role

from . import admin_urls
from .models import SurveyPage
from .policies import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest


@hooks.register("register_admin_urls")
def register_survey_urls() -> list[Any]:
    return [path("surveys/", include(admin_urls))]


class SurveysMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *READERS)


@hooks.register("register_admin_menu_item")
def register_surveys_menu_item() -> MenuItem:
    return SurveysMenuItem(
        _("Surveys"),
        reverse("surveys_admin:survey_list"),
        name="surveys",
        icon_name="form",
        order=220,
    )


@hooks.register("register_page_header_buttons")
def audience_and_opening_button(
    page: Any, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[HeaderButton]:
    """One click from any language's editor to whom the survey asks."""
    if isinstance(page, SurveyPage) and page.survey_id and has_role(user, *READERS):
        yield HeaderButton(
            _("Audience and opening"),
            reverse("surveys_admin:survey_detail", args=[page.survey.public_id]),
            icon_name="form",
            priority=5,
        )
