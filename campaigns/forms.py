"""The dashboard's forms for campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from core import clock

from . import reach
from .models import Campaign

if TYPE_CHECKING:
    import datetime as dt

    from .reach import Reach


class AddressForm(forms.Form):
    """Whom a campaign is for."""

    theme = forms.ChoiceField(label=_("Theme"), choices=Campaign.Theme, widget=forms.RadioSelect)
    all_neighborhoods = forms.BooleanField(
        label=_("All neighborhoods"),
        required=False,
        help_text=_("New neighborhoods are included until the moment of sending."),
    )
    neighborhoods: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("Or these neighborhoods"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    feed_until = forms.DateTimeField(
        label=_("In the feeds until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Leave this empty to let it move down by itself."),
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["neighborhoods"]
        chosen.queryset = reach.neighborhood_choices()
        self.initial = {
            "theme": campaign.theme,
            "all_neighborhoods": campaign.all_neighborhoods,
            "neighborhoods": [row.pk for row in campaign.neighborhoods.all()],
            "feed_until": campaign.feed_until,
            **self.initial,
        }

    def clean_feed_until(self) -> dt.datetime | None:
        moment: dt.datetime | None = self.cleaned_data["feed_until"]
        if moment and moment <= clock.now():
            raise forms.ValidationError(_("That moment has passed."))
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("all_neighborhoods") and not cleaned.get("neighborhoods"):
            self.add_error("neighborhoods", _("Choose at least one neighborhood."))
        return cleaned


class SendForm(forms.Form):
    """Now or at a moment; a wide sending asks to type how many neighborhoods it goes to."""

    class When:
        NOW = "now"
        AT = "at"

    when = forms.ChoiceField(
        label=_("When"),
        choices=[(When.NOW, _("Send now")), (When.AT, _("Send at this moment:"))],
        widget=forms.RadioSelect,
        initial=When.NOW,
    )
    send_at = forms.DateTimeField(label=_("Moment"), required=False, widget=AdminDateTimeInput)
    typed = forms.IntegerField(label=_("Number of neighborhoods"), required=False)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        if reach.is_wide:
            self.fields["typed"].help_text = _(
                "This goes to many people. Type how many neighborhoods it goes to: %(number)d."
            ) % {"number": len(reach.neighborhoods)}
        else:
            del self.fields["typed"]

    def clean_typed(self) -> int | None:
        typed: int | None = self.cleaned_data["typed"]
        if typed != len(self.reach.neighborhoods):
            raise forms.ValidationError(_("That is not the number of neighborhoods."))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        moment = cleaned.get("send_at")
        if cleaned.get("when") == self.When.AT:
            if moment is None and "send_at" not in self.errors:
                self.add_error("send_at", _("Say when it should be sent."))
            elif moment is not None and moment <= clock.now():
                self.add_error("send_at", _("That moment has passed."))
        return cleaned
