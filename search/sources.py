"""What can be found. Each source starts from what the searcher may see, and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from core import targets
from neighborhoods.models import Post
from neighborhoods.policies import post_policy

from .highlighting import excerpt, highlight, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

LEAST_LETTERS = 3
MOST_LETTERS = 100
STEP = 10
MOST = 50


@dataclass(frozen=True)
class Hit:
    """One line of the result; title and text are escaped and marked."""

    url: str
    title: SafeString
    text: SafeString
    where: str
    at: Any = None


@dataclass(frozen=True)
class Source:
    """One kind of thing: ``find`` takes the request, the query and how many at most."""

    name: str
    label: str | _StrPromise
    icon: str
    find: Callable[[HttpRequest, str, int], list[Hit]]


def _found(
    rows: QuerySet[Any], query: str, most: int, *, whole_words: bool = False
) -> Iterator[Any]:
    """The best ``most`` of ``rows``: by the beginnings of words, then by whole words of the text."""
    backend = get_search_backend()
    # Words alone: a quote or an operator means nothing to people and breaks SQLite's parser.
    query = " ".join(words(query))
    seen = set()
    searches = [backend.autocomplete] + ([backend.search] if whole_words else [])
    for search in searches:
        for row in search(query, rows)[:most]:
            if row.pk not in seen:
                seen.add(row.pk)
                yield row


def find_posts(request: HttpRequest, query: str, most: int) -> list[Hit]:
    """Posts of the neighborhoods the searcher may see. Wagtail's search refuses the policy's own
    conditions (subqueries and joins), so they stand inside ``pk__in``.
    """
    if not request.user.is_authenticated:
        return []
    rows = Post.objects.filter(pk__in=post_policy.allowed(request.user, "view").values("pk"))
    target = targets.get("post")
    return [
        Hit(
            url=target.url(post),
            title=highlight(post.title or post.get_kind_display(), query),
            text=excerpt(post.body, query),
            where=post.neighborhood.name,
            at=post.created_at,
        )
        for post in islice(_found(rows.select_related("neighborhood"), query, most), most)
    ]


def find_pages(request: HttpRequest, query: str, most: int) -> list[Hit]:
    """Public pages in the language of the address."""
    pages = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1)
    return [
        Hit(
            url=page.get_url(request) or "",
            title=highlight(page.title, query),
            text=excerpt(page.search_description, query),
            where="",
        )
        for page in islice(_found(pages, query, most, whole_words=True), most)
    ]


SOURCES = {
    source.name: source
    for source in (
        Source("posts", _("In my neighborhood"), "messages", find_posts),
        Source("pages", _("Information and news"), "file-text", find_pages),
    )
}
