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

LONGEST_LINE = 200


class HelloForm(PublicForm):
    body = WrittenField(
        label=_("Your introduction"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write a text, or skip this step.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class HelpForm(PublicForm):
    """One thing to give and one to get: chosen from a few, or written; what is written goes first."""

    HELPS_WITH = [
        _("Groceries"), _("Small jobs in the house"), _("Computer or phone"),
        _("Pets and plants during holidays"),
    ]  # fmt: skip
    WOULD_LIKE = [
        _("Getting to know neighbors"), _("Borrowing tools"), _("Company on a walk"),
        _("Practicing the language"),
    ]  # fmt: skip

    helps_with_pick = forms.ChoiceField(
        label=_("What can you help a neighbor with?"), widget=forms.RadioSelect, required=False
    )
    helps_with = WrittenField(
        label=_("Or in your own words"), max_length=LONGEST_LINE, required=False
    )
    would_like_pick = forms.ChoiceField(
        label=_("What would you like yourself?"), widget=forms.RadioSelect, required=False
    )
    would_like = WrittenField(
        label=_("Or in your own words"), max_length=LONGEST_LINE, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("helps_with", self.HELPS_WITH), ("would_like", self.WOULD_LIKE)):
            pick: Any = self.fields[f"{name}_pick"]
            pick.choices = [(str(word), word) for word in words]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("helps_with", "would_like"):
            data[name] = data.get(name) or data.get(f"{name}_pick") or ""
        if not self.errors and not (data["helps_with"] or data["would_like"]):
            self.add_error(None, _("Tell us one of the two, or skip this step."))
        return data


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
