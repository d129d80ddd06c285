"""The questions that leaving, moving and coming back ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PublicForm

from ..models import Membership

if TYPE_CHECKING:
    from ..moves import Plan


class LeaveForm(PublicForm):
    posts = forms.ChoiceField(
        label=_("What happens to what you wrote there?"),
        help_text=_("Your posts with their photos, and your replies. What neighbors wrote stays."),
        choices=Membership.OldPosts.choices,
        initial=Membership.OldPosts.KEEP,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what happens to what you wrote."),
            "invalid_choice": _("Choose what happens to what you wrote."),
        },
    )


class MoveForm(LeaveForm):
    """Asks only what the move makes one decide."""

    has_left = forms.TypedChoiceField(
        label=_("Do you still live at your old address?"),
        choices=[
            ("no", _("Yes: I stay a member there until my new address is checked")),
            ("yes", _("No: my membership there ends now, and I wait for the new one")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you still live at your old address.")},
    )

    field_order = ("has_left", "posts")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plan.is_next_door:
            del self.fields["posts"]
        if plan.is_next_door or plan.is_immediate:
            del self.fields["has_left"]


class ReturnForm(PublicForm):
    with_posts = forms.BooleanField(
        label=_("Put back what I removed when I left"), required=False, initial=True
    )

    def __init__(self, *args: Any, has_things_in_bin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_things_in_bin:
            del self.fields["with_posts"]
