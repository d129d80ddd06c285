"""What the door tells people: that they are in, that they are not, that they may work here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core import targets
from notifications.kinds import NoticeKind, register

from . import policies
from .models import Membership, WorkAssignment
from .notices import MEMBERSHIP
from .querysets import RETURN_WITHIN

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .models import JoinCodeBatch, Neighborhood


def feed_url(neighborhood: Neighborhood) -> str:
    return reverse("neighborhoods:feed", args=[neighborhood.slug])


def membership_url(membership: Membership) -> str:
    if membership.state == membership.State.ACTIVE:
        return feed_url(membership.neighborhood)
    return reverse("neighborhoods:join_status")


def home_url(membership: Membership) -> str:
    return reverse("neighborhoods:home_detail")


def words_of_leaving(membership: Membership, recipient: Any) -> dict[str, Any]:
    ended_at = membership.ended_at
    return {"until": ended_at + RETURN_WITHIN if ended_at else None}


def workplaces_url(assignment: WorkAssignment) -> str:
    return reverse("neighborhoods:neighborhood_list")


def decision_url(assignment: WorkAssignment) -> str:
    return reverse("community_workers:decide", args=[assignment.pk])


def declined_url(assignment: WorkAssignment) -> str:
    return f"{reverse('community_workers:index')}?state=declined"


def the_person(row: Any) -> QuerySet[User]:
    return User.objects.active().filter(pk=row.person_id)


def second_officers(assignment: WorkAssignment) -> QuerySet[User]:
    return policies.work_assignment_policy.audience("decide", assignment)


def who_asked(assignment: WorkAssignment) -> QuerySet[User]:
    return policies.work_assignment_policy.audience("explain", assignment)


def work_words(assignment: WorkAssignment, recipient: Any) -> dict[str, Any]:
    return {
        "name": assignment.invited_as,
        "function": assignment.function,
        "organization": assignment.organization,
        "reason": assignment.decline_reason,
    }


def administrators(batch: JoinCodeBatch) -> QuerySet[User]:
    return policies.letters_policy.audience("manage", batch)


def checked_by(membership: Membership, recipient: Any) -> dict[str, Any]:
    """The worker who looked at the person's document; an administrator is "the town"."""
    worker = None
    if membership.admitted_by_id is not None:
        mine = WorkAssignment.objects.current().filter(neighborhoods=membership.neighborhood_id)
        worker = mine.select_related("person").filter(person=membership.admitted_by_id).first()
    return {"worker": worker}


def refusal(membership: Membership, recipient: Any) -> dict[str, Any]:
    """Why, in the recipient's language, and what the administrator added."""
    is_other = membership.refused_for in ("", Membership.Refusal.OTHER)
    return {
        "reason": "" if is_other else membership.get_refused_for_display(),
        "words": membership.refusal_words,
    }


targets.register(
    targets.Target(
        kind="membership",
        policy=policies.membership_policy,
        url=membership_url,
        label=lambda membership: membership.neighborhood.name,
        text=lambda membership: "",
        card_template="",
        load=lambda person, queryset: queryset.select_related("neighborhood", "person"),
    )
)
targets.register(
    targets.Target(
        kind="work_assignment",
        policy=policies.work_assignment_policy,
        url=workplaces_url,
        label=lambda assignment: assignment.function,
        text=lambda assignment: "",
        card_template="",
        load=lambda person, queryset: queryset.prefetch_related("neighborhoods"),
    )
)
targets.register(
    targets.Target(
        kind="letters",
        policy=policies.letters_policy,
        url=lambda batch: reverse("community_letters:index"),
        label=lambda batch: batch.neighborhood.name,
        text=lambda batch: "",
        card_template="",
        load=lambda person, queryset: queryset.select_related("neighborhood"),
    )
)

register(
    NoticeKind(
        name="membership_welcome",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: (
            _("Welcome to %(neighborhood)s") % {"neighborhood": membership.neighborhood.name}
        ),
        context=checked_by,
        action="view_own",
    ),
    NoticeKind(
        name="membership_refused",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: (
            _("We could not check that you live in %(neighborhood)s")
            % {"neighborhood": membership.neighborhood.name}
        ),
        context=refusal,
        action="view_own",
    ),
    NoticeKind(
        name="membership_left",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: (
            _("You have left %(neighborhood)s") % {"neighborhood": membership.neighborhood.name}
        ),
        action="view_own",
        context=words_of_leaving,
        url=home_url,
    ),
    NoticeKind(
        name="membership_moved",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: (
            _("You have moved to %(neighborhood)s") % {"neighborhood": membership.neighborhood.name}
        ),
        action="view_own",
    ),
    NoticeKind(
        name="membership_address",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: _("Your new address is saved"),
        action="view_own",
        url=home_url,
    ),
    NoticeKind(
        name="worker_invited",
        topic=MEMBERSHIP,
        target_kind="work_assignment",
        audience=the_person,
        title=lambda assignment, recipient: _("You may work in the neighborhoods on this portal"),
        action="begin",
    ),
    NoticeKind(
        name="work_waits",
        topic=MEMBERSHIP,
        target_kind="work_assignment",
        audience=second_officers,
        title=lambda assignment, recipient: (
            _("The work of %(name)s waits for you as the second administrator")
            % {"name": assignment.invited_as or assignment.function}
        ),
        context=work_words,
        action="decide",
        url=decision_url,
    ),
    NoticeKind(
        name="work_declined",
        topic=MEMBERSHIP,
        target_kind="work_assignment",
        audience=who_asked,
        title=lambda assignment, recipient: (
            _("A colleague declined the work of %(name)s")
            % {"name": assignment.invited_as or assignment.function}
        ),
        context=work_words,
        action="explain",
        url=declined_url,
    ),
    NoticeKind(
        name="letters_alarm",
        topic=MEMBERSHIP,
        target_kind="letters",
        audience=administrators,
        title=lambda batch, recipient: (
            _("Somebody keeps trying letter codes of %(neighborhood)s that no longer hold")
            % {"neighborhood": batch.neighborhood.name}
        ),
        action="manage",
    ),
)
