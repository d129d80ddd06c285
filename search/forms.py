"""The search box."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import PublicForm

from .highlighting import words
from .sources import LEAST_LETTERS, MOST_LETTERS, SOURCES


class SearchForm(PublicForm):
    kinds: ClassVar[list[tuple[str, Any]]] = [
        ("", _("Everything")),
        *((source.name, source.label) for source in SOURCES.values()),
    ]

    q = forms.CharField(
        label=_("What are you looking for?"),
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "max_length": _("Use at most %(limit_value)d characters."),
        },
    )
    kind = forms.ChoiceField(required=False, choices=kinds, widget=forms.HiddenInput)

    def clean_q(self) -> str:
        query: str = self.cleaned_data["q"].replace("\x00", "")
        if not any(len(word) >= LEAST_LETTERS for word in words(query)):
            raise ValidationError(_("Type at least three letters of a word."))
        return query
