"""My home: where I live, leaving, coming back and moving house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import moves
from ..forms.moving import LeaveForm, MoveForm, ReturnForm
from ..journey import Journey
from ..membership_notices import feed_url
from ..models import Membership
from ..policies import membership_policy
from ..services import moving

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

FORM = ["GET", "HEAD", "POST"]


def _home_or_404(request: HttpRequest) -> Any:
    home = moves.home_of(request.user)
    if home is None:
        raise Http404
    return home


@login_required
@require_safe
def home_detail(request: HttpRequest) -> HttpResponse:
    home = moves.home_of(request.user)
    left = moves.left_of(request.user)
    context = {
        "home": home,
        "since": moves.since(home) if home else None,
        "feed_url": feed_url(home.neighborhood) if home else "",
        "waiting": moves.waiting_of(request.user),
        "left": left,
        "form": ReturnForm(has_things_in_bin=left.has_things_in_bin) if left else None,
    }
    return render(request, "neighborhoods/home_detail.html", context)


@login_required
@require_http_methods(FORM)
def home_leave(request: HttpRequest) -> HttpResponse:
    """Asks what happens to the posts, then says what is lost; the last button does it."""
    home = _home_or_404(request)
    asked = request.GET if "posts" in request.GET else None
    form = LeaveForm(request.POST if request.method == "POST" else asked)
    has_chosen = form.is_valid()
    if request.method == "POST" and has_chosen:
        moving.leave(membership=home, by=home.person, **form.cleaned_data)
        text = _("You have left %(neighborhood)s.") % {"neighborhood": home.neighborhood.name}
        messages.success(request, text)
        return redirect("neighborhoods:home_detail")
    template = "home_leave_confirm" if has_chosen else "home_leave"
    context = {
        "form": form,
        "home": home,
        "waiting": moves.waiting_of(request.user),
        "posts": form.cleaned_data.get("posts") if has_chosen else "",
    }
    return render(request, f"neighborhoods/{template}.html", context)


@login_required
@require_POST
def home_return(request: HttpRequest) -> HttpResponse:
    left = get_allowed_or_404(membership_policy, request.user, "come_back")
    try:
        home = moving.come_back(
            membership=left, by=cast("User", request.user), with_posts="with_posts" in request.POST
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("neighborhoods:home_detail")
    text = _("Welcome back in %(neighborhood)s.") % {"neighborhood": home.neighborhood.name}
    messages.success(request, text)
    return redirect(feed_url(home.neighborhood))


@login_required
@require_http_methods(FORM)
def home_move(request: HttpRequest) -> HttpResponse:
    """The last screen of joining for somebody who has a home: from where to where, and what it costs."""
    home = _home_or_404(request)
    journey = Journey(request.session)
    plan = moves.plan_of(journey, home)
    if plan is None:
        return redirect("neighborhoods:join_start")
    form = MoveForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid() and not plan.is_no_move:
        try:
            return _moved(request, journey, plan, form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "plan": plan, "home": home}
    return render(request, "neighborhoods/home_move.html", context)


def _moved(
    request: HttpRequest, journey: Journey, plan: moves.Plan, answers: dict[str, Any]
) -> HttpResponse:
    membership = moving.move(
        home=plan.home,
        posts=answers.get("posts", Membership.OldPosts.KEEP),
        has_left=answers.get("has_left", False),
        digest=journey["digest"] if plan.has_letter else "",
        address_id=plan.address.pk,
        eid=plan.eid,
    )
    journey.forget()
    if membership.state == Membership.State.PENDING:
        return redirect("neighborhoods:join_status")
    if plan.is_next_door:
        messages.success(request, _("Your new address is saved."))
        return redirect("neighborhoods:home_detail")
    text = _("Welcome to %(neighborhood)s.") % {"neighborhood": plan.neighborhood.name}
    messages.success(request, text)
    return redirect(feed_url(plan.neighborhood))
