"""The neighborhoods next to ours: which there are, and reading along with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.policies import get_allowed_or_404

from ..doors import enter
from ..policies import neighborhood_policy
from ..services import following

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.requests import SignedInRequest


def _home(request: SignedInRequest, slug: str) -> Any:
    """The own neighborhood: from a place of work one looks nowhere."""
    neighborhood: Any = enter(request, slug)
    if not neighborhood.can_look_around:
        raise Http404
    return neighborhood


@require_safe
@login_required
def follow_list(request: SignedInRequest, slug: str) -> HttpResponse:
    neighborhood = _home(request, slug)
    rows: Any = neighborhood_policy.allowed(request.user, "follow")
    rows = rows.with_permissions(request.user, "visit").defer("boundary").order_by("name", "pk")
    context = {"neighborhood": neighborhood, "around": list(rows)}
    return render(request, "neighborhoods/follow_list.html", context)


@require_POST
@login_required
def follow_create(request: SignedInRequest, slug: str, other: str) -> HttpResponse:
    home = _home(request, slug)
    place = get_allowed_or_404(neighborhood_policy, request.user, "follow", slug=other)
    following.follow(neighborhood=place, by=request.user)
    messages.success(
        request,
        _(
            "You follow %(name)s. You see what its neighbors share with the neighborhoods around them."
        )
        % {"name": place.name},
    )
    return redirect("neighborhoods:follow_list", home.slug)


@require_POST
@login_required
def follow_end(request: SignedInRequest, slug: str, other: str) -> HttpResponse:
    home = _home(request, slug)
    place = get_allowed_or_404(neighborhood_policy, request.user, "follow", slug=other)
    following.unfollow(neighborhood=place, by=request.user)
    messages.success(request, _("You no longer follow %(name)s.") % {"name": place.name})
    return redirect("neighborhoods:follow_list", home.slug)
