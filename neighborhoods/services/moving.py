"""Leaving a neighborhood, coming back within a week, and moving to another one.

``admission`` writes the memberships; here stands what people do with it about their own home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import transaction

from notifications.services import notify

from .admission import end_membership, reopen_membership
from .arrival import come_in
from .belongings import bring_back

if TYPE_CHECKING:
    from accounts.models import User

    from ..models import Membership
    from .arrival import EidProof


@transaction.atomic
def leave(*, membership: Membership, by: User, posts: str) -> Membership:
    """Ends the person's own membership at once, everywhere; ``posts`` says what becomes of their words.

    Whoever asked to move goes on waiting for the new neighborhood.
    """
    ended = end_membership(membership=membership, by=by, posts=posts)
    # Also to who did it: a mail about what nobody meant to do is the first sign of it.
    notify(kind="membership_left", target=ended)
    return ended


@transaction.atomic
def come_back(*, membership: Membership, by: User, with_posts: bool = False) -> Membership:
    """Takes leaving back within a week; raises ``CannotReturn``.

    ``with_posts``: what was put into the bin at leaving is put back. A name that was taken off a post
    does not return.
    """
    again = reopen_membership(membership=membership, by=by)
    if with_posts:
        bring_back(membership=membership, by=by)
    return again


@transaction.atomic
def move(
    *,
    home: Membership,
    posts: str,
    has_left: bool = False,
    digest: str = "",
    address_id: int | None = None,
    eid: EidProof | None = None,
) -> Membership:
    """Moves the person to where a letter's code or an eID proves, or lets them wait at an address.

    With a proof the old access ends and the new begins in one transaction. An address alone proves
    nothing: then the person stays a member of the old neighborhood until the new one is proven,
    unless they no longer live there (``has_left``). Returns the new membership, ``pending`` where
    somebody of the town still has to look. Raises ``CodeRefused`` and ``DomainError``.
    """
    person = cast("User", home.person)
    if has_left:
        leave(membership=home, by=person, posts=posts)
    return come_in(person=person, digest=digest, address_id=address_id, posts=posts, eid=eid)
