"""Forms of the page "My data"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PublicForm


class ProofForm(PublicForm):
    """The password, or the code that was mailed."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits, in the e-mail we sent you."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, by_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password" if by_code else "code"]


class ErasureProofForm(ProofForm):
    understood = forms.BooleanField(label=_("I understand that this cannot be undone."))


class WordsForm(PublicForm):
    """What becomes of what the person wrote."""

    REMOVE, KEEP = "remove", "keep"

    words = forms.ChoiceField(
        label=_("What should happen to your posts and replies?"),
        choices=[
            (REMOVE, _("Take the words away. What others replied stays.")),
            (KEEP, _("Keep the words, without my name and without photos.")),
        ],
        widget=forms.RadioSelect,
    )
