"""What the site shows of those who wait: name and street, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from core import keyset
from core.policies import get_allowed_or_404

from .models import Membership
from .policies import host_policy, waiting_policy
from .querysets import TRUSTED_AFTER
from .services import vouching
from .vouch_querysets import with_answers

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User

    from .querysets import MembershipQuerySet

PAGE = 40


@dataclass
class WaitingPage:
    """People who wait, each with ``can_check`` and ``can_answer``, and where the next page begins."""

    rows: list[Any]
    next_url: str
    needed: int = vouching.NEEDED


def waiting_page(rows: MembershipQuerySet, person: User, after: keyset.Mark | None) -> WaitingPage:
    """The longest waiting first; ``rows`` is what the person may see of one neighborhood."""
    rows = with_answers(rows).select_related("person", "address", "neighborhood")
    if after is not None:
        later = Q(requested_at__gt=after.moment)
        rows = rows.filter(later | Q(requested_at=after.moment, pk__gt=after.pk))
    found = list(rows.order_by("requested_at", "pk")[: PAGE + 1])
    shown, is_more = found[:PAGE], len(found) > PAGE
    pks = [row.pk for row in shown]
    may = {
        action: set(
            waiting_policy.allowed(person, action).filter(pk__in=pks).values_list("pk", flat=True)
        )
        for action in ("check", "answer")
    }
    for row in shown:
        row.can_check, row.can_answer = row.pk in may["check"], row.pk in may["answer"]
        row.given = min(row.vouched, vouching.NEEDED)
    last = shown[-1] if shown else None
    mark = keyset.encode(last.requested_at, last.pk) if last and is_more else ""
    return WaitingPage(shown, f"?after={mark}" if mark else "")


def question(waiting: Membership, person: User) -> dict[str, Any]:
    """The question about ``waiting`` as ``person`` is asked it: name and street, nothing else."""
    return {
        "neighborhood": waiting.neighborhood,
        "waiting": waiting,
        "may_vouch": waiting_policy.allows(person, "vouch", waiting),
        "may_vouch_from": _may_vouch_from(waiting, person),
        "answer": vouching.standing_answer(waiting, person),
    }


def _may_vouch_from(waiting: Membership, person: User) -> dt.datetime | None:
    """The day on which a new member's word begins to count; None where days are not what is missing."""
    mine = Membership.objects.active().of(person).filter(neighborhood=waiting.neighborhood_id)
    if mine.trusted().exists():
        return None
    own = mine.first()
    if own is None or own.activated_at is None or own.review_since or own.address_id is None:
        return None
    return own.activated_at + TRUSTED_AFTER


def ways_on(waiting: Membership) -> dict[str, Any]:
    """For the person who waits: how many neighbors have vouched, and the address to give to them."""
    slug = waiting.neighborhood.slug
    path = reverse("neighborhoods:vouch_give", args=[slug, waiting.public_id])
    return {**vouching.progress_of(waiting), "url": settings.BASE_URL + path}


def own_membership(person: User, slug: str) -> Membership:
    """The person's own membership there; 404 for a worker, who has none."""
    return get_allowed_or_404(host_policy, person, "read", neighborhood__slug=slug)
