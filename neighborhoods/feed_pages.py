"""One page of a neighborhood's feed, in a number of queries that does not grow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core import keyset, targets

from .policies import feed_policy

if TYPE_CHECKING:
    import datetime as dt

    from core.policies import Person

    from .models import FeedEntry

PAGE = 20
MOST_PINNED = 3
# What the municipality puts into feeds.
MUNICIPAL_KINDS = ("campaign", "survey")


@dataclass
class FeedLine:
    """One card: ``thing`` is what ``template`` shows. ``is_first_seen`` draws the line above it."""

    thing: Any
    template: str
    is_pinned: bool = False
    is_first_seen: bool = False


@dataclass
class FeedPage:
    """``next_mark`` says where the next page begins; ``newest`` is the moment of its first line."""

    lines: list[FeedLine] = field(default_factory=list)
    next_mark: str = ""
    newest: dt.datetime | None = None


def read_feed(
    *,
    person: Person,
    neighborhood: Any,
    kind: str = "",
    before: str = "",
    seen_at: dt.datetime | None = None,
) -> FeedPage:
    """The lines ``person`` may see: pinned ones first on the first page, then the newest first.

    ``kind`` narrows to one kind of post or to ``"municipality"``; ``before`` is a mark that an
    earlier page gave. What lies above ``seen_at`` is new.
    """
    entries = (
        feed_policy.allowed(person, "view")
        .filter(neighborhood=neighborhood.pk)
        .not_flagged_by(person)  # type: ignore[attr-defined]
    )
    if kind:
        entries = entries.of_kinds(MUNICIPAL_KINDS if kind == "municipality" else [kind])
    mark = keyset.decode(before) if before else None
    pinned: list[FeedEntry] = []
    if neighborhood.has_pinned and mark is None:
        pinned = list(entries.pinned().newest_first()[:MOST_PINNED])
    rest = entries.not_pinned() if neighborhood.has_pinned else entries
    if mark is not None:
        rest = rest.before(mark)
    found = list(rest.newest_first()[: PAGE + 1])
    page = FeedPage(newest=found[0].visible_from if found and mark is None else None)
    if len(found) > PAGE:
        page.next_mark = keyset.encode(found[PAGE - 1].visible_from, found[PAGE - 1].pk)
    page.lines = _lines(person, pinned, found[:PAGE], seen_at)
    return page


def _lines(
    person: Person, pinned: list[FeedEntry], found: list[FeedEntry], seen_at: dt.datetime | None
) -> list[FeedLine]:
    things = _things(person, [*pinned, *found])
    lines: list[FeedLine] = []
    has_new = False
    is_divided = seen_at is None
    for entry in [*pinned, *found]:
        thing = things[entry.target_kind].get(entry.target_id)
        if thing is None:
            continue
        line = FeedLine(thing, targets.get(entry.target_kind).card_template)
        if entry in pinned:
            line.is_pinned = True
        elif not is_divided and seen_at is not None:
            is_new = entry.visible_from > seen_at and entry.author_id != person.pk
            if not is_new and entry.visible_from <= seen_at:
                line.is_first_seen, is_divided = has_new, True
            has_new = has_new or is_new
        lines.append(line)
    return lines


def _things(person: Person, entries: list[FeedEntry]) -> dict[str, dict[int, Any]]:
    """What the lines point at, loaded kind by kind through its own policy."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        wanted[entry.target_kind].append(entry.target_id)
    loaded: dict[str, dict[int, Any]] = defaultdict(dict)
    for kind, pks in wanted.items():
        loaded[kind] = targets.load_allowed(person, kind, pks)
    return loaded


def count_newer(*, person: Person, neighborhood: Any, since: dt.datetime) -> int:
    """How many lines of others came after ``since``, at most twenty."""
    newer = (
        feed_policy.allowed(person, "view")
        .filter(neighborhood=neighborhood.pk, visible_from__gt=since)
        .exclude(author=person.pk)
        .not_flagged_by(person)  # type: ignore[attr-defined]
    )
    return len(newer.newest_first().values_list("pk")[:PAGE])
