"""The forms of the welcome."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PublicForm
from notifications.forms import QuietHoursForm
from notifications.services import Preset

from .fields import WrittenField


class HelloForm(PublicForm):
    body = WrittenField(
        label=_("Your introduction"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write a text, or skip this step.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class MailForm(PublicForm):
    PRESETS = [
        (Preset.QUIET.value, _("Quiet: on the site only, no e-mail")),
        (Preset.NORMAL.value, _("Normal: what most neighbors choose")),
        (Preset.EVERYTHING.value, _("Everything: all subjects, also by e-mail")),
    ]

    preset = forms.ChoiceField(
        label=_("How much do we mail you?"), choices=PRESETS, widget=forms.RadioSelect
    )
    has_quiet_hours = forms.BooleanField(required=False)

    def __init__(self, *args: Any, quiet_hours: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hours = quiet_hours
        names = dict(QuietHoursForm.HOURS)
        facts = {"begin": names[quiet_hours[0]], "end": names[quiet_hours[1]]}
        self.fields["has_quiet_hours"].label = (
            _("Do not mail me between %(begin)s and %(end)s: those mails come afterwards") % facts
        )

    def quiet_hours(self) -> tuple[int, int] | None:
        return self.hours if self.cleaned_data["has_quiet_hours"] else None
