"""What the dashboard shows of people at the door: who waits, who is looked at again, who vouched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from accounts.roles import Role
from accounts.services import record_staff_reads
from accounts.services.staff_reads import ADDRESS
from core import keyset

from .models import Vouch
from .policies import chain_policy, host_policy, membership_policy
from .services.vouching import NEEDED
from .vouch_querysets import with_answers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

    from .models import Membership
    from .querysets import MembershipQuerySet

PAGE = 50
LONGEST = 500


@dataclass
class PeoplePage:
    """Rows, and the mark of the page after this one ("" where there is none)."""

    rows: list[Any] = field(default_factory=list)
    next_mark: str = ""
    needed: int = NEEDED


def waiting(person: User, wishes: dict[str, Any], after: str = "") -> PeoplePage:
    """Those who wait and fit the ``wishes`` (neighborhood, route, q), the longest waiting first.

    Each has ``vouched``, ``doubts`` and ``was_removed``: whom the town removed once is let in by two.
    """
    rows: Any = membership_policy.allowed(person, "admit").filter(person__isnull=False)
    rows = _fitting(with_answers(rows), wishes)
    page = _page(rows.select_related("person", "neighborhood", "address", "proposed_by"), after)
    removed = rows.filter(pk__in=[row.pk for row in page.rows]).removed_before()
    pks = set(removed.values_list("pk", flat=True))
    for row in page.rows:
        row.was_removed = row.pk in pks
        row.is_mine = row.proposed_by_id == person.pk
    return page


def _fitting(rows: MembershipQuerySet, wishes: dict[str, Any]) -> MembershipQuerySet:
    if wishes.get("neighborhood"):
        rows = rows.filter(neighborhood=wishes["neighborhood"])
    for word in wishes.get("q", "").split():
        rows = rows.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(address__street__icontains=word)
        )
    route = wishes.get("route")
    if route == "address":
        rows = rows.filter(vouched=0, doubts=0)
    elif route == "vouched":
        rows = rows.filter(vouched__gt=0)
    elif route == "doubted":
        rows = rows.filter(doubts__gt=0)
    elif route == "removed":
        rows = rows.removed_before()
    return rows


def _page(rows: Any, after: str) -> PeoplePage:
    mark = keyset.decode(after)
    if mark is not None:
        later = Q(requested_at__gt=mark.moment)
        rows = rows.filter(later | Q(requested_at=mark.moment, pk__gt=mark.pk))
    found = list(rows.defer("neighborhood__boundary").order_by("requested_at", "pk")[: PAGE + 1])
    page = PeoplePage(found[:PAGE])
    if len(found) > PAGE:
        page.next_mark = keyset.encode(page.rows[-1].requested_at, page.rows[-1].pk)
    return page


def note_address_reads(memberships: Iterable[Any], *, by: Any) -> None:
    """Writes down, for these people to see, that an administrator read where they live."""
    record_staff_reads(
        by=by,
        what=ADDRESS,
        things=[(row.person, row) for row in memberships],
        roles=[Role.ADMINISTRATION],
    )


def to_check_again(person: User) -> list[Any]:
    """Members whom the town looks at again, the longest waiting first."""
    rows = chain_policy.allowed(person, "review").select_related(
        "person", "neighborhood", "address"
    )
    return list(rows.defer("neighborhood__boundary").order_by("review_since", "pk")[:PAGE])


def vouched_in(person: User, after: str = "") -> PeoplePage:
    """Members, also former ones, who came in because neighbors vouched."""
    rows = chain_policy.allowed(person, "read").filter(proof="vouched")
    return _page(rows.select_related("person", "neighborhood", "address"), after)


def who_ask_to_host(person: User) -> list[Any]:
    rows = host_policy.allowed(person, "decide").select_related("person", "neighborhood")
    return list(rows.defer("neighborhood__boundary").order_by("host_asked_at", "pk")[:LONGEST])


def hosts(person: User) -> list[Any]:
    rows = host_policy.allowed(person, "end").select_related("person", "neighborhood")
    order = ("neighborhood__name", "person__first_name", "pk")
    return list(rows.defer("neighborhood__boundary").order_by(*order)[:LONGEST])


@dataclass
class Link:
    """One neighbor's word; ``is_open`` where the reader may read on in the chain from there."""

    membership: Any
    vouch: Vouch
    is_open: bool = False


@dataclass
class Chain:
    """Who vouched for a membership, for whom it vouched itself, and how many neighbors doubt."""

    above: list[Link]
    below: list[Link]
    doubts: int


def chain_of(membership: Membership, person: User) -> Chain:
    """The chain one step up and one down, as far as ``person`` may see who stands there.

    Of who doubts only the number is told. Below stand only those whose own page may be read.
    """
    words = Vouch.objects.standing().filter(answer=Vouch.Answer.YES).order_by("created_at", "pk")
    up = words.filter(membership=membership, voucher_membership__isnull=False)
    down = words.filter(voucher_membership=membership, membership__person__isnull=False)
    above = [
        Link(row.voucher_membership, row)
        for row in up.select_related("voucher_membership__person", "voucher_membership__address")
    ]
    below = [
        Link(row.membership, row)
        for row in down.select_related("membership__person", "membership__address")
    ]
    pks = [link.membership.pk for link in (*above, *below)]
    readable = set(
        chain_policy.allowed(person, "read").filter(pk__in=pks).values_list("pk", flat=True)
    )
    for link in (*above, *below):
        link.is_open = link.membership.pk in readable
    doubts = Vouch.objects.doubts().filter(membership=membership).count()
    return Chain(above, [link for link in below if link.is_open], doubts)
