"""Where residents and workers go after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from .models import Membership, Neighborhood
from .policies import home_of, neighborhood_policy

if TYPE_CHECKING:
    from accounts.models import User


def neighborhood_for(person: User) -> str | None:
    """The own neighborhood's feed; for a worker the first of the work area, by name."""
    place = (
        Neighborhood.objects.filter(pk__in=home_of(person)).first()
        or neighborhood_policy.allowed(person, "view").order_by("name").first()
    )
    return f"/{translation.get_language()}/n/{place.slug}/" if place else None


def waiting_page_for(person: User) -> str | None:
    """How the request to join stands."""
    if Membership.objects.pending().of(person).exists():
        return f"/{translation.get_language()}/join/status/"
    return None
