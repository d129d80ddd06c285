"""Finding a neighbor by name, and what one may look at of them; within limits against harvesting."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from accounts.models import name_for_neighbors
from accounts.profiles import shown_facts
from core import audit, clock
from core.limits import Limit
from core.templatetags.portal_tags import portrait_url
from core.text import plain_words

from . import cards
from .policies import membership_policy, post_policy

if TYPE_CHECKING:
    from core.policies import Person

    from .models import Membership, Neighborhood

logger = logging.getLogger(__name__)

HOUR = 60 * 60
# Nobody looks up sixty neighbors in an hour; a program that copies a neighborhood does.
PROFILES = Limit("member_profiles", 60, HOUR)
ALARM = Limit("member_profiles_alarm", 1, HOUR)
SUGGESTIONS = Limit("member_suggestions", 60, 60)

LEAST_LETTERS = 2
MOST_LETTERS = 60
MOST_SUGGESTED = 8
MOST_FOUND = 40
POSTS_OF = dt.timedelta(days=120)
MOST_POSTS = 10


def may_look(person: Any, membership: Membership) -> bool:
    """Counts one look at somebody's page and says whether it is within the limit; the own is free.

    The first look beyond it is written into the audit trail, once an hour.
    """
    if membership.person_id == person.pk or PROFILES.take(str(person.pk)):
        return True
    if ALARM.take(str(person.pk)):
        logger.warning("somebody looked at more profiles than the limit allows")
        audit.record("profiles_harvested", by=person, subject=person)
    return False


def is_long_enough(query: str) -> bool:
    return sum(map(len, plain_words(query))) >= LEAST_LETTERS


def find_members(
    *, person: Person, neighborhood: Neighborhood, query: str, most: int
) -> list[Membership]:
    """The members ``person`` may see in whose shown name each word of ``query`` begins a word.

    Only the name as neighbors see it is looked at: who shows one letter of the last name is not
    found by the second. Less than two letters find nobody.
    """
    wanted = plain_words(query[:MOST_LETTERS])
    if not is_long_enough(query):
        return []
    rows: Any = membership_policy.allowed(person, "view").filter(
        neighborhood=neighborhood, person__isnull=False
    )
    names = rows.values_list("pk", "person__first_name", "person__last_name", "person__shown_name")
    # Databases disagree about accents and capitals, and a neighborhood is small.
    found = []
    for pk, *name in names.iterator():
        words = plain_words(name_for_neighbors(*name))
        if words and all(any(word.startswith(start) for word in words) for start in wanted):
            found.append((not words[0].startswith(wanted[0]), words, pk))
    places = {pk: place for place, (_later, _words, pk) in enumerate(sorted(found)[:most])}
    return sorted(rows.filter(pk__in=places).for_list(), key=lambda row: places[row.pk])


def read_found(*, person: Person, neighborhood: Neighborhood, query: str) -> dict[str, Any]:
    """What stands on the page of those found by name."""
    found = find_members(person=person, neighborhood=neighborhood, query=query, most=MOST_FOUND + 1)
    return {
        "neighborhood": neighborhood,
        "query": query,
        "members": found[:MOST_FOUND],
        "is_cut": len(found) > MOST_FOUND,
        "is_too_short": not is_long_enough(query),
    }


def suggestions(*, person: Person, neighborhood: Neighborhood, query: str) -> list[dict[str, str]]:
    """Name, street and address of the page of at most eight neighbors."""
    found = find_members(person=person, neighborhood=neighborhood, query=query, most=MOST_SUGGESTED)
    return [
        {
            "id": str(row.public_id),
            "name": row.person.display_name,  # type: ignore[union-attr]
            "street": row.address.street if row.address else "",
            "url": cards.member_url(neighborhood.slug, row.public_id),
        }
        for row in found
    ]


def read_neighbor(*, person: Person, membership: Any) -> dict[str, Any]:
    """What stands on a neighbor's page. ``membership`` comes from ``for_page``."""
    recent: Any = post_policy.allowed(person, "view").filter(
        neighborhood=membership.neighborhood_id,
        author=membership.person_id,
        visible_from__gt=clock.now() - POSTS_OF,
    )
    recent = recent.not_flagged_by(person).order_by("-visible_from", "-pk")[:MOST_POSTS]
    return {
        "member": membership,
        "portrait_url": portrait_url(membership.portrait),
        "facts": shown_facts(membership.person),
        "posts": cards.load_posts(person, recent),
        "is_own": membership.person_id == person.pk,
        "can_block": membership_policy.allows(person, "block", membership),
    }
