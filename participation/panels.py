"""What the editor of a survey shows beside its words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class SurveyPanel(Panel):
    """Whom the survey asks and when, read-only, with the way to the screen where that is chosen.

    It holds no form field on purpose: the editor saves by itself, and whom the town asks changes by
    an explicit save alone.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "participation/admin/survey_panel.html"

        def is_shown(self) -> bool:
            return True

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            survey = self.instance.survey if self.instance.survey_id else None
            context["survey"] = survey
            if survey:
                context["url"] = reverse("surveys_admin:survey_detail", args=[survey.public_id])
                context["neighborhoods"] = (
                    [] if survey.all_neighborhoods else list(survey.neighborhoods.all())
                )
            return context
