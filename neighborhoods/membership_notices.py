"""What the door tells people: that they are in, that they are not, that they may work here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core import targets
from notifications.kinds import NoticeKind, register

from . import policies
from .notices import MEMBERSHIP

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .models import JoinCodeBatch, Membership, Neighborhood, WorkAssignment


def feed_url(neighborhood: Neighborhood) -> str:
    return reverse("neighborhoods:feed", args=[neighborhood.slug])


def membership_url(membership: Membership) -> str:
    if membership.state == membership.State.ACTIVE:
        return feed_url(membership.neighborhood)
    return reverse("neighborhoods:join_status")


def workplace_url(assignment: WorkAssignment) -> str:
    first = assignment.neighborhoods.first()
    return feed_url(first) if first else reverse("neighborhoods:join_start")


def the_person(row: Any) -> QuerySet[User]:
    return User.objects.active().filter(pk=row.person_id)


def administrators(batch: JoinCodeBatch) -> QuerySet[User]:
    return policies.letters_policy.audience("manage", batch)


targets.register(
    targets.Target(
        kind="membership",
        policy=policies.membership_policy,
        url=membership_url,
        label=lambda membership: membership.neighborhood.name,
        text=lambda membership: "",
        card_template="",
        load=lambda person, queryset: queryset.select_related("neighborhood"),
    )
)
targets.register(
    targets.Target(
        kind="work_assignment",
        policy=policies.work_assignment_policy,
        url=workplace_url,
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
        action="view_own",
    ),
    NoticeKind(
        name="worker_invited",
        topic=MEMBERSHIP,
        target_kind="work_assignment",
        audience=the_person,
        title=lambda assignment, recipient: _("You may work in the neighborhoods on this portal"),
        action="view_own",
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
