"""Members flag, moderators decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit, clock, targets
from core.errors import DomainError
from notifications.services import notify, withdraw

from ..models import Decision, FeedEntry, Flag, Post, Reply
from ..models.post import PostState
from .feed import set_feed_state

if TYPE_CHECKING:
    from accounts.models import User


class NothingToDecide(DomainError):
    """No flag on the thing waits for a decision: somebody else was quicker."""


@transaction.atomic
def flag(*, target: Post | Reply, reason: str, note: str, by: User) -> Flag:
    """One flag a person and thing; a second one of the same person changes the first while it is open."""
    post = target if isinstance(target, Post) else target.post
    row, is_new = Flag.objects.get_or_create(
        target_kind=targets.kind_of(target),
        target_id=target.pk,
        flagged_by=by,
        defaults={
            "neighborhood_id": post.neighborhood_id,
            "reason": reason,
            "note": note,
            "created_at": clock.now(),
        },
    )
    if not is_new and row.decision_id is None:
        row.reason, row.note = reason, note
        row.save(update_fields=["reason", "note"])
    if is_new:
        audit.record("flagged", by=by, target=target, reason=reason)
    return row


@transaction.atomic
def decide(*, target: Post | Reply, outcome: str, reason: str, by: User) -> Decision:
    """A moderator's decision with its reason; it closes every open flag on the thing.

    The author is told the decision and the reason when something is hidden, and never who flagged.
    Raises ``NothingToDecide`` when no flag is open.
    """
    post = target if isinstance(target, Post) else target.post
    kind = targets.kind_of(target)
    decision = Decision.objects.create(
        neighborhood_id=post.neighborhood_id,
        target_kind=kind,
        target_id=target.pk,
        decided_by=by,
        outcome=outcome,
        reason=reason,
        created_at=clock.now(),
    )
    waiting = Flag.objects.filter(target_kind=kind, target_id=target.pk, decision=None)
    if not waiting.exclude(flagged_by=by.pk).exists():
        # Nobody judges the own report: a moderator who lives there could silence a neighbor alone.
        raise NothingToDecide(_("Another moderator already decided about this."))
    # The flags themselves say who was first: of two moderators at once one closes them.
    if not waiting.update(decision=decision):
        raise NothingToDecide(_("Another moderator already decided about this."))
    if outcome == Decision.Outcome.HIDE:
        _hide(target)
        notify(kind="decision", target=decision, by=by)
    audit.record("decided", by=by, subject=target.author, target=target, outcome=outcome)
    return decision


def _hide(target: Post | Reply) -> None:
    was_live = target.state == PostState.LIVE
    target.state = PostState.HIDDEN
    target.save(update_fields=["state"])
    withdraw(target=target)
    if isinstance(target, Post):
        set_feed_state(target=target, state=FeedEntry.State.HIDDEN)
    elif was_live:
        Post.objects.filter(pk=target.post_id).update(replies_count=F("replies_count") - 1)


def thing_judged(decision: Decision) -> Post | Reply | None:
    """The post or reply a decision is about; None once it is deleted."""
    if decision.target_kind == "post":
        return Post.objects.filter(pk=decision.target_id).first()
    return Reply.objects.select_related("post").filter(pk=decision.target_id).first()
