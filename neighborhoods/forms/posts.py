"""What one fills in to post, reply, flag and thank."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms import PublicForm

from ..models import Flag
from ..models.post import Audience, Post, Reply
from .fields import WrittenField

if TYPE_CHECKING:
    from accounts.models import User

BODY_ROWS = {"rows": 6}


class PostForm(PublicForm):
    """The fields of every kind of post; a kind puts its own in front with ``first_fields``.

    ``may`` holds what the person may choose: the audience (a neighbor), on behalf of (a worker).
    ``seen`` is the state of the post that was edited: saving over somebody else's edit (one's own,
    in another window) is refused and both texts are shown.
    """

    body = WrittenField(
        label=_("Your text"),
        max_length=4000,
        widget=forms.Textarea(attrs=BODY_ROWS),
        error_messages={"required": _("Write a text.")},
    )
    title = WrittenField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("If you leave it empty, we take the first words of your text."),
    )
    on_behalf_of = WrittenField(
        label=_("On behalf of"),
        max_length=120,
        required=False,
        help_text=_("For somebody who cannot post: “Mrs. Peeters”. Neighbors see this name."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read this?"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        initial=Audience.NEIGHBORS,
    )
    share = forms.BooleanField(
        label=_("Share this with the municipality too"),
        required=False,
        help_text=_(
            "Without this, the municipality does not read along. You can take it back at any time."
        ),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    first_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *args: Any, may: frozenset[str] = frozenset(), post: Post | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        if "choose_audience" not in may:
            del self.fields["audience"]
        if "post_on_behalf" not in may:
            del self.fields["on_behalf_of"]
        if post is not None:
            # Sharing has its own button on the post; an edit never changes it unasked.
            del self.fields["share"]
            self.fields["seen"].initial = seen_state(post)
        self.fields["submission_key"].initial = uuid.uuid4
        self.order_fields([*self.first_fields, *self.base_order])

    base_order: ClassVar[tuple[str, ...]] = (
        "body",
        "title",
        "on_behalf_of",
        "audience",
        "share",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.post is not None and data.get("seen") != seen_state(self.post):
            self.add_error(
                None,
                _("This post was changed in another window. Below you see what it says now."),
            )
        return data


def seen_state(post: Post) -> str:
    return post.edited_at.isoformat() if post.edited_at else "new"


class ReplyForm(PublicForm):
    body = WrittenField(
        label=_("Your reply"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a reply.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ReplyEditForm(PublicForm):
    body = WrittenField(
        label=_("Your reply"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, reply: Reply, **kwargs: Any) -> None:
        super().__init__(*args, initial={"body": reply.body}, **kwargs)
        self.reply = reply
        self.fields["seen"].initial = reply.edited_at.isoformat() if reply.edited_at else "new"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("seen") != self.fields["seen"].initial:
            self.add_error(None, _("This reply was changed in another window."))
        return data


class FlagForm(PublicForm):
    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Flag.Reason.choices, widget=forms.RadioSelect
    )
    note = WrittenField(
        label=_("Do you want to say more?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SolveForm(PublicForm):
    """Who helped: one of those who replied, somebody else, or nobody."""

    SOMEBODY, NOBODY = "somebody", "nobody"

    helper = forms.ChoiceField(label=_("Who helped you?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, repliers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.repliers = {str(person.public_id): person for person in repliers}
        helper: Any = self.fields["helper"]
        helper.choices = [
            *((key, person.display_name) for key, person in self.repliers.items()),
            (self.SOMEBODY, _t("Somebody else")),
            (self.NOBODY, _t("Nobody, it is no longer needed")),
        ]

    def helper_person(self) -> User | None:
        return self.repliers.get(self.cleaned_data["helper"])
