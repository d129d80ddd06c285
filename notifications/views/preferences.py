"""What a person wants to be told; signed in, or by the link in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from .. import services, tokens
from ..forms import WishesForm
from ..services.wishes import Preset, wishes_of
from ..subscribers import find_subscriber

if TYPE_CHECKING:
    from django.http import HttpRequest

    from core.requests import SignedInRequest

SAVED = "notifications:preferences_change"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences_change(request: SignedInRequest) -> HttpResponse:
    form = WishesForm(request.POST or None, wishes=wishes_of(request.user))
    if request.method == "POST" and form.is_valid():
        services.set_wishes(wishes=form.wishes(), by=request.user)
        messages.success(request, _("Your choices are saved."))
        return redirect(SAVED)
    context = {"form": form, "has_email": bool(request.user.email)}
    return render(request, "notifications/preferences_change.html", context)


@login_required
@require_POST
def preset_choose(request: SignedInRequest) -> HttpResponse:
    try:
        preset = Preset(request.POST.get("preset", ""))
    except ValueError as error:
        raise Http404 from error
    services.choose_preset(preset=preset, by=request.user)
    messages.success(request, _("Your choices are saved."))
    return redirect(SAVED)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the mails about one topic without signing in (RFC 8058); opening the link changes nothing.

    The token is all it takes, so there is no session here that a foreign page could abuse. The page
    names the topic and never the person.
    """
    subscriber = find_subscriber(tokens.read_unsubscribe(token))
    if subscriber is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        services.unsubscribe(person_id=subscriber.person_id, topic=subscriber.topic.name)
    context = {"topic": subscriber.topic, "is_done": is_done}
    return render(request, "notifications/unsubscribe.html", context)
