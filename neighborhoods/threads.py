"""What stands under a post: a page of replies and the form for one more."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from core.services import drafts

from . import cards, kinds
from .forms.posts import ReplyForm
from .policies import reply_policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.policies import Person

PAGE = 50


@dataclass
class Thread:
    """``next_url`` leads to later replies, ``first_url`` to the beginning where this is not it."""

    replies: list[dict[str, Any]]
    next_url: str
    first_url: str
    form: ReplyForm | None
    draft_url: str
    kind: kinds.Kind
    helper: Any = None
    solved_at: Any = None


def draft_purpose(post: Any) -> str:
    return f"reply:{post.public_id}"


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def read_thread(
    *, person: Person, post: Any, query: Mapping[str, str], form: ReplyForm | None = None
) -> Thread:
    """One page of the replies to an opened post, oldest first, in one query.

    ``after`` and ``at`` in ``query`` name the reply after or at which the page begins.
    """
    rows = reply_policy.allowed(person, "view").filter(post=post.pk)
    rows = rows.not_flagged_by(person).for_cards(person).for_thread()  # type: ignore[attr-defined]
    after, at = _uuid(query.get("after")), _uuid(query.get("at"))
    if after is not None:
        rows = rows.after(after)
    elif at is not None:
        rows = rows.at(at)
    found = list(rows[: PAGE + 1])
    url = cards.post_address(post, "post_detail")
    request = post.help_request if post.kind == "help_request" else None
    helper = request.helper if request is not None and request.solved_at else None
    if form is None and post.can_reply:
        kept = drafts.read_draft(purpose=draft_purpose(post), by=person)
        form = ReplyForm(initial={"body": kept.get("body", "")})
    return Thread(
        replies=[
            cards.reply_card(reply, post, person, helper.pk if helper else None)
            for reply in found[:PAGE]
        ],
        next_url=f"{url}?after={found[PAGE - 1].public_id}" if len(found) > PAGE else "",
        first_url=f"{url}#replies" if after or at else "",
        form=form,
        draft_url=reverse(
            "neighborhoods:reply_draft_save", args=[post.neighborhood.slug, post.public_id]
        ),
        kind=kinds.get(post.kind),
        helper=helper,
        solved_at=request.solved_at if request is not None else None,
    )
