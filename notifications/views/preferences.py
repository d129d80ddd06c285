"""What a person wants to be told, and when; signed in, or by the link in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError

from .. import kinds, services, tokens
from ..forms import PauseForm, QuietHoursForm, WishesForm
from ..quiet import zone_of
from ..services.wishes import Preset, preset_of, wishes_of
from ..subscribers import find_subscriber

if TYPE_CHECKING:
    from django.http import HttpRequest

    from core.requests import SignedInRequest

PAGE = "notifications:preferences_change"
FORM = ["GET", "HEAD", "POST"]


def _page(request: SignedInRequest, **forms: Any) -> HttpResponse:
    """The page with all that holds; a form that was refused takes the place of its fresh one."""
    person = request.user
    wishes, wish = wishes_of(person), services.mail_wish_of(person)
    hours = {"quiet_from": wish.quiet_from, "quiet_until": wish.quiet_until}
    context = {
        "form": WishesForm(wishes=wishes),
        "quiet_form": QuietHoursForm(
            initial=hours if wish.has_quiet_hours else QuietHoursForm.USUAL
        ),
        "pause_form": PauseForm(),
        "refused": next(iter(forms.values()), None),
        "wish": wish,
        "is_paused": wish.is_paused,
        "preset": preset_of(wishes),
        "always": [topic.label for topic in kinds.all_topics() if not topic.is_optional],
        "has_email": bool(person.email),
        "zone": zone_of(person.time_zone),
        **forms,
    }
    status = 422 if forms else 200
    return render(request, "notifications/preferences_change.html", context, status=status)


@login_required
@require_http_methods(FORM)
def preferences_change(request: SignedInRequest) -> HttpResponse:
    form = WishesForm(request.POST or None, wishes=wishes_of(request.user))
    if request.method == "POST" and form.is_valid():
        services.set_wishes(wishes=form.wishes(), by=request.user)
        messages.success(request, _("Your choices are saved."))
        return redirect(PAGE)
    return _page(request)


@login_required
@require_POST
def preset_choose(request: SignedInRequest) -> HttpResponse:
    try:
        preset = Preset(request.POST.get("preset", ""))
    except ValueError as error:
        raise Http404 from error
    services.choose_preset(preset=preset, by=request.user)
    messages.success(request, _("Your choices are saved."))
    return redirect(PAGE)


@login_required
@require_http_methods(FORM)
def quiet_hours_change(request: SignedInRequest) -> HttpResponse:
    """Sets the quiet hours, or ends them by the button "off"."""
    if request.method != "POST":
        return redirect(PAGE)
    if "off" in request.POST:
        services.end_quiet_hours(by=request.user)
        messages.success(request, _("We mail you at any hour now."))
        return redirect(PAGE)
    form = QuietHoursForm(request.POST)
    if form.is_valid():
        try:
            services.set_quiet_hours(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("quiet_until", str(error))
        else:
            messages.success(request, _("Your quiet hours are saved."))
            return redirect(PAGE)
    return _page(request, quiet_form=form)


@login_required
@require_http_methods(FORM)
def pause_begin(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect(PAGE)
    form = PauseForm(request.POST)
    if form.is_valid():
        try:
            services.pause_mail(until=form.cleaned_data["until"], by=request.user)
        except DomainError as error:
            form.add_error("until", str(error))
        else:
            messages.success(request, _("Your mails are paused. Enjoy the quiet!"))
            return redirect(PAGE)
    return _page(request, pause_form=form)


@login_required
@require_POST
def pause_end(request: SignedInRequest) -> HttpResponse:
    services.end_pause(by=request.user)
    messages.success(request, _("We mail you again from now on."))
    return redirect(PAGE)


@login_required
@require_POST
def mail_stop(request: SignedInRequest) -> HttpResponse:
    services.stop_mail(by=request.user)
    undo = reverse("notifications:mail_resume")
    messages.success(
        request, _("You get no more mails, except about your account."), extra_tags=f"undo:{undo}"
    )
    return redirect(PAGE)


@login_required
@require_POST
def mail_resume(request: SignedInRequest) -> HttpResponse:
    services.resume_mail(by=request.user)
    messages.success(request, _("We mail you again from now on."))
    return redirect(PAGE)


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
