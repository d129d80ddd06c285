"""Forms of the public site: NL Design System markup without any per-form code.

The renderer hangs on the form class, never on the FORM_RENDERER setting, so the
Wagtail admin keeps its own widgets.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.template import TemplateDoesNotExist
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

DJANGO_WIDGETS = "django/forms/widgets/"
NLDS_WIDGETS = "nlds/widgets/"

CLASS_BY_WIDGET = {
    "Textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "Select": "utrecht-select utrecht-select--html-select",
    "NullBooleanSelect": "utrecht-select utrecht-select--html-select",
    "SelectMultiple": "utrecht-select utrecht-select--html-select select--multiple",
    "CheckboxInput": "utrecht-checkbox utrecht-checkbox--html-input",
    "CheckboxSelectMultiple": "utrecht-checkbox utrecht-checkbox--html-input",
    "RadioSelect": "utrecht-radio-button utrecht-radio-button--html-input",
    "FileInput": "file-input",
    "ClearableFileInput": "file-input",
    "HiddenInput": "",
    "MultipleHiddenInput": "",
}
TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"

AUTOCOMPLETE_BY_NAME = {
    "email": "email",
    "first_name": "given-name",
    "last_name": "family-name",
    "phone": "tel",
    "postal_code": "postal-code",
    "postcode": "postal-code",
    "street": "address-line1",
}


def nlds_class(widget):
    """The Utrecht class of a widget; the nearest known ancestor decides."""
    for cls in type(widget).__mro__:
        if cls.__name__ in CLASS_BY_WIDGET:
            return CLASS_BY_WIDGET[cls.__name__]
    return TEXTBOX


class NLDSBoundField(forms.BoundField):
    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        names = [nlds_class(widget)]
        if self.errors and names[0]:
            names.append(f"{names[0].split()[0]}--invalid")
        names.append(widget.attrs.get("class", ""))
        attrs["class"] = " ".join(filter(None, names))
        if self.name in AUTOCOMPLETE_BY_NAME and "autocomplete" not in widget.attrs:
            attrs.setdefault("autocomplete", AUTOCOMPLETE_BY_NAME[self.name])
        return attrs

    @property
    def is_optional(self):
        """True where the label has to say "(optional)": a lone checkbox never does."""
        return not self.field.required and not self.is_check and not self.is_hidden

    @property
    def is_check(self):
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_choice(self):
        return isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)

    @property
    def nlds_type(self):
        """The modifier of utrecht-form-field for this widget."""
        if self.is_check:
            return "checkbox"
        if isinstance(self.field.widget, forms.Textarea):
            return "textarea"
        if isinstance(self.field.widget, forms.Select):
            return "select"
        return "text"

    @property
    def first_input_id(self):
        """The id the error summary links to: a group's first option, not the group."""
        if self.is_choice and self.auto_id:
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @cached_property
    def character_limit(self):
        """The limit a counter should show: long texts only, short ones need no counting."""
        limit = getattr(self.field, "max_length", None)
        return limit if limit and isinstance(self.field.widget, forms.Textarea) else None

    @property
    def group_described_by(self):
        """Ids of hint and error of a group, for its fieldset."""
        return self.aria_describedby or ""


class NLDSRenderer(TemplatesSetting):
    form_template_name = "nlds/form.html"
    field_template_name = "nlds/field.html"
    bound_field_class = NLDSBoundField

    def get_template(self, template_name):
        """Our template of a widget where we have one, else Django's own."""
        if template_name.startswith(DJANGO_WIDGETS):
            ours = NLDS_WIDGETS + template_name.removeprefix(DJANGO_WIDGETS)
            try:
                return super().get_template(ours)
            except TemplateDoesNotExist:
                pass
        return super().get_template(template_name)


# The mixin stands in front of Django's two form classes; to the type checker it is one of them.
_Base: Any = forms.BaseForm if TYPE_CHECKING else object


class PublicFormMixin(_Base):
    default_renderer: Any = NLDSRenderer()
    use_required_attribute = False
    error_css_class = None

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Django's "This field is required." says nothing in a list of errors.
            if (
                field.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = self._missing(
                    field, field.label or pretty_name(name)
                )

    @staticmethod
    def _missing(field, label):
        if isinstance(field.widget, forms.CheckboxInput):
            return format_lazy(_("Tick the box: {label}"), label=label)
        if isinstance(field.widget, forms.widgets.ChoiceWidget):
            return format_lazy(_("Choose an answer: {label}"), label=label)
        return format_lazy(_("Still to fill in: {label}"), label=label)

    def error_list(self):
        """Every error as {"message", "href"}, in the order of the page, for the summary."""
        found = [{"message": text, "href": ""} for text in self.non_field_errors()]
        for bound in self:
            found += [
                {"message": text, "href": f"#{bound.first_input_id}" if not bound.is_hidden else ""}
                for text in bound.errors
            ]
        return found


class PublicForm(PublicFormMixin, forms.Form):
    pass


class PublicModelForm(PublicFormMixin, forms.ModelForm):
    pass
