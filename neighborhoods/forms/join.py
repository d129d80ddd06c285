"""The screens of joining: one thing a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User, normalise_email
from core.forms import PublicForm

from ..services import codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import Address


class CodeForm(PublicForm):
    code = forms.CharField(
        label=_("The code on your letter"),
        help_text=_(
            "12 characters, for example K7QM R2TX 9FHA. Capitals and spaces do not matter."
        ),
        max_length=200,
        error_messages={"required": _("Type the code on your letter.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"].strip()
        # Somebody may paste the whole address from the letter.
        code = codes.normalize(typed.rstrip("/").rsplit("/join/", 1)[-1])
        if len(code) != codes.LENGTH:
            raise forms.ValidationError(
                _("A code has 12 characters; you typed %(count)d."),
                code="length",
                params={"count": len(code)},
            )
        if not codes.is_well_formed(code):
            # The check character says so; no database is asked.
            raise forms.ValidationError(
                _("Almost right: one or two characters differ. Compare the code with your letter."),
                code="almost",
            )
        return code


class HouseholdForm(PublicForm):
    address = forms.ChoiceField(
        label=_("Your house number"),
        help_text=_("Neighbors see your street, never your house number."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your house number.")},
    )

    def __init__(self, *args: Any, households: Iterable[Address], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), household_label(row)) for row in households]
        address: Any = self.fields["address"]
        address.choices = choices
        if len(choices) == 1:
            address.initial = choices[0][0]


def household_label(address: Address) -> str:
    if address.box:
        return str(_("%(number)s, box %(box)s")) % {"number": address.number, "box": address.box}
    return address.number


class AddressForm(PublicForm):
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=10,
        widget=forms.TextInput(attrs={"class": "code-input"}),
        error_messages={"required": _("Type your postcode.")},
    )
    street = forms.CharField(
        label=_("Street"), max_length=120, error_messages={"required": _("Type your street.")}
    )
    number = forms.CharField(
        label=_("House number"),
        help_text=_("With letter and box, for example 12 A or 12 bus 3. Neighbors never see it."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code-input"}),
        error_messages={"required": _("Type your house number.")},
    )


class NameForm(PublicForm):
    first_name = forms.CharField(
        label=_("First name"),
        max_length=60,
        error_messages={"required": _("Type your first name.")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        error_messages={"required": _("Type your last name.")},
    )
    shown_name = forms.ChoiceField(
        label=_("How neighbors see your name"),
        choices=User.ShownName.choices,
        initial=User.ShownName.FULL,
        widget=forms.RadioSelect,
    )

    def clean_first_name(self) -> str:
        return self._one_line("first_name")

    def clean_last_name(self) -> str:
        return self._one_line("last_name")

    def _one_line(self, name: str) -> str:
        text = " ".join(self.cleaned_data[name].split())
        if not any(character.isalpha() for character in text):
            raise forms.ValidationError(_("A name has letters."), code="letters")
        return text


class ReachForm(PublicForm):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send a code of six digits to it. Neighbors never see it, and neither does the town."
        ),
        max_length=254,
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("This is no e-mail address. It looks like name@example.com."),
        },
    )

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"]) or ""


class ConfirmForm(PublicForm):
    code = forms.CharField(
        label=_("The six digits from the mail"),
        max_length=20,
        error_messages={"required": _("Type the six digits from the mail.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
    )
