"""What a person tells about themselves, and who sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import PublicForm, PublicModelForm
from core.photos import BadPhoto, Photo, as_portrait, read_photo
from core.text import clean, clean_line

from . import names
from .models import Profile, User
from .profiles import FIELDS, profile_of

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = 1900
HOUSE_RULE = _(
    "Your own name, as neighbors call you. A name that sounds like the police or the town is checked first."
)


class NameRuleMixin:
    """``first_name`` and ``last_name`` by the rule of the house (``accounts.names``)."""

    cleaned_data: dict[str, Any]

    def clean_first_name(self) -> str:
        return self._name("first_name", names.MOST_FIRST)

    def clean_last_name(self) -> str:
        return self._name("last_name", names.MOST_LAST)

    def _name(self, field: str, most: int) -> str:
        name = names.clean(self.cleaned_data[field])
        try:
            names.check(name, most)
        except names.NameRefused as error:
            raise ValidationError(str(error), code="name") from error
        return name


class WhoSeesField(forms.TypedChoiceField):
    """Who sees this, beside a field. Whoever chooses nothing shows nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Who sees this?"),
            choices=[("", _("Only me")), ("yes", _("My neighbors"))],
            coerce=lambda value: value == "yes",
            empty_value=cast("str", False),
            required=False,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "", None: ""}.get(value, value)


class ProfileForm(NameRuleMixin, PublicModelForm):
    """Everything optional has a switch of its own, off until the person turns it on."""

    interests = forms.CharField(
        label=_("What I like"),
        help_text=_("For example cooking, football, plants."),
        max_length=200,
        required=False,
    )
    languages = forms.CharField(
        label=_("Languages I speak"),
        help_text=_("For example Dutch, French, a little Turkish."),
        max_length=120,
        required=False,
    )
    household = forms.CharField(
        label=_("Who I live with"),
        help_text=_("For example two children and a cat. Never write when nobody is at home."),
        max_length=120,
        required=False,
    )
    here_since = forms.IntegerField(
        label=_("I live here since"),
        help_text=_("The year, for example 2014."),
        min_value=OLDEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "size": "6"}),
        error_messages=dict.fromkeys(("invalid", "min_value"), _("Type a year with four digits.")),
    )
    helps_with = forms.CharField(
        label=_("What I can help with"),
        help_text=_("For example carrying shopping, computers, watering plants."),
        max_length=200,
        required=False,
    )
    would_like = forms.CharField(
        label=_("What I would like"),
        help_text=_("For example somebody to walk with, or a ladder now and then."),
        max_length=200,
        required=False,
    )

    sections: ClassVar[list[tuple[Any, list[str]]]] = [
        (_("Your name"), ["first_name", "last_name", "shown_name"]),
        (_("About you"), ["about", "interests", "languages", "household", "here_since"]),
        (_("Helping each other"), ["helps_with", "would_like"]),
        (_("Your language"), ["language"]),
    ]

    class Meta:
        model = User
        fields = ("first_name", "last_name", "shown_name", "about", "language")
        widgets: ClassVar[dict[str, Any]] = {
            "about": forms.Textarea(attrs={"rows": 4}),
            "shown_name": forms.RadioSelect,
        }
        labels: ClassVar[dict[str, Any]] = {"about": _("About me")}
        help_texts: ClassVar[dict[str, Any]] = {
            "first_name": HOUSE_RULE,
            "about": _("A few words, as you would say them at the door."),
            "language": _("The language of our e-mails and of your notices."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_name"].required = True
        profile = profile_of(self.instance) or Profile()
        for each in FIELDS:
            switch = WhoSeesField(initial=getattr(profile, each.switch))
            # Seven groups of the same name: a screen reader hears what each is about.
            switch.label = format_html(
                '{} <span class="visually-hidden">({})</span>',
                switch.label,
                self.fields[each.name].label,
            )
            self.fields[each.switch] = switch
            if not each.is_of_the_person:
                self.fields[each.name].initial = getattr(profile, each.name)

    def clean_here_since(self) -> int | None:
        year: int | None = self.cleaned_data["here_since"]
        if year is not None and year > clock.today().year:
            raise ValidationError(_("This year has not begun yet."), code="future")
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("about", "interests", "languages", "household", "helps_with", "would_like"):
            if name in cleaned:
                tidy = clean if name == "about" else clean_line
                cleaned[name] = tidy(cleaned[name])
        return cleaned

    def _post_clean(self) -> None:
        """Leaves the person alone: the service writes, and a page with a mistake shows the old name."""

    def in_sections(self) -> Iterator[tuple[Any, list[tuple[Any, Any]]]]:
        """The page's parts: a heading, and fields with their switch (or None)."""
        switches = {each.name: each.switch for each in FIELDS}
        for heading, fields in self.sections:
            yield (
                heading,
                [
                    (self[name], self[switches[name]] if name in switches else None)
                    for name in fields
                ],
            )


class PortraitForm(PublicForm):
    """A new portrait, or another choice of who sees the one there is."""

    shows_photo = WhoSeesField()

    def __init__(self, *args: Any, has_photo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_photo = has_photo
        self.photo: Photo | None = None
        self.photo_errors: list[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = next(iter(self.files.getlist("photos")), None) if self.files else None
        if upload is None and not self.has_photo:
            self.refuse(_now("Choose a photo first."))
        elif upload is not None:
            try:
                self.photo = as_portrait(read_photo(upload))
            except BadPhoto as error:
                self.refuse(str(error))
        return cleaned

    def refuse(self, why: str) -> None:
        """Says it at the field of the photo, which is no field of Django's."""
        self.photo_errors.append(why)
        self.add_error(None, why)

    def error_list(self) -> list[dict[str, str]]:
        return [{**error, "href": error["href"] or "#id_photos"} for error in super().error_list()]
