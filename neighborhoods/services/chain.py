"""Who is in on whose word: followed down when somebody is removed, and up on the dashboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from core import clock

from ..models import Membership, Vouch

if TYPE_CHECKING:
    from collections.abc import Iterable


def resting_on(memberships: Iterable[int]) -> set[int]:
    """Keys of all memberships that came in on the word of these, or of those who came in on theirs.

    Memberships that are over are followed too: who left may have let others in, and who came back
    rests on what the first time rested on. A circle ends where it began.
    """
    found: set[int] = set()
    begun = set(memberships)
    edge = set(begun)
    while edge:
        words = Vouch.objects.standing().filter(
            voucher_membership__in=edge, answer=Vouch.Answer.YES
        )
        next_ones = Membership.objects.filter(
            Q(pk__in=words.values("membership")) | Q(resumes__in=edge),
            proof=Membership.Proof.VOUCHED,
        )
        edge = set(next_ones.values_list("pk", flat=True)) - found - begun
        found |= edge
    return found


def flag_resting_on(membership: Membership) -> int:
    """Marks everybody who is in on the word of the person to be looked at again; says how many.

    Whatever the neighborhood in which the word was given: who is not to be believed here was not
    elsewhere. Part of the caller's transaction. Who is marked already keeps the first moment.
    """
    own = {membership.pk}
    if membership.person_id is not None:
        theirs = Membership.objects.filter(person=membership.person_id)
        own |= set(theirs.values_list("pk", flat=True))
    # Who left may come back, and is looked at then.
    rows = Membership.objects.filter(
        pk__in=resting_on(own),
        state__in=[Membership.State.ACTIVE, Membership.State.LEFT],
        review_since=None,
    )
    return rows.update(review_since=clock.now())


def drop_answers(membership: Membership) -> int:
    """Takes back what neighbors said of somebody who waits: it was about another address."""
    rows = Vouch.objects.standing().filter(membership=membership)
    return rows.update(withdrawn_at=clock.now())


def names_a_voucher(membership: Membership, words: str) -> bool:
    """Whether the words hold the first or last name of somebody who answered about the person.

    The person's own names may stand there, whoever else bears them.
    """
    rows = Vouch.objects.filter(membership=membership, voucher__isnull=False)
    pairs = rows.values_list("voucher__first_name", "voucher__last_name")
    own = (
        {membership.person.first_name, membership.person.last_name} if membership.person else set()
    )
    names = {name for pair in pairs for name in pair if len(name) > 2} - own
    text = _words(words)
    return any(_words(name) in text for name in names)


def _words(text: str) -> str:
    """The words of a text with a blank around each, so that one is not found inside another."""
    found = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return f" {found} "


def pass_on_answers(membership: Membership, *, to: Membership) -> None:
    """What was said of a request to change the address belongs to the membership that goes on."""
    words = Vouch.objects.filter(membership=membership)
    Vouch.objects.filter(membership=to, voucher__in=words.values("voucher")).delete()
    words.update(membership=to)
