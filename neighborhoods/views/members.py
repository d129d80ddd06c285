"""Who lives here, and who works here."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..doors import enter
from ..policies import membership_policy, worker_policy

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.requests import SignedInRequest

PAGE = 40


@require_safe
@login_required
def member_list(request: SignedInRequest, slug: str) -> HttpResponse:
    neighborhood = enter(request, slug)
    rows: Any = membership_policy.allowed(request.user, "view").filter(neighborhood=neighborhood)
    rows = rows.select_related("person", "address").in_order()
    after = request.GET.get("after")
    if after:
        rows = rows.after(_place(rows, after))
    found = list(rows[: PAGE + 1])
    workers: list[Any] = []
    if not after:
        seen: Any = worker_policy.allowed(request.user, "view").filter(neighborhoods=neighborhood)
        workers = list(seen.select_related("person").order_by("person__first_name", "pk")[:PAGE])
    context = {
        "neighborhood": neighborhood,
        "members": found[:PAGE],
        "workers": workers,
        "is_first": not after,
        "next_url": f"?after={found[PAGE - 1].public_id}" if len(found) > PAGE else "",
    }
    return render(request, "neighborhoods/member_list.html", context)


def _place(rows: Any, after: str) -> Any:
    """The member after whom the page begins; one must be allowed to see that member too."""
    try:
        found = rows.filter(public_id=uuid.UUID(after)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
