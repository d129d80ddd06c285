"""The welcome of a new member: three steps, each of which can be skipped, and all of it closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError
from core.policies import get_allowed_or_404
from core.services import drafts
from notifications.forms import QuietHoursForm
from notifications.services import Preset, mail_wish_of, preset_of, wishes_of

from ..composing import draft_of
from ..doors import enter
from ..forms.welcome import HelloForm, HelpForm, MailForm
from ..policies import membership_policy
from ..services import welcome
from ..welcoming import Step, hello_purpose, introduction_of, is_open, progress_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from core.requests import SignedInRequest

FORM = ["GET", "HEAD", "POST"]


def _membership(request: SignedInRequest, slug: str) -> Any:
    """The person's own membership there: workers and everybody else find nothing."""
    membership: Any = get_allowed_or_404(
        membership_policy, request.user, "welcome", neighborhood__slug=slug
    )
    # Only now: to a worker, who may enter, the answer is that of an address that does not exist.
    membership.neighborhood = enter(request, slug)
    return membership


def _is_over(membership: Any, step: Step, request: SignedInRequest) -> bool:
    """Whether this step is not to be shown any more; what is sent from an open page still counts."""
    if request.method == "POST":
        return False
    return not is_open(membership) or step in progress_of(membership, request.user).done


def _go_on(request: SignedInRequest, membership: Any) -> HttpResponse:
    """To the next step that is left, or to the feed."""
    progress = progress_of(membership, request.user)
    return redirect(progress.next_url if is_open(membership) else _feed(membership))


def _feed(membership: Any) -> str:
    return reverse("neighborhoods:feed", args=[membership.neighborhood.slug])


def _screen(
    request: SignedInRequest, membership: Any, step: Step, form: Form, **context: Any
) -> HttpResponse:
    steps = progress_of(membership, request.user).steps
    values = {
        "neighborhood": membership.neighborhood,
        "form": form,
        "step_name": step.value,
        "step": steps.index(step) + 1,
        "steps": len(steps),
        **context,
    }
    status = 422 if form.errors else 200
    return render(request, f"neighborhoods/welcome_{step.value}.html", values, status=status)


@require_safe
@login_required
def welcome_open(request: SignedInRequest, slug: str) -> HttpResponse:
    """To where the member stopped."""
    return _go_on(request, _membership(request, slug))


@require_http_methods(FORM)
@login_required
def welcome_hello(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = _membership(request, slug)
    if _is_over(membership, Step.HELLO, request):
        return _go_on(request, membership)
    kept = drafts.read_draft(purpose=hello_purpose(membership.neighborhood), by=request.user)
    body = kept.get("body") or introduction_of(membership, request.user)
    form = HelloForm(request.POST or None, initial={"body": body})
    if request.method == "POST" and form.is_valid():
        try:
            post = welcome.say_hello(membership=membership, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("neighborhoods:post_undo", args=[slug, post.public_id])
            messages.success(
                request,
                _("Your introduction is on its way. Neighbors see it in a few seconds."),
                extra_tags=f"undo:{undo}",
            )
            return _go_on(request, membership)
    return _screen(request, membership, Step.HELLO, form)


@require_POST
@login_required
def welcome_draft_save(request: SignedInRequest, slug: str) -> JsonResponse:
    """Keeps the introduction while it is typed."""
    purpose = hello_purpose(_membership(request, slug).neighborhood)
    draft = drafts.save_draft(purpose=purpose, data=draft_of(request), by=request.user)
    return JsonResponse({"saved": draft is not None}, status=200 if draft else 413)


@require_http_methods(FORM)
@login_required
def welcome_help(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = _membership(request, slug)
    if _is_over(membership, Step.HELP, request):
        return _go_on(request, membership)
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        welcome.tell_help(
            membership=membership,
            by=request.user,
            helps_with=form.cleaned_data["helps_with"],
            would_like=form.cleaned_data["would_like"],
            is_shown="show" in request.POST,
        )
        messages.success(request, _("It stands in your profile. You can change it at any time."))
        return _go_on(request, membership)
    return _screen(request, membership, Step.HELP, form)


@require_http_methods(FORM)
@login_required
def welcome_mail(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = _membership(request, slug)
    if Step.MAIL not in progress_of(membership, request.user).steps:
        raise Http404
    if _is_over(membership, Step.MAIL, request):
        return _go_on(request, membership)
    form = MailForm(request.POST or None, **_mail_choices(request))
    if request.method == "POST" and form.is_valid():
        welcome.choose_mail(
            membership=membership,
            by=request.user,
            preset=Preset(form.cleaned_data["preset"]),
            quiet_hours=form.quiet_hours(),
        )
        messages.success(request, _("Your choices are saved."))
        return _go_on(request, membership)
    return _screen(request, membership, Step.MAIL, form)


def _mail_choices(request: SignedInRequest) -> dict[str, Any]:
    """What holds for the person now, and the usual hours for who has none."""
    wish = mail_wish_of(request.user)
    usual = QuietHoursForm.USUAL
    hours = (wish.quiet_from, wish.quiet_until) if wish.has_quiet_hours else tuple(usual.values())
    preset = preset_of(wishes_of(request.user)) or Preset.NORMAL
    return {
        "quiet_hours": hours,
        "initial": {"preset": preset.value, "has_quiet_hours": True},
    }


@require_POST
@login_required
def welcome_skip(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = _membership(request, slug)
    try:
        step = Step(request.POST.get("step", ""))
    except ValueError as error:
        raise Http404 from error
    welcome.skip_step(membership=membership, step=step, by=request.user)
    return _go_on(request, membership)


@require_POST
@login_required
def welcome_close(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = _membership(request, slug)
    welcome.close_welcome(membership=membership, by=request.user)
    return redirect(_feed(membership))
