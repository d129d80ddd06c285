"""Forms of the dashboard's own accounts; Wagtail's widgets, no password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .models import User
from .roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet


def roles() -> QuerySet[Group]:
    """The roles' groups alone: another group would give rights that no policy knows."""
    return Group.objects.filter(name__in=list(Role)).order_by("name")


class InvitationDeskForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField", self.fields["groups"]).queryset = roles()


class StaffForm(WagtailAdminModelForm):
    class Meta:
        model = User
        fields = ("first_name", "last_name", "language", "groups", "is_active")
        widgets: ClassVar[dict[str, Any]] = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = roles()
        self.fields["groups"].label = _("Roles")
