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

AREA_ACTIONS = ("choose_audience", "post_on_behalf")
POST_ACTIONS = ("change", "delete", "share", "reply", "react", "flag", "solve", "reopen")


def neighborhoods_of(request: HttpRequest) -> list[Any]:
    """The neighborhoods that the person may enter, the home first, in one query a request.

    Each has ``can_choose_audience`` and ``can_post_on_behalf``, for the composer.
    """
    if not hasattr(request, "_neighborhoods"):
        user = request.user
        found: list[Any] = []
        if user.is_authenticated:
            rows: Any = neighborhood_policy.allowed(user, "view")
            found = list(rows.for_header(user).with_permissions(user, *AREA_ACTIONS))
        request._neighborhoods = found  # type: ignore[attr-defined]
    return request._neighborhoods  # type: ignore[attr-defined]


def enter(request: HttpRequest, slug: str) -> Neighborhood:
    """The neighborhood of that address for who may enter it, as ``neighborhoods_of`` has it; else 404."""
    for neighborhood in neighborhoods_of(request):
        if neighborhood.slug == slug:
            request.neighborhood = neighborhood  # type: ignore[attr-defined]
            return neighborhood
    raise Http404


def open_post(request: HttpRequest, slug: str, public_id: uuid.UUID) -> Post:
    """The post that the person may see, ready to show, with ``can_<action>`` for its page."""
    neighborhood = enter(request, slug)
    rows = post_policy.allowed(request.user, "view").filter(
        neighborhood=neighborhood, public_id=public_id
    )
    found = cards.load_posts(request.user, rows.with_permissions(request.user, *POST_ACTIONS))  # type: ignore[attr-defined]
    if not found:
        raise Http404
    return found[0]
