"""What the dashboard shows of flagged and shared posts, in a number of queries that does not grow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from core import keyset

from . import cards, kinds
from .forms.desk import DecisionForm
from .models import Decision, Flag
from .models.post import PostState
from .policies import desk_post_policy, desk_reply_policy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

    from .models import Post

PAGE = 25
HANDLED = 10


@dataclass
class DeskPage:
    """Posts, and the mark of the page after this one ("" where there is none)."""

    rows: list[Any]
    next_mark: str = ""


@dataclass
class Judged:
    """One flagged thing: what it is, who flagged is not in it. ``form`` is None when it is settled."""

    thing: Any
    is_post: bool
    is_hidden: bool
    flags: list[Flag]
    decisions: list[Decision]
    decide_url: str
    form: DecisionForm | None = None


def read_queue(person: User, after: str = "") -> DeskPage:
    """Posts with flags that ``person`` may settle, the longest waiting first."""
    rows = desk_post_policy.allowed(person, "moderate").with_open_flags(person)  # type: ignore[attr-defined]
    mark = keyset.decode(after)
    if mark is not None:
        later = Q(flagged_at__gt=mark.moment) | Q(flagged_at=mark.moment, pk__gt=mark.pk)
        rows = rows.filter(later)
    return _page(rows.order_by("flagged_at", "pk"), "flagged_at")


def read_handled(person: User) -> list[Decision]:
    """The last decisions in the neighborhoods that ``person`` moderates."""
    posts = desk_post_policy.allowed(person, "view").exclude(author=person.pk)
    replies = desk_reply_policy.allowed(person, "moderate")
    rows = Decision.objects.filter(
        Q(target_kind="post", target_id__in=posts.values("pk"))
        | Q(target_kind="reply", target_id__in=replies.values("pk"))
    )
    return list(rows.select_related("neighborhood").order_by("-created_at", "-pk")[:HANDLED])


def read_shared(person: User, before: str = "") -> DeskPage:
    """Posts whose authors shared them with the municipality, the last shared first."""
    rows = desk_post_policy.allowed(person, "view_shared")
    mark = keyset.decode(before)
    if mark is not None:
        at = "shared_with_municipality_at"
        rows = rows.filter(Q(**{f"{at}__lt": mark.moment}) | Q(**{at: mark.moment}, pk__lt=mark.pk))
    return _page(
        rows.order_by("-shared_with_municipality_at", "-pk"), "shared_with_municipality_at"
    )


def _page(rows: Any, moment: str) -> DeskPage:
    found = list(
        rows.select_related("author", "neighborhood", *kinds.details()).defer(
            "neighborhood__boundary"
        )[: PAGE + 1]
    )
    page = DeskPage(found[:PAGE])
    if len(found) > PAGE:
        last = page.rows[-1]
        page.next_mark = keyset.encode(getattr(last, moment), last.pk)
    return page


def photos_on(post: Post) -> list[dict[str, Any]]:
    return cards.photos_by_post([post])[post.pk]


def judged_under(
    post: Post, person: User, bound: DecisionForm | None = None, decided: Any = None
) -> list[Judged]:
    """The post, where it was flagged, and its flagged replies: nothing else that was said under it.

    ``bound`` is the form that came back with a mistake, about the thing ``decided``.
    """
    replies = list(
        desk_reply_policy.allowed(person, "view")
        .filter(post=post.pk)
        .select_related("author", "post")
        .order_by("pk")
    )
    about = Q(target_kind="post", target_id=post.pk) | Q(
        target_kind="reply", target_id__in=[reply.pk for reply in replies]
    )
    # Who flagged is not even fetched.
    flags = _by_thing(Flag.objects.filter(about).defer("flagged_by").order_by("created_at"))
    decisions = _by_thing(Decision.objects.filter(about).order_by("created_at"))
    found = []
    things: list[Any] = [post, *replies]
    for thing in things:
        key = ("post" if thing is post else "reply", thing.pk)
        if not flags[key]:
            continue
        judged = _judged(thing, thing is post, flags[key], decisions[key])
        is_settled = all(flag.decision_id for flag in flags[key])
        is_party = person.pk in (thing.author_id, post.author_id)
        if not is_settled and not is_party:
            judged.form = bound if bound and thing == decided else DecisionForm(thing=thing)
        found.append(judged)
    return found


def _judged(thing: Any, is_post: bool, flags: list[Any], decisions: list[Any]) -> Judged:
    name = "flags_desk:post_decide" if is_post else "flags_desk:reply_decide"
    return Judged(
        thing=thing,
        is_post=is_post,
        is_hidden=thing.state == PostState.HIDDEN,
        flags=flags,
        decisions=decisions,
        decide_url=reverse(name, args=[thing.public_id]),
    )


def _by_thing(rows: Iterable[Any]) -> dict[tuple[str, int], list[Any]]:
    found: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in rows:
        found[row.target_kind, row.target_id].append(row)
    return found
