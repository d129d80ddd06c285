"""Forms of the dashboard's screens about neighborhood workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.text import clean_line

from ..models import Neighborhood, WorkAssignment
from .desk import PeriodForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

STATES = [
    ("", _("All states")),
    ("current", _("At work")),
    ("waiting", _("Waits for a second administrator")),
    ("planned", _("Planned")),
    ("ended", _("Ended")),
    ("declined", _("Declined")),
]


class WorkForm(PeriodForm):
    organization = forms.CharField(label=_("Organization"), max_length=120)
    function = forms.CharField(
        label=_("Function"), max_length=120, help_text=_("As residents see it beside the name.")
    )
    field = forms.ChoiceField(
        label=_("Field of work"),
        choices=WorkAssignment.Field.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Police, care, and more than five neighborhoods need a second administrator. "
            "Until that colleague agrees, nothing changes and the worker is not told."
        ),
    )
    field_order = ["organization", "function", "field", "neighborhoods", "first_day", "last_day"]

    @classmethod
    def initial_of(cls, assignment: WorkAssignment) -> dict[str, Any]:
        zone = ZoneInfo(settings.TIME_ZONE)
        last_day = assignment.last_day
        return {
            "organization": assignment.organization,
            "function": assignment.function,
            "field": assignment.field,
            "neighborhoods": assignment.neighborhoods.all(),
            "first_day": assignment.valid_from.astimezone(zone).date(),
            "last_day": last_day.astimezone(zone).date() if last_day else None,
        }

    def work(self) -> dict[str, Any]:
        """What the services take."""
        names = ("organization", "function", "field")
        return {**{name: self.cleaned_data[name] for name in names}, **self.period()}


class WorkerForm(WorkForm):
    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ["first_name", "last_name", "email", *WorkForm.field_order]


class WorkFilterForm(forms.Form):
    """What the list of workers is narrowed to; what makes no sense narrows nothing."""

    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    field = forms.ChoiceField(
        label=_("Field of work"),
        choices=[("", pgettext_lazy("field of work", "All fields")), *WorkAssignment.Field.choices],
        required=False,
    )
    neighborhood = forms.ModelChoiceField(
        label=_("Neighborhood"),
        queryset=Neighborhood.objects.none(),
        required=False,
        empty_label=_("All neighborhoods"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        neighborhood: Any = self.fields["neighborhood"]
        neighborhood.queryset = Neighborhood.objects.order_by("name")

    def narrow(self, rows: Any) -> QuerySet[WorkAssignment]:
        """``rows`` is a ``WorkAssignmentQuerySet``."""
        self.is_valid()
        wanted = self.cleaned_data
        if state := wanted.get("state"):
            rows = getattr(rows, state)()
        if field := wanted.get("field"):
            rows = rows.filter(field=field)
        if neighborhood := wanted.get("neighborhood"):
            rows = rows.filter(neighborhoods=neighborhood)
        return rows


class SecondOfficerForm(forms.Form):
    """Agree, or decline with a reason that the colleague reads."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("approve", _("I agree")), ("decline", _("I decline"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you decline, your colleague reads this. The worker does not."),
    )

    def clean_reason(self) -> str:
        reason = clean_line(self.cleaned_data["reason"])
        if self.data.get("outcome") == "decline" and not reason:
            raise forms.ValidationError(_("Tell your colleague why you decline."))
        return reason
