"""What a person was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.policies import get_allowed_or_404

from .. import services
from ..inbox import inbox_page, path_of
from ..policies import delivery_policy

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from core.requests import SignedInRequest


@login_required
@require_safe
def notice_list(request: SignedInRequest) -> HttpResponse:
    """Shows a page of lines; those about what the reader lost leave, so that the bell is right."""
    after = request.GET.get("after", "")
    page = inbox_page(request.user, after)
    if page.gone and request.method == "GET":
        services.drop_lines(pks=page.gone, by=request.user)
    here = reverse("notifications:notice_list")
    context = {
        "page": page,
        "next_url": f"{here}?after={page.after}" if page.after else None,
        "first_url": here if after else None,
    }
    return render(request, "notifications/notice_list.html", context)


@login_required
@require_safe
def notice_open(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Leads to what the line is about, and marks it read: one of the few GETs that write."""
    delivery = get_allowed_or_404(
        delivery_policy, request.user, "view", notice__public_id=public_id
    )
    path = path_of(request.user, delivery)
    if path is None:
        raise Http404
    if request.method == "GET":
        services.mark_read(delivery=delivery, by=request.user)
    return redirect(path)


@login_required
@require_POST
def notice_read(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    delivery = get_allowed_or_404(
        delivery_policy, request.user, "view", notice__public_id=public_id
    )
    services.mark_read(delivery=delivery, by=request.user)
    return redirect("notifications:notice_list")


@login_required
@require_POST
def inbox_read(request: SignedInRequest) -> HttpResponse:
    services.mark_all_read(by=request.user)
    return redirect("notifications:notice_list")
