"""Pages about the own account that are not django-allauth's."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError
from core.policies import get_allowed_or_404

from . import services
from .forms import InvitationForm
from .invitees import invitation_of, new_person, remember_token, token_of
from .policies import block_policy, person_policy
from .profile_forms import PortraitForm, ProfileForm
from .profiles import portrait_url, profile_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from core.requests import SignedInRequest

    from .models import User


def _own(request: HttpRequest) -> User:
    return get_allowed_or_404(person_policy, request.user, "change", pk=request.user.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest) -> HttpResponse:
    person = _own(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=person, by=person, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Your profile is saved."))
        return redirect(translate_url(request.path, person.language))
    context = {
        "form": form,
        "person": person,
        "portrait_url": portrait_url(person),
        "name_request": services.name_request_of(person),
    }
    return render(request, "accounts/profile_edit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def portrait_edit(request: HttpRequest) -> HttpResponse:
    """The own portrait and who sees it."""
    person = _own(request)
    shown = {"shows_photo": getattr(profile_of(person), "shows_photo", False)}
    form = PortraitForm(
        request.POST or None, request.FILES or None, initial=shown, has_photo=bool(person.photo_id)
    )
    if request.method == "POST" and form.is_valid():
        is_shown = form.cleaned_data["shows_photo"]
        try:
            services.set_portrait(person=person, by=person, is_shown=is_shown, photo=form.photo)
        except DomainError as error:
            form.refuse(str(error))
        else:
            messages.success(request, _("Your photo is saved."))
            return redirect("accounts:profile_edit")
    context = {"form": form, "person": person, "portrait_url": portrait_url(person)}
    return render(request, "accounts/portrait_edit.html", context)


@login_required
@require_POST
def portrait_remove(request: HttpRequest) -> HttpResponse:
    person = _own(request)
    services.remove_portrait(person=person, by=person)
    messages.success(request, _("Your photo is gone."))
    return redirect("accounts:profile_edit")


@login_required
@require_safe
def account_detail(request: HttpRequest) -> HttpResponse:
    """All that one can set about oneself, on one page."""
    return render(request, "accounts/account_detail.html")


@require_safe
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Moves the token from the address into the session: out of logs, titles and referrers."""
    remember_token(request, token)
    return redirect("accounts:invitation_accept")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest) -> HttpResponse:
    invitation = invitation_of(request)
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    person = new_person(invitation)
    if person is None and not request.user.is_authenticated:
        return render(request, "accounts/invitation_sign_in.html", {"invitation": invitation})
    form = InvitationForm(request.POST or None, person=person) if person else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            services.accept_invitation(
                token=token_of(request),
                by=None if form else cast("User", request.user),
                password=form.cleaned_data["password1"] if form else None,
                keep=request.session.session_key,
            )
        except DomainError:
            return render(request, "accounts/invitation_gone.html", status=404)
        remember_token(request, "")
        messages.success(request, _("Welcome to the dashboard. Sign in to start."))
        return redirect("wagtailadmin_home")
    return render(
        request, "accounts/invitation_accept.html", {"form": form, "invitation": invitation}
    )


@login_required
@require_safe
def block_list(request: SignedInRequest) -> HttpResponse:
    """The people this person has blocked, with a way to end each block."""
    blocks = block_policy.allowed(request.user, "view").select_related("blocked")
    context = {"blocks": list(blocks.order_by("-created_at", "-pk"))}
    return render(request, "accounts/block_list.html", context)


@login_required
@require_POST
def block_end(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    block = get_allowed_or_404(block_policy, request.user, "delete", public_id=public_id)
    services.unblock_person(person=block.blocked, by=request.user)
    # Not "you see each other again": the other one may have blocked too, and that stays unsaid.
    messages.success(
        request, _("You no longer block %(name)s.") % {"name": block.blocked.display_name}
    )
    return redirect("accounts:block_list")
