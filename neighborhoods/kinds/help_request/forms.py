"""Ask the neighborhood for help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock

from ...forms.posts import PostForm
from .models import HelpRequest

if TYPE_CHECKING:
    import datetime as dt


class HelpRequestForm(PostForm):
    need = forms.ChoiceField(
        label=_("What kind of help do you need?"),
        choices=HelpRequest.Need.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of help you need.")},
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=HelpRequest.When.choices,
        widget=forms.RadioSelect,
        initial=HelpRequest.When.ANY_TIME,
    )
    needed_on = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only if you chose “On a date”."),
    )

    first_fields: ClassVar[tuple[str, ...]] = ("need", "when", "needed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = False
        self.fields["body"].label = _("Tell a little more")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("when") != HelpRequest.When.ON_DATE:
            data["needed_on"] = None
        elif "needed_on" not in self.errors:
            day = data.get("needed_on")
            if day is None:
                self.add_error("needed_on", _("Choose the date."))
            elif day < clock.today() and day != self._known_day():
                self.add_error("needed_on", _("This date is over. Choose a later one."))
        return data

    def _known_day(self) -> dt.date | None:
        """The date the post has already: it may have passed by the time its words are corrected."""
        return self.post.help_request.needed_on if self.post is not None else None
