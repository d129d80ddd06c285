"""What hosts, administrators and members are told about waiting, greeting and looking again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role, people_with
from notifications.kinds import NoticeKind, Topic, register

from . import policies
from .membership_notices import the_person
from .notices import MEMBERSHIP

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

    from .models import Membership

NEWCOMERS = Topic(
    "newcomers", gettext_lazy("Newcomers in my neighborhood, when I am a host"), icon="users"
)


def hosts_who_see(membership: Membership) -> QuerySet[User]:
    """Hosts who find the person in the list of who waits: no block lies between them."""
    return _hosts(membership, policies.waiting_policy.audience("see", membership))


def hosts_who_meet(membership: Membership) -> QuerySet[User]:
    """Hosts who find the person among their neighbors; nobody greets themselves."""
    seen_by = policies.membership_policy.audience("view", membership)
    return _hosts(membership, seen_by).exclude(pk=membership.person_id or policies.NOBODY)


def _hosts(membership: Membership, people: QuerySet[User]) -> QuerySet[User]:
    hosts = policies.hosts_of(membership.neighborhood_id)
    return people.filter(pk__in=hosts.values("pk"))


def administrators(membership: Membership) -> QuerySet[User]:
    return people_with(Role.ADMINISTRATION)


def _words(membership: Membership) -> dict[str, str]:
    return {
        "name": membership.person.display_name if membership.person else _("Former neighbor"),
        "neighborhood": membership.neighborhood.name,
    }


def _page(name: str) -> Any:
    def url(membership: Membership) -> str:
        return reverse(f"neighborhoods:{name}", args=[membership.neighborhood.slug])

    return url


register(
    NoticeKind(
        name="newcomer_waits",
        topic=NEWCOMERS,
        target_kind="membership",
        audience=hosts_who_see,
        title=lambda membership, recipient: (
            _("%(name)s waits to join %(neighborhood)s. Do you know each other?")
            % _words(membership)
        ),
        action="see",
        policy=policies.waiting_policy,
        url=_page("waiting_list"),
    ),
    NoticeKind(
        name="newcomer_arrived",
        topic=NEWCOMERS,
        target_kind="membership",
        audience=hosts_who_meet,
        title=lambda membership, recipient: (
            _("%(name)s is new in %(neighborhood)s. Say hello!") % _words(membership)
        ),
        url=_page("member_list"),
    ),
    NoticeKind(
        name="newcomer_doubted",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=administrators,
        title=lambda membership, recipient: (
            _("A neighbor in %(neighborhood)s doubts somebody who waits") % _words(membership)
        ),
        action="admit",
        url=lambda membership: reverse("community_vouches:detail", args=[membership.public_id]),
    ),
    NoticeKind(
        name="host_made",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: (
            _("You are a host of %(neighborhood)s now") % _words(membership)
        ),
        action="view_own",
        url=_page("host_ask"),
    ),
    NoticeKind(
        name="host_refused",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: (
            _("The town did not make you a host of %(neighborhood)s this time") % _words(membership)
        ),
        action="view_own",
        url=_page("host_ask"),
    ),
    NoticeKind(
        name="host_ended",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: (
            _("You are no longer a host of %(neighborhood)s") % _words(membership)
        ),
        action="view_own",
        url=_page("host_ask"),
    ),
    NoticeKind(
        name="membership_removed",
        topic=MEMBERSHIP,
        target_kind="membership",
        audience=the_person,
        title=lambda membership, recipient: (
            _("You are no longer a member of %(neighborhood)s") % _words(membership)
        ),
        action="view_own",
    ),
)
