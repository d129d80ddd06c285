"""Whom a campaign reaches, before and after it was sent, as figures nobody can be found in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q

from core import figures
from neighborhoods.models import Membership, Neighborhood
from notifications.models import Channel, Delivery, Preference

from . import services
from .notices import CAMPAIGNS
from .policies import addressed

if TYPE_CHECKING:
    from core.figures import Figure

    from .models import Campaign


@dataclass(frozen=True)
class Reach:
    """Members of each neighborhood, rounded down to tens, and what these come to; ``channels`` too.

    An officer may try one set of neighborhoods after the other, so no figure is about a set.
    """

    neighborhoods: list[tuple[str, Figure]]
    members: Figure
    channels: list[tuple[str, Figure]]
    is_wide: bool


def reach_of(campaign: Campaign) -> Reach:
    """The reach if it were sent now: four queries, whatever the number of neighborhoods."""
    targets = list(campaign.targets().order_by("name").values_list("pk", "name"))
    counts = members_by_neighborhood([pk for pk, _name in targets])
    numbers = [counts.get(pk, 0) for pk, _name in targets]
    shown = [figures.about(number) for number in numbers]
    people = addressed(campaign)
    by_mail = people.exclude(email=None).filter(_wants(Channel.EMAIL))
    in_inbox = people.filter(_wants(Channel.INBOX))
    return Reach(
        neighborhoods=[(name, part) for (_pk, name), part in zip(targets, shown, strict=True)],
        members=figures.sum_of(shown),
        channels=[
            (str(Channel.INBOX.label), _reached(targets, in_inbox)),
            (str(Channel.EMAIL.label), _reached(targets, by_mail)),
        ],
        is_wide=(len(targets) > services.WIDE_NEIGHBORHOODS or sum(numbers) > services.WIDE_PEOPLE),
    )


def members_by_neighborhood(pks: list[int], people: Any = None) -> dict[int, int]:
    """Active members of each neighborhood, those among ``people`` if given; never shown as it is."""
    rows = Membership.objects.active().filter(neighborhood__in=pks, person__is_active=True)
    if people is not None:
        rows = rows.filter(person__in=people.values("pk"))
    counts = rows.values("neighborhood").annotate(members=Count("pk"))
    return {row["neighborhood"]: row["members"] for row in counts}


def _reached(targets: list[tuple[int, str]], people: Any) -> Figure:
    counts = members_by_neighborhood([pk for pk, _name in targets], people)
    return figures.sum_of([figures.about(number) for number in counts.values()])


def _wants(channel: Channel) -> Q:
    """People who want campaigns on the channel: they said so, or said nothing and it is usual."""
    said = Preference.objects.filter(person=OuterRef("pk"), topic=CAMPAIGNS.name, channel=channel)
    if channel in CAMPAIGNS.defaults:
        return ~Q(Exists(said.filter(is_wanted=False)))
    return Q(Exists(said.filter(is_wanted=True)))


@dataclass(frozen=True)
class ReadyLanguage:
    """One language of the portal: its page is published, or its readers get the source."""

    code: str
    name: str
    is_ready: bool
    has_page: bool
    is_source: bool


def languages_of(campaign: Campaign) -> list[ReadyLanguage]:
    live = {
        page.locale.language_code: page.live for page in campaign.pages.select_related("locale")
    }
    return [
        ReadyLanguage(
            code=code,
            name=str(name),
            is_ready=live.get(code, False),
            has_page=code in live,
            is_source=code == campaign.source_language,
        )
        for code, name in settings.LANGUAGES
    ]


@dataclass(frozen=True)
class ChannelResult:
    channel: str
    delivered: Figure
    waiting: Figure
    failed: int
    uncertain: int


def results_of(campaign: Campaign) -> list[ChannelResult]:
    """What became of the sending, a channel a row; one query.

    Failures and uncertain ones are shown to the piece: they count addresses, not people's choices,
    and somebody has to resolve them.
    """
    notice = services.notice_of(campaign)
    if notice is None:
        return []
    state = Delivery.State
    rows: Any = (
        notice.deliveries.values("channel")
        .annotate(
            delivered=Count("pk", filter=Q(state=state.SENT)),
            waiting=Count("pk", filter=Q(state__in=(state.NEW, state.SENDING))),
            failed=Count("pk", filter=Q(state=state.DEAD)),
            uncertain=Count("pk", filter=Q(state=state.UNCERTAIN)),
        )
        .order_by("-channel")
    )
    return [
        ChannelResult(
            channel=str(Channel(row["channel"]).label),
            delivered=figures.about(row["delivered"]),
            waiting=figures.about(row["waiting"]) if row["waiting"] else figures.Figure(0),
            failed=row["failed"],
            uncertain=row["uncertain"],
        )
        for row in rows
    ]


def neighborhood_choices() -> Any:
    """All neighborhoods, for the form in which an officer chooses some."""
    return Neighborhood.objects.select_related("district").order_by("name")
