"""The pages of surveys: their words, one page per language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core import clock
from core.models import BaseIndexPage, BasePage

from .. import questions as asking
from ..blocks import QuestionsBlock
from ..panels import SurveyPanel
from ..querysets import SurveyPageQuerySet
from .survey import Survey


class ParticipationIndexPage(BaseIndexPage):
    """All surveys of the town: what one can answer now, and what came out."""

    subpage_types: ClassVar[list[str]] = ["participation.SurveyPage"]
    template = "pages/participation_index_page.html"

    class Meta:
        verbose_name = _("all surveys")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..cards import index_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **index_context(request, self)}


class SurveyPage(BasePage):
    """The words of one survey in one language; whom it asks stands on its ``Survey``.

    The page is public and shows title, purpose, period, who may answer and results. Its questions
    are edited and translated here and shown behind the survey's policy alone: they are no search
    field, stand in no sitemap or API, and this page's template never renders them.
    A new page makes its survey; a translation shares the one of its source, and a copy in the
    explorer gets one of its own. A revision never changes which survey a page belongs to.
    """

    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, related_name="pages", editable=False
    )
    introduction = models.TextField(
        _("purpose"),
        max_length=600,
        help_text=_("What you want to know, and what you will do with it. Everyone may read this."),
    )
    next_steps = models.TextField(
        _("what happens next"),
        max_length=400,
        blank=True,
        help_text=_("Shown after somebody answered: when the results come and who decides."),
    )
    questions = StreamField(QuestionsBlock(), verbose_name=_("questions"), blank=True)

    objects = PageManager.from_queryset(SurveyPageQuerySet)()

    content_panels = [
        SurveyPanel(),
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("questions"),
        FieldPanel("next_steps"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    # Without ``overridable=False`` a translator could point a translation at another survey.
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("survey", overridable=False),
    ]
    exclude_fields_in_copy: ClassVar[list[str]] = ["survey"]
    parent_page_types: ClassVar[list[str]] = ["participation.ParticipationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/survey_page.html"
    preview_modes: ClassVar[list[tuple[str, Any]]] = [
        ("", _("Web page")),
        ("questions", _("Questions")),
    ]

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    def clean(self) -> None:
        super().clean()
        self._keep_to_frozen_questions()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._belong_to_a_survey()
        super().save(*args, **kwargs)

    def _belong_to_a_survey(self) -> None:
        if getattr(self, "survey_id", None) is not None:
            return
        siblings = SurveyPage.objects.filter(translation_key=self.translation_key)
        shared = siblings.exclude(pk=self.pk).values_list("survey_id", flat=True).first()
        if shared is not None:
            self.survey_id = shared
            return
        locale = self.locale if self.locale_id else self.get_default_locale()
        self.survey = Survey.objects.create(
            source_language=locale.language_code, created_at=clock.now()
        )

    def _keep_to_frozen_questions(self) -> None:
        version = self.survey.version() if self.survey_id is not None else None
        if version is None:
            return
        frozen, now = asking.from_json(version.questions), asking.from_stream(self.questions)
        if not asking.same_questions(frozen, now, whole=self.is_source):
            raise ValidationError(
                {
                    "questions": _(
                        "This survey has opened. You may still change words, but not add, remove, "
                        "reorder or swap questions or answers: people have answered these."
                    )
                }
            )

    def with_content_json(self, content: dict[str, Any]) -> SurveyPage:
        page = super().with_content_json(content)
        page.survey = self.survey
        return page

    @property
    def is_source(self) -> bool:
        return self.locale.language_code == self.survey.source_language

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..cards import page_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **page_context(request, self)}

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        if mode_name == "questions":
            return "participation/survey_preview.html"
        return super().get_preview_template(request, mode_name)

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context = super().get_preview_context(request, mode_name)
        if mode_name == "questions":
            from ..forms import preview_forms

            context["forms"] = preview_forms(asking.from_stream(self.questions))
        return context
