"""A help request: what help, when, and who gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from .. import Kind
from .forms import HelpRequestForm
from .models import HelpRequest

if TYPE_CHECKING:
    from ...models import Post

ICONS = {
    "groceries": "shopping-bag",
    "odd_job": "tool",
    "transport": "car",
    "computer": "phone",
    "company": "coffee",
    "children": "mood-smile",
    "pet": "dog",
    "papers": "file-text",
    "garden": "tree",
    "moving": "armchair",
    "language": "language",
    "other": "hand-stop",
}


def save_details(post: Post, data: dict[str, Any]) -> None:
    names = ["need", "when", "needed_on"]
    row = HelpRequest(post=post, **{name: data[name] for name in names})
    # One statement, new or changed; who helped stays as it was.
    HelpRequest.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["post"], update_fields=names
    )


def initial(post: Post) -> dict[str, Any]:
    request = post.help_request
    return {"need": request.need, "when": request.when, "needed_on": request.needed_on}


def facts(post: Post) -> list[tuple[str, str]]:
    request = post.help_request
    words = request.get_when_display()
    if request.when == HelpRequest.When.ON_DATE and request.needed_on:
        words = formats.date_format(request.needed_on, "DATE_FORMAT")
    return [(ICONS[request.need], request.get_need_display()), ("clock", words)]


HELP_REQUEST = Kind(
    name="help_request",
    label=_("Help request"),
    plural=_("Help requests"),
    icon="hand-stop",
    invitation=_("Ask for help"),
    button=_("Ask for help"),
    form=HelpRequestForm,
    notice="new_help_request",
    details="help_request__helper",
    save_details=save_details,
    initial=initial,
    facts=facts,
    title=lambda data: str(HelpRequest.Need(data["need"]).label),
)
