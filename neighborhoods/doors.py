"""How a view gets into a neighborhood and to a post: through the policies, in one query each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from . import cards
from .policies import neighborhood_policy, post_policy

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from .models import Neighborhood, Post

AREA_ACTIONS = (
    "view", "choose_audience", "post_on_behalf", "share_nearby", "look_around", "block",
    "list_waiting",
)  # fmt: skip
POST_ACTIONS = ("change", "delete", "share", "reply", "react", "flag", "block", "solve", "reopen")


def places_of(request: HttpRequest) -> list[Any]:
    """The neighborhoods that the person may visit, the home first, in one query a request.

    The own ones, and those next door that the person follows. Each has ``can_<action>`` for
    ``AREA_ACTIONS``: for the composer, and for menus.
    """
    if not hasattr(request, "_neighborhoods"):
        user = request.user
        found: list[Any] = []
        if user.is_authenticated:
            rows: Any = neighborhood_policy.allowed(user, "visit")
            found = list(rows.for_header(user).with_permissions(user, *AREA_ACTIONS))
        request._neighborhoods = found  # type: ignore[attr-defined]
    return request._neighborhoods  # type: ignore[attr-defined]


def neighborhoods_of(request: HttpRequest) -> list[Any]:
    """Those of ``places_of`` where the person lives or works."""
    return [place for place in places_of(request) if place.can_view]


def enter(request: HttpRequest, slug: str) -> Neighborhood:
    """The neighborhood of that address for who lives or works there; else 404."""
    return _go_to(request, slug, neighborhoods_of(request))


def visit(request: HttpRequest, slug: str) -> Neighborhood:
    """The neighborhood of that address for who may look at something in it; else 404.

    The policies of what lies inside say what: a follower gets no further than the open posts.
    """
    return _go_to(request, slug, places_of(request))


def _go_to(request: HttpRequest, slug: str, places: list[Any]) -> Neighborhood:
    for neighborhood in places:
        if neighborhood.slug == slug:
            request.neighborhood = neighborhood  # type: ignore[attr-defined]
            return neighborhood
    raise Http404


def open_post(request: HttpRequest, slug: str, public_id: uuid.UUID) -> Post:
    """The post that the person may see, ready to show, with ``can_<action>`` for its page."""
    neighborhood: Any = visit(request, slug)
    rows = post_policy.allowed(request.user, "view").filter(
        neighborhood=neighborhood, public_id=public_id
    )
    found = cards.load_posts(request.user, rows.with_permissions(request.user, *POST_ACTIONS))  # type: ignore[attr-defined]
    if not found:
        raise Http404
    # Whether the people who reply may be blocked from here.
    found[0].may_block = neighborhood.can_block
    found[0].may_enter = neighborhood.can_view
    return found[0]
