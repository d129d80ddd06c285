"""A worker's start page, and the workers as residents see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..doors import enter, neighborhoods_of
from ..workplaces import past_workers, present_workers, read_start, works_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.requests import SignedInRequest


@require_safe
@login_required
def neighborhood_list(request: SignedInRequest) -> HttpResponse:
    """All neighborhoods of a worker; a resident goes on to the own one."""
    known = neighborhoods_of(request)
    if not works_in(known):
        home = next((each for each in known if each.home_id is not None), None)
        if home is None:
            raise Http404
        return redirect("neighborhoods:feed", home.slug)
    start = read_start(request.user, known)
    return render(request, "neighborhoods/neighborhood_list.html", {"start": start})


@require_safe
@login_required
def worker_list(request: SignedInRequest, slug: str) -> HttpResponse:
    neighborhood = enter(request, slug)
    context = {
        "neighborhood": neighborhood,
        "present": present_workers(request.user, neighborhood),
        "past": past_workers(request.user, neighborhood),
    }
    return render(request, "neighborhoods/worker_list.html", context)
