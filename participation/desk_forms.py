"""The dashboard's forms for surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from core import clock

from . import reach
from .models import Survey

if TYPE_CHECKING:
    import datetime as dt


class AddressForm(forms.Form):
    """Whom a survey asks, when and how."""

    all_neighborhoods = forms.BooleanField(label=_("All neighborhoods"), required=False)
    neighborhoods: Any = forms.ModelMultipleChoiceField(
        label=_("Or these neighborhoods"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their members are told, and see the survey in their feed."),
    )
    opens_at = forms.DateTimeField(
        label=_("Opens at"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Leave this empty to open it by hand."),
    )
    closes_at = forms.DateTimeField(label=_("Closes at"), widget=AdminDateTimeInput)
    access = forms.ChoiceField(
        label=_("Who may answer"), choices=Survey.Access, widget=forms.RadioSelect
    )
    is_anonymous = forms.BooleanField(
        label=_("Anonymous"),
        required=False,
        help_text=Survey._meta.get_field("is_anonymous").help_text,
    )

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["neighborhoods"].queryset = reach.neighborhood_choices()  # type: ignore[attr-defined]
        self.fields["closes_at"].help_text = _(
            "Answers count until this moment, in the time of %(zone)s."
        ) % {"zone": settings.TIME_ZONE}
        names = ("all_neighborhoods", "access", "is_anonymous", "opens_at", "closes_at")
        self.initial = {
            **{name: getattr(survey, name) for name in names},
            "neighborhoods": [row.pk for row in survey.neighborhoods.all()],
            **self.initial,
        }

    def clean_opens_at(self) -> dt.datetime | None:
        return self._in_future("opens_at")

    def clean_closes_at(self) -> dt.datetime | None:
        return self._in_future("closes_at")

    def _in_future(self, name: str) -> dt.datetime | None:
        moment: dt.datetime | None = self.cleaned_data[name]
        if moment and moment <= clock.now():
            raise forms.ValidationError(_("That moment has passed."))
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("all_neighborhoods") and not cleaned.get("neighborhoods"):
            self.add_error("neighborhoods", _("Choose at least one neighborhood."))
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The survey must close after it opens."))
        return cleaned


class OpenForm(forms.Form):
    """Now, or by itself at the moment that was saved."""

    class When:
        NOW = "now"
        PLANNED = "planned"

    when = forms.ChoiceField(label=_("When"), widget=forms.RadioSelect, initial=When.NOW)

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(self.When.NOW, _("Open it now"))]
        if survey.opens_at and survey.opens_at > clock.now():
            choices.append((self.When.PLANNED, _("Let it open by itself at the saved moment")))
        self.fields["when"].choices = choices  # type: ignore[attr-defined]
