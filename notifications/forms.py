from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PublicForm

from . import kinds
from .models import Channel


class WishesForm(PublicForm):
    """A checkbox for each optional topic and channel."""

    def __init__(self, *args: Any, wishes: dict[tuple[str, str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = kinds.all_topics()
        for topic in self.topics:
            for channel in Channel if topic.is_optional else ():
                self.fields[f"{topic.name}-{channel.value}"] = forms.BooleanField(
                    label=f"{topic.label}: {channel.label}",
                    required=False,
                    initial=wishes[topic.name, channel.value],
                )

    def rows(self) -> list[dict[str, Any]]:
        """Topics with their checkboxes, in the order of the channels; fixed topics have none."""
        return [
            {
                "topic": topic,
                "cells": [
                    {"channel": channel, "field": self[f"{topic.name}-{channel.value}"]}
                    for channel in (Channel if topic.is_optional else ())
                ],
            }
            for topic in self.topics
        ]

    def wishes(self) -> dict[tuple[str, str], bool]:
        return {
            (topic.name, channel.value): self.cleaned_data[f"{topic.name}-{channel.value}"]
            for topic in self.topics
            if topic.is_optional
            for channel in Channel
        }


class QuietHoursForm(PublicForm):
    """Two full hours of the day, between which mails wait."""

    USUAL = {"quiet_from": 22, "quiet_until": 7}
    HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]

    quiet_from = forms.TypedChoiceField(label=_("From"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(label=_("Until"), choices=HOURS, coerce=int)


class PauseForm(PublicForm):
    until = forms.DateField(
        label=_("Mail me again from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day from which we mail you again."),
            "invalid": _("Write the day like this: 2027-01-31."),
        },
    )
