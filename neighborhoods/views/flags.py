"""Reporting something in three taps, and reading what a moderator decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.policies import get_allowed_or_404

from ..doors import enter
from ..forms.posts import FlagForm
from ..policies import decision_policy, post_policy, reply_policy
from ..services import flags

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from core.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_flag(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    neighborhood = enter(request, slug)
    post = get_allowed_or_404(
        post_policy, request.user, "flag", neighborhood=neighborhood, public_id=public_id
    )
    return _flag(request, post, neighborhood)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reply_flag(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    neighborhood = enter(request, slug)
    reply = get_allowed_or_404(
        reply_policy, request.user, "flag",
        post__neighborhood=neighborhood, public_id=public_id,
    )  # fmt: skip
    return _flag(request, reply, neighborhood)


def _flag(request: SignedInRequest, target: Any, neighborhood: Any) -> HttpResponse:
    form = FlagForm(request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "target": target,
        "neighborhood": neighborhood,
        "feed_url": reverse("neighborhoods:feed", args=[neighborhood.slug]),
    }
    if form.is_valid():
        flags.flag(target=target, by=request.user, **form.cleaned_data)
        return render(request, "neighborhoods/flag_done.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "neighborhoods/flag_create.html", context, status=status)


@require_safe
@login_required
def decision_detail(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """What was decided about the reader's own words, and why; also for who left the neighborhood."""
    decision = get_allowed_or_404(
        decision_policy, request.user, "view", public_id=public_id, neighborhood__slug=slug
    )
    thing = flags.thing_judged(decision)
    context = {"decision": decision, "thing": thing}
    return render(request, "neighborhoods/decision_detail.html", context)
