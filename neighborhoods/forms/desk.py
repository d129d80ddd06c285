"""Forms of the dashboard's Community screens."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role, people_with
from core import clock
from core.text import clean

from ..models import Decision, District, Neighborhood, WorkAssignment
from ..services import codes


class NeighborhoodForm(forms.ModelForm):
    class Meta:
        model = Neighborhood
        fields = ["name", "district"]


class DistrictForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)

    def __init__(self, *args: Any, instance: District | None = None, **kwargs: Any) -> None:
        if instance is not None:
            kwargs.setdefault("initial", {"name": instance.name})
        super().__init__(*args, **kwargs)


class LettersForm(forms.Form):
    days = forms.IntegerField(
        label=_("Valid for how many days"),
        min_value=7,
        max_value=codes.LONGEST.days,
        initial=codes.LONGEST.days,
        help_text=_("60 at most: a lost letter must not open the neighborhood for years."),
    )
    uses = forms.IntegerField(
        label=_("How many people of one household may use the code"),
        min_value=1,
        max_value=20,
        initial=codes.USES_A_HOUSEHOLD,
    )


class DateField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def start_of(day: dt.date) -> dt.datetime:
    """Midnight in the town at the beginning of the day."""
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


class PeriodForm(forms.Form):
    neighborhoods = forms.ModelMultipleChoiceField(
        label=_("Neighborhoods"),
        queryset=Neighborhood.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one neighborhood.")},
    )
    first_day = DateField(label=_("First day"))
    last_day = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty for as long as the work lasts."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        neighborhoods: Any = self.fields["neighborhoods"]
        neighborhoods.queryset = Neighborhood.objects.order_by("name")
        self.fields["first_day"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end lies before the beginning."))
        return cleaned

    def period(self) -> dict[str, Any]:
        """What the services take; the last day itself still counts."""
        last = self.cleaned_data["last_day"]
        return {
            "neighborhoods": self.cleaned_data["neighborhoods"],
            "valid_from": start_of(self.cleaned_data["first_day"]),
            "valid_until": start_of(last + dt.timedelta(days=1)) if last else None,
        }


class WorkForm(PeriodForm):
    organization = forms.CharField(label=_("Organization"), max_length=120)
    function = forms.CharField(
        label=_("Function"), max_length=120, help_text=_("As residents see it beside the name.")
    )
    field_order = ["organization", "function", "neighborhoods", "first_day", "last_day"]

    @classmethod
    def initial_of(cls, assignment: WorkAssignment) -> dict[str, Any]:
        zone = ZoneInfo(settings.TIME_ZONE)
        until = assignment.valid_until
        return {
            "organization": assignment.organization,
            "function": assignment.function,
            "neighborhoods": assignment.neighborhoods.all(),
            "first_day": assignment.valid_from.astimezone(zone).date(),
            # Half-open: the moment of the end itself is no longer inside.
            "last_day": (until - dt.timedelta(seconds=1)).astimezone(zone).date()
            if until
            else None,
        }


class WorkerForm(WorkForm):
    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ["first_name", "last_name", "email", *WorkForm.field_order]


class ModeratorForm(PeriodForm):
    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    field_order = ["person", "neighborhoods", "first_day", "last_day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Staff in the role of moderator, and nobody else: a resident cannot be chosen.
        person: Any = self.fields["person"]
        person.queryset = people_with(Role.MODERATION).order_by("first_name")
        person.label_from_instance = lambda each: each.get_full_name()


class DecisionForm(forms.Form):
    """May it stay? Hiding needs a reason, for the author reads it."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (Decision.Outcome.NOTHING, _("It may stay")),
            (Decision.Outcome.HIDE, _("Hide it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you hide it, the author reads this. Never say who reported it."),
    )

    def __init__(self, data: Any = None, *, thing: Any) -> None:
        # Several of these forms may stand on one screen.
        super().__init__(data, auto_id=f"id_{thing.public_id.hex}_%s")

    def clean_reason(self) -> str:
        reason = clean(self.cleaned_data["reason"])
        if self.cleaned_data.get("outcome") == Decision.Outcome.HIDE and not reason:
            raise forms.ValidationError(_("Tell the author why it is hidden."))
        return reason
