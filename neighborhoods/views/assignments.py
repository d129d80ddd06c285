"""Dashboard: who works in which neighborhoods, and who moderates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from core import clock
from core.errors import DomainError
from core.policies import get_allowed_or_404

from ..community import administrators_only, screen
from ..forms.desk import ModeratorForm, WorkerForm, WorkForm
from ..policies import moderator_assignment_policy, work_assignment_policy
from ..services import workers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]
WORKERS = (("community_workers:index", gettext_lazy("Workers")),)
MODERATORS = (("community_moderators:index", gettext_lazy("Moderators")),)


@administrators_only
@require_safe
def worker_list(request: HttpRequest) -> HttpResponse:
    rows = (
        work_assignment_policy.allowed(request.user, "manage")
        .prefetch_related("neighborhoods")
        .order_by("-valid_from", "-pk")
    )
    return screen(
        request, "worker_list", _("Neighborhood workers"), icon="user", rows=rows, now=clock.now()
    )


@administrators_only
@require_http_methods(FORM)
def worker_invite(request: HttpRequest) -> HttpResponse:
    form = WorkerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {
            name: form.cleaned_data[name]
            for name in ("email", "first_name", "last_name", "organization", "function")
        }
        try:
            workers.invite_worker(**told, **form.period(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The worker is invited and gets a mail."))
            return redirect("community_workers:index")
    return screen(
        request, "form", _("Invite a worker"), icon="user", above=WORKERS, form=form,
        submit=_("Invite"), back=reverse("community_workers:index"),
    )  # fmt: skip


@administrators_only
@require_http_methods(FORM)
def worker_edit(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_allowed_or_404(work_assignment_policy, request.user, "manage", pk=pk)
    form = WorkForm(request.POST or None, initial=WorkForm.initial_of(assignment))
    if request.method == "POST" and form.is_valid():
        try:
            workers.change_worker(
                assignment=assignment,
                organization=form.cleaned_data["organization"],
                function=form.cleaned_data["function"],
                **form.period(),
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The work is saved."))
            return redirect("community_workers:index")
    return screen(
        request, "form", assignment.invited_as or assignment.function, icon="user", above=WORKERS,
        form=form, submit=_("Save"), back=reverse("community_workers:index"),
    )  # fmt: skip


@administrators_only
@require_POST
def worker_end(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_allowed_or_404(work_assignment_policy, request.user, "manage", pk=pk)
    workers.end_assignment(assignment=assignment, by=request.user)
    messages.success(request, _("The work has ended. The neighborhoods are closed to this person."))
    return redirect("community_workers:index")


@administrators_only
@require_safe
def moderator_list(request: HttpRequest) -> HttpResponse:
    rows = (
        moderator_assignment_policy.allowed(request.user, "manage")
        .select_related("person")
        .prefetch_related("neighborhoods")
        .order_by("-valid_from", "-pk")
    )
    return screen(
        request, "moderator_list", _("Moderators"), icon="openquote", rows=rows, now=clock.now()
    )


@administrators_only
@require_http_methods(FORM)
def moderator_add(request: HttpRequest) -> HttpResponse:
    form = ModeratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workers.assign_moderator(
                person=form.cleaned_data["person"], **form.period(), by=request.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The moderator is assigned."))
            return redirect("community_moderators:index")
    return screen(
        request, "form", _("Assign a moderator"), icon="openquote", above=MODERATORS, form=form,
        submit=_("Assign"), back=reverse("community_moderators:index"),
    )  # fmt: skip


@administrators_only
@require_POST
def moderator_end(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_allowed_or_404(moderator_assignment_policy, request.user, "manage", pk=pk)
    workers.end_assignment(assignment=assignment, by=request.user)
    messages.success(request, _("The moderator no longer handles these neighborhoods."))
    return redirect("community_moderators:index")
