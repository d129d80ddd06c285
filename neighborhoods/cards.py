"""What the templates show of posts, replies and people: plain values, ready to print."""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models import PrivatePhoto
from core.text import excerpt

from . import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from core.policies import Person

    from .models import Post, Reply

LONGEST_ON_A_CARD = 240
NO_ID = uuid.UUID(int=0)


def load_posts(person: Person, queryset: QuerySet[Post]) -> list[Any]:
    """The posts of an allowed queryset with ``card`` and ``card_photos``, in two queries."""
    posts = list(queryset.for_cards(person))  # type: ignore[attr-defined]
    photos = photos_by_post(posts)
    for post in posts:
        post.card_photos = photos[post.pk]
        post.card = post_card(post, person)
    return posts


def photos_by_post(posts: Iterable[Post]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    pks = [post.pk for post in posts]
    if pks:
        rows = PrivatePhoto.objects.filter(target_kind="post", target_id__in=pks)
        for photo in rows.order_by("position", "id"):
            found[photo.target_id or 0].append(photo_values(photo))
    return found


def photo_values(photo: PrivatePhoto) -> dict[str, Any]:
    small = reverse("photos:photo_detail", args=[photo.public_id, "small"])
    return {
        "id": photo.public_id,
        "url": small,
        "full_url": small.replace("/small/", "/full/"),
        "alt": photo.alt,
        "width": photo.width,
        "height": photo.height,
    }


def person_values(author: Any, function: str | None, organization: str | None) -> dict[str, Any]:
    """A person as neighbors see them; a tombstone where the person is gone."""
    if author is None:
        return {"name": _("Former neighbor"), "initials": "–"}
    badge = _("Neighborhood worker") if function is not None else ""
    return {
        "name": author.display_name,
        "initials": author.initials,
        "badge": badge,
        "function": function or "",
        "organisation": organization or "",
    }


def post_address(post: Post, name: str) -> str:
    return address_in(post.neighborhood.slug, name, post.public_id)


def address_in(slug: str, name: str, public_id: uuid.UUID) -> str:
    """What ``reverse`` says of a post's or reply's address; a page asks for a hundred of them."""
    pattern = _pattern(name, get_language() or "", get_script_prefix())
    return pattern.replace("/n/-/", f"/n/{slug}/", 1).replace(str(NO_ID), str(public_id), 1)


@lru_cache(maxsize=512)
def _pattern(name: str, _language: str, _prefix: str) -> str:
    return reverse(f"neighborhoods:{name}", args=["-", NO_ID])


def post_card(post: Any, person: Person) -> dict[str, Any]:
    """One post in a list. ``post`` comes from ``PostQuerySet.for_cards``."""
    kind = kinds.get(post.kind)
    is_mine = post.author_id is not None and post.author_id == person.pk
    text, is_cut = excerpt(post.body, LONGEST_ON_A_CARD)
    url = post_address(post, "post_detail")
    return {
        "id": post.public_id,
        "url": url,
        "kind": post.kind,
        "kind_label": kind.label,
        "icon": kind.icon,
        "author": person_values(post.author, post.work_function, post.work_organization),
        "time": post.created_at,
        "title": post.title,
        "text": text,
        "more": is_cut,
        "facts": kind.facts(post),
        "photos": post.card_photos,
        "counts": {"replies": post.replies_count, "thanks": post.thanks_count},
        "flags": _marks(post, is_mine),
        "actions": _actions(post, is_mine),
        "thanks": {"url": post_address(post, "post_thank"), "mine": post.is_thanked},
        "reply_url": f"{url}#replies",
    }


def _marks(post: Any, is_mine: bool) -> dict[str, Any]:
    request = getattr(post, "help_request", None) if post.kind == "help_request" else None
    return {
        "edited": post.edited_at is not None,
        "solved": request is not None and request.solved_at is not None,
        "on_behalf_of": post.on_behalf_of,
        "neighbors_only": post.audience == "neighbors_only",
        # Readers need not know it; the author is the one who can take it back.
        "shared": is_mine and post.shared_with_municipality_at is not None,
    }


def _actions(post: Post, is_mine: bool) -> list[dict[str, Any]]:
    if not is_mine:
        return [
            {"label": _("Report this post"), "icon": "flag", "url": post_address(post, "post_flag")}
        ]
    return [
        {"label": _("Edit"), "icon": "pencil", "url": post_address(post, "post_edit")},
        {
            "label": _("Delete"),
            "icon": "trash",
            "url": post_address(post, "post_delete"),
            "method": "post",
        },
    ]


def reply_card(reply: Any, post: Post, person: Person, helper_id: int | None) -> dict[str, Any]:
    """One reply. ``reply`` comes from ``ReplyQuerySet.for_cards``."""

    def address(name: str) -> str:
        return address_in(post.neighborhood.slug, name, reply.public_id)

    if reply.author_id is not None and reply.author_id == person.pk:
        actions = [
            {"label": _("Edit"), "icon": "pencil", "url": address("reply_edit")},
            {
                "label": _("Delete"),
                "icon": "trash",
                "url": address("reply_delete"),
                "method": "post",
            },
        ]
    else:
        actions = [{"label": _("Report this reply"), "icon": "flag", "url": address("reply_flag")}]
    return {
        "id": reply.public_id,
        "author": person_values(reply.author, reply.work_function, reply.work_organization),
        "time": reply.created_at,
        "text": reply.body,
        "edited": reply.edited_at is not None,
        "helper": helper_id is not None and reply.author_id == helper_id,
        "actions": actions,
        "thanks": {
            "url": address("reply_thank"),
            "mine": reply.is_thanked,
            "count": reply.thanks_count,
        },
    }


def load_replies(person: Person, queryset: QuerySet[Reply]) -> list[Any]:
    """The replies of an allowed queryset with what a card or a notice needs."""
    return list(
        queryset.select_related("post__neighborhood", "author").defer(
            "post__neighborhood__boundary"
        )
    )
