"""Pages about the own account that are not django-allauth's."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError
from core.policies import get_allowed_or_404

from . import services
from .forms import InvitationForm, ProfileForm
from .invitees import invitation_of, new_person, remember_token, token_of
from .policies import person_policy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from .models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest) -> HttpResponse:
    person = get_allowed_or_404(person_policy, request.user, "change", pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=person, by=person, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Your profile is saved."))
        return redirect(translate_url(request.path, person.language))
    return render(request, "accounts/profile_edit.html", {"form": form, "person": person})


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
