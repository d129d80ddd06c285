from __future__ import annotations

from typing import Any

from django import forms

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
