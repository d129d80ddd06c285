"""What a worker needs at a glance of every neighborhood, and what neighbors see of the workers.

The start page asks the same number of questions for one neighborhood as for seven.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from core import clock, targets
from core.text import first_words

from .models import Post, Reply
from .policies import feed_policy, post_policy, worker_policy

if TYPE_CHECKING:
    from core.policies import Person

    from .models import FeedEntry, WorkAssignment

# Of a neighborhood that was never looked at, this much counts as new.
FIRST_LOOK = dt.timedelta(days=7)
HEADLINES = 2
# A request that nobody answered for so long is no news for anybody.
HELP_SHOWN_FOR = dt.timedelta(days=60)
HELP_SHOWN = 12
MOST_PEOPLE = 60


@dataclass
class Place:
    """One neighborhood on the start page; ``new`` counts what others put up since ``seen_at``."""

    neighborhood: Any
    new: int = 0
    headlines: list[dict[str, str]] = field(default_factory=list)
    work: list[WorkAssignment] = field(default_factory=list)

    @property
    def seen_at(self) -> dt.datetime | None:
        return self.neighborhood.seen_at


@dataclass
class Start:
    """``home`` is the neighborhood the person lives in, if any; ``places`` are where they work."""

    home: Place | None
    places: list[Place]
    requests: list[Post]
    has_more_requests: bool


def works_in(known: list[Any]) -> list[Any]:
    """Of ``doors.neighborhoods_of`` those in which the person works at this moment."""
    return [each for each in known if each.can_post_on_behalf]


def read_start(person: Person, known: list[Any]) -> Start:
    """The page of a worker; ``known`` comes from ``doors.neighborhoods_of``."""
    home = next((each for each in known if each.home_id is not None), None)
    workplaces = works_in(known)
    shown = [*workplaces, *([home] if home is not None else [])]
    places = {each.pk: Place(each) for each in shown}
    _add_news(person, places)
    _add_work(person, places)
    requests = _open_requests(person, workplaces)
    return Start(
        home=places[home.pk] if home is not None else None,
        places=[places[each.pk] for each in workplaces if each is not home],
        requests=requests[:HELP_SHOWN],
        has_more_requests=len(requests) > HELP_SHOWN,
    )


def _add_news(person: Person, places: dict[int, Place]) -> None:
    """Counts what is new in each place and names the newest of it."""
    never = clock.now() - FIRST_LOOK
    is_new = Q(pk=None)
    for key, place in places.items():
        is_new |= Q(neighborhood=key, visible_from__gt=place.seen_at or never)
    place_of = F("neighborhood")
    newest_first = [F("visible_from").desc(), F("pk").desc()]
    entries: Any = feed_policy.allowed(person, "view").filter(is_new).exclude(author=person.pk)
    entries = entries.not_flagged_by(person).annotate(
        number=Window(Count("pk"), partition_by=place_of),
        rank=Window(RowNumber(), partition_by=place_of, order_by=newest_first),
    )
    newest = list(entries.filter(rank__lte=HEADLINES).order_by("neighborhood", "rank"))
    things = _things(person, newest)
    for entry in newest:
        place = places[entry.neighborhood_id]
        place.new = entry.number
        thing = things[entry.target_kind].get(entry.target_id)
        if thing is not None:
            target = targets.get(entry.target_kind)
            title = target.label(thing) or first_words(target.text(thing))
            place.headlines.append({"url": target.url(thing), "title": title})


def _things(person: Person, entries: list[FeedEntry]) -> dict[str, dict[int, Any]]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        wanted[entry.target_kind].append(entry.target_id)
    found: dict[str, dict[int, Any]] = defaultdict(dict)
    for kind, pks in wanted.items():
        found[kind] = targets.load_allowed(person, kind, pks)
    return found


def _add_work(person: Person, places: dict[int, Place]) -> None:
    """As what the person works in each place, and until when."""
    rows = worker_policy.allowed(person, "view").filter(person=person.pk)
    for work in rows.prefetch_related("neighborhoods").order_by("pk"):
        for neighborhood in work.neighborhoods.all():
            if neighborhood.pk in places:
                places[neighborhood.pk].work.append(work)


def _open_requests(person: Person, workplaces: list[Any]) -> list[Post]:
    """Help requests that nobody but their author wrote under, the longest waiting first.

    The feed's index finds the few of each neighborhood; the posts' own policy has the last word.
    """
    entries: Any = feed_policy.allowed(person, "view").filter(
        neighborhood__in=[each.pk for each in workplaces],
        kind="help_request",
        target_kind="post",
        visible_from__gt=clock.now() - HELP_SHOWN_FOR,
    )
    by_others = Q(author=None) | Q(post__author=None) | ~Q(author=F("post__author"))
    answers = Reply.objects.live().filter(by_others, post=OuterRef("pk"))
    return list(
        post_policy.allowed(person, "view")
        .filter(
            ~Exists(answers),
            pk__in=entries.not_flagged_by(person).values("target_id"),
            help_request__solved_at=None,
        )
        .select_related("neighborhood", "help_request")
        .defer("neighborhood__boundary")
        .order_by("visible_from", "pk")[: HELP_SHOWN + 1]
    )


def present_workers(person: Person, neighborhood: Any) -> list[WorkAssignment]:
    """Who works here at this moment, by first name."""
    seen: Any = worker_policy.allowed(person, "view").filter(neighborhoods=neighborhood.pk)
    return list(seen.with_portraits().order_by("person__first_name", "pk")[:MOST_PEOPLE])


def past_workers(person: Person, neighborhood: Any) -> list[WorkAssignment]:
    """Who worked here in the last twelve months and does so no more, the last to leave first."""
    still = worker_policy.allowed(person, "view").filter(neighborhoods=neighborhood.pk)
    rows = worker_policy.allowed(person, "view_past").filter(neighborhoods=neighborhood.pk)
    return list(
        rows.exclude(person__in=still.values("person"))
        .select_related("person")
        .order_by("-valid_until", "pk")[:MOST_PEOPLE]
    )
