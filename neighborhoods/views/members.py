"""Who lives here, and who works here."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.policies import get_allowed_or_404
from core.views.errors import too_many

from .. import neighbors
from ..cards import member_url
from ..doors import enter
from ..policies import membership_policy, worker_policy

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.requests import SignedInRequest

    from ..models import Membership

PAGE = 40


@require_safe
@login_required
def member_list(request: SignedInRequest, slug: str) -> HttpResponse:
    neighborhood = enter(request, slug)
    if query := request.GET.get("q", "").strip():
        context = neighbors.read_found(person=request.user, neighborhood=neighborhood, query=query)
        return render(request, "neighborhoods/member_find.html", context)
    rows: Any = membership_policy.allowed(request.user, "view").filter(neighborhood=neighborhood)
    rows = rows.for_list()
    after = request.GET.get("after")
    if after:
        rows = rows.after(_place(rows, after))
    found = list(rows[: PAGE + 1])
    context = {
        "neighborhood": neighborhood,
        "members": found[:PAGE],
        "workers": [] if after else _workers(request, neighborhood),
        "is_first": not after,
        "next_url": f"?after={found[PAGE - 1].public_id}" if len(found) > PAGE else "",
    }
    return render(request, "neighborhoods/member_list.html", context)


def _workers(request: SignedInRequest, neighborhood: Any) -> list[Any]:
    seen: Any = worker_policy.allowed(request.user, "view").filter(neighborhoods=neighborhood)
    return list(seen.with_portraits().order_by("person__first_name", "pk")[:PAGE])


def _place(rows: Any, after: str) -> Any:
    """The member after whom the page begins; one must be allowed to see that member too."""
    try:
        found = rows.filter(public_id=uuid.UUID(after)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def member_suggest(request: SignedInRequest, slug: str) -> JsonResponse:
    """Neighbors whose name begins like what is being typed."""
    neighborhood = enter(request, slug)
    if not neighbors.SUGGESTIONS.take(str(request.user.pk)):
        return JsonResponse({"results": []}, status=429)
    found = neighbors.suggestions(
        person=request.user, neighborhood=neighborhood, query=request.GET.get("q", "")
    )
    return JsonResponse({"results": found})


@require_safe
@login_required
def member_own(request: SignedInRequest, slug: str) -> HttpResponse:
    """The way to the own page, for a link that does not know its address."""
    home: Membership = get_allowed_or_404(
        membership_policy, request.user, "leave", neighborhood=enter(request, slug)
    )
    return redirect(member_url(slug, home.public_id))


@require_safe
@login_required
def member_detail(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """A neighbor, as far as they want to be known."""
    neighborhood = enter(request, slug)
    rows: Any = membership_policy.allowed(request.user, "view").filter(neighborhood=neighborhood)
    member = rows.for_page().filter(public_id=public_id).first()
    if member is None:
        raise Http404
    if not neighbors.may_look(request.user, member):
        return too_many(request, neighbors.PROFILES.seconds_left())
    context = neighbors.read_neighbor(person=request.user, membership=member)
    return render(
        request, "neighborhoods/member_detail.html", {"neighborhood": neighborhood, **context}
    )
