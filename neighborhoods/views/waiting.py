"""Dashboard: people who wait to be checked. Name, street and proof; never an e-mail or a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from core.errors import DomainError
from core.policies import get_allowed_or_404

from ..community import administrators_only, screen
from ..policies import membership_policy
from ..services import admission

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@administrators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = (
        membership_policy.allowed(request.user, "admit")
        .filter(person__isnull=False)
        .select_related("person", "neighborhood", "address")
        .order_by("requested_at", "pk")[:200]
    )
    return screen(request, "waiting_list", _("People who wait"), icon="time", rows=rows)


@administrators_only
@require_POST
def admit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    waiting = get_allowed_or_404(membership_policy, request.user, "admit", public_id=public_id)
    try:
        admission.admit_at_counter(membership=waiting, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This person is a member now, and will be told."))
    return redirect("community_waiting:index")


@administrators_only
@require_POST
def refuse(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    waiting = get_allowed_or_404(membership_policy, request.user, "refuse", public_id=public_id)
    try:
        admission.refuse(membership=waiting, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This person no longer waits, and will be told."))
    return redirect("community_waiting:index")
