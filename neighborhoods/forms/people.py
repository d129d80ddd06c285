"""Forms of the dashboard's people screens."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import clean

from ..models import Membership, Neighborhood


class WaitingFilterForm(forms.Form):
    """Who of those who wait is shown; sent by GET, and whatever makes no sense filters nothing."""

    q = forms.CharField(label=_("Name or street"), required=False, max_length=80)
    neighborhood = forms.ModelChoiceField(
        label=_("Neighborhood"),
        queryset=Neighborhood.objects.none(),
        required=False,
        empty_label=_("All neighborhoods"),
    )
    route = forms.ChoiceField(
        label=_("How far"),
        required=False,
        choices=[
            ("", _("Everybody")),
            ("address", _("Only an address so far")),
            ("vouched", _("A neighbor vouches")),
            ("doubted", _("A neighbor has doubts")),
            ("removed", _("Was removed before: needs two of you")),
        ],
    )

    def __init__(self, data: Any = None) -> None:
        # What pages the list is no wish.
        super().__init__(data)
        neighborhood: Any = self.fields["neighborhood"]
        neighborhood.queryset = Neighborhood.objects.order_by("name")

    def next_url(self, mark: str) -> str:
        """The address of the page after this one with the same wishes; "" at the end."""
        if not mark:
            return ""
        wishes = {name: self[name].value() for name in self.fields if self.is_bound}
        return f"?{urlencode({k: v for k, v in wishes.items() if v} | {'after': mark})}"


class RefusalForm(forms.Form):
    """Why the town says no. The person reads it, so it tells of nobody else."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Membership.Refusal.choices,
        initial=Membership.Refusal.NO_PROOF,
        widget=forms.RadioSelect,
        help_text=_("The person reads it in their own language."),
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "It is sent as you write it. Never say who answered, who lives at an address, or "
            "whether somebody is a member."
        ),
    )

    def clean_words(self) -> str:
        words = clean(self.cleaned_data["words"])
        if self.cleaned_data.get("reason") == Membership.Refusal.OTHER and not words:
            raise forms.ValidationError(_("Tell the person why, in your own words."))
        return words
