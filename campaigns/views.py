"""The dashboard's screens of campaigns: whom they are for, and sending."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import has_role
from core import clock
from core.errors import DomainError
from core.policies import get_allowed_or_404

from . import reach, services
from .forms import AddressForm, SendForm
from .policies import READERS, campaign_policy

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from .models import Campaign


def _screen_of(campaign: Campaign) -> HttpResponse:
    return redirect("campaigns_admin:campaign_send", campaign.public_id)


@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    if not has_role(request.user, *READERS):
        raise PermissionDenied
    campaigns: Any = campaign_policy.allowed(request.user, "look")
    campaigns = campaigns.for_desk()
    return render(request, "campaigns/admin/campaign_list.html", {"campaigns": campaigns[:200]})


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_address(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    campaign = get_allowed_or_404(campaign_policy, request.user, "manage", public_id=public_id)
    if not campaign_policy.allows(request.user, "address", campaign):
        messages.error(request, _("This campaign is planned or sent. Nothing was changed."))
        return _screen_of(campaign)
    form = AddressForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            services.address_campaign(campaign=campaign, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
        except DomainError as error:
            messages.error(request, str(error))
        return _screen_of(campaign)
    context = {"campaign": campaign, "form": form, "page": campaign.source_page()}
    return render(request, "campaigns/admin/campaign_address.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_send(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The screen "Audience and sending"; its POST sends or plans."""
    action = "manage" if request.method == "POST" else "look"
    campaign = get_allowed_or_404(campaign_policy, request.user, action, public_id=public_id)
    figures = reach.reach_of(campaign)
    form = SendForm(request.POST or None, reach=figures)
    if request.method == "POST" and form.is_valid():
        _send(request, campaign, form.cleaned_data)
        return _screen_of(campaign)
    return render(
        request, "campaigns/admin/campaign_send.html", _screen(request, campaign, figures, form)
    )


def _send(request: HttpRequest, campaign: Campaign, wish: dict[str, Any]) -> None:
    try:
        if wish["when"] == SendForm.When.AT:
            services.schedule_campaign(campaign=campaign, by=request.user, send_at=wish["send_at"])
            messages.success(request, _("The sending is planned."))
        else:
            services.send_campaign(campaign=campaign, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))


def _screen(
    request: HttpRequest, campaign: Campaign, figures: reach.Reach, form: SendForm
) -> dict[str, Any]:
    page = campaign.source_page()
    left = (campaign.hold_until - clock.now()).total_seconds() if campaign.hold_until else 0
    can_manage = campaign_policy.allows(request.user, "manage", campaign)
    return {
        "campaign": campaign,
        "page": page,
        "page_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
        "reach": figures,
        "languages": reach.languages_of(campaign),
        "results": reach.results_of(campaign),
        "form": form,
        "can_manage": can_manage,
        "can_send": can_manage and campaign_policy.allows(request.user, "send", campaign),
        "is_held": campaign.can_be_stopped and campaign.state == campaign.State.HELD,
        "seconds_left": max(0, math.ceil(left)),
    }


@require_POST
def campaign_stop(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    campaign = get_allowed_or_404(campaign_policy, request.user, "manage", public_id=public_id)
    try:
        services.stop_campaign(campaign=campaign, by=request.user)
        messages.success(request, _("Stopped. Nobody was told."))
    except DomainError as error:
        messages.error(request, str(error))
    return _screen_of(campaign)
