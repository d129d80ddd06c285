"""One search over public pages and what the searcher may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .forms import SearchForm
from .sources import MOST, SOURCES, STEP

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _wanted(request: HttpRequest) -> int:
    """How many hits of one kind to show: ten, and ten more each time."""
    number = request.GET.get("show", "")[:3]
    return min(MOST, max(STEP, int(number))) if number.isascii() and number.isdigit() else STEP


@require_safe
def result_list(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET) if "q" in request.GET else SearchForm()
    groups: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        query, kind = form.cleaned_data["q"], form.cleaned_data["kind"]
        most = _wanted(request)
        for source in SOURCES.values():
            if kind in ("", source.name):
                hits = source.find(request, query, most + 1)
                more = most + STEP if len(hits) > most and most < MOST else None
                groups.append({"source": source, "hits": hits[:most], "more": more})
    context = {
        "form": form,
        "groups": [group for group in groups if group["hits"]],
        "kinds": SearchForm.kinds,
        "search_query": request.GET.get("q", ""),
        "search_kind": form.cleaned_data.get("kind", "") if form.is_bound else "",
    }
    return render(request, "search/result_list.html", context)
