"""Where residents and workers go after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from .models import Membership, Neighborhood
from .policies import home_of, neighborhood_policy

if TYPE_CHECKING:
    from accounts.models import User


def neighborhood_for(person: User) -> str | None:
    """The own neighborhood's feed; for a worker the page with all of the work area."""
    if neighborhood_policy.allowed(person, "post_on_behalf").exists():
        return f"/{translation.get_language()}/n/"
    place = Neighborhood.objects.filter(pk__in=home_of(person)).first()
    return f"/{translation.get_language()}/n/{place.slug}/" if place else None


def waiting_page_for(person: User) -> str | None:
    """How the request to join stands."""
    if Membership.objects.pending().of(person).exists():
        return f"/{translation.get_language()}/join/status/"
    return None
