"""The feed of a neighborhood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import keyset

from .. import kinds
from ..doors import enter
from ..feed_pages import count_newer, read_feed
from ..services.feed import mark_seen

if TYPE_CHECKING:
    from core.requests import SignedInRequest


def _filters(feed_url: str, current: str) -> list[dict[str, Any]]:
    choices = [("", _("Everything")), *((kind.name, kind.plural) for kind in kinds.all_kinds())]
    choices.append(("municipality", _("From the municipality")))
    return [
        {"url": f"{feed_url}?kind={name}" if name else feed_url, "label": label,
         "current": name == current}
        for name, label in choices
    ]  # fmt: skip


def _next_url(request: SignedInRequest, feed_url: str, kind: str, mark: str, seen_at: Any) -> str:
    """Where the next page is; it carries the moment of the last visit, for the line of the unread."""
    since = request.GET.get("since") or (keyset.encode(seen_at, 0) if seen_at else "")
    query = {"kind": kind, "before": mark, "since": since}
    wanted = urlencode({name: value for name, value in query.items() if value})
    return f"{feed_url}?{wanted}" if mark else ""


@require_safe
@login_required
def feed(request: SignedInRequest, slug: str, kind: str = "") -> HttpResponse:
    neighborhood: Any = enter(request, slug)
    kind = kind or request.GET.get("kind", "")
    if kind not in {"", "municipality", *(known.name for known in kinds.all_kinds())}:
        raise Http404
    before, since = request.GET.get("before", ""), keyset.decode(request.GET.get("since", ""))
    seen_at = since.moment if since else neighborhood.seen_at
    page = read_feed(
        person=request.user, neighborhood=neighborhood, kind=kind, before=before, seen_at=seen_at
    )
    if page.newest and not kind:
        mark_seen(membership_id=neighborhood.home_id, seen_at=neighborhood.seen_at, to=page.newest)
    url = reverse("neighborhoods:feed", args=[slug])
    context = {
        "neighborhood": neighborhood, "kind": kind, "kinds": kinds.all_kinds(), "feed_url": url,
        "lines": page.lines, "filters": _filters(url, kind), "is_first": not before,
        "newest": keyset.encode(page.newest, 0) if page.newest else "",
        "next_url": _next_url(request, url, kind, page.next_mark, seen_at),
    }  # fmt: skip
    return render(request, "neighborhoods/feed.html", context)


@require_safe
@login_required
def feed_news(request: SignedInRequest, slug: str) -> JsonResponse:
    """How many new cards there are above what the page shows."""
    neighborhood = enter(request, slug)
    mark = keyset.decode(request.GET.get("since", ""))
    if mark is None:
        raise Http404
    count = count_newer(person=request.user, neighborhood=neighborhood, since=mark.moment)
    return JsonResponse({"new": count})
