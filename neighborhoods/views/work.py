"""Dashboard: who works in which neighborhoods, and what waits for a second officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from core.errors import DomainError
from core.policies import get_allowed_or_404

from ..community import administrators_only, screen
from ..forms.work import SecondOfficerForm, WorkerForm, WorkFilterForm, WorkForm
from ..policies import work_assignment_policy
from ..services import work_approval, workers
from ..work_desk import facts_of, read_workers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import WorkAssignment

FORM = ["GET", "HEAD", "POST"]
WORKERS = (("community_workers:index", gettext_lazy("Neighborhood workers")),)


@administrators_only
@require_safe
def worker_list(request: HttpRequest) -> HttpResponse:
    wanted: Any = WorkFilterForm(request.GET)
    query = request.GET.copy()
    query.pop("p", None)
    return screen(
        request, "worker_list", _("Neighborhood workers"), icon="user", wanted=wanted,
        page=read_workers(request.user, wanted, request.GET.get("p", "1")),  # type: ignore[arg-type]
        query=query.urlencode(), is_narrowed=any(query.values()),
    )  # fmt: skip


@administrators_only
@require_http_methods(FORM)
def worker_invite(request: HttpRequest) -> HttpResponse:
    form = WorkerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("email", "first_name", "last_name")}
        try:
            made = workers.invite_worker(**told, **form.work(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _say(request, made, _("The worker is invited and gets a mail."))
            return redirect("community_workers:index")
    return screen(
        request, "form", _("Invite a worker"), icon="user", above=WORKERS, form=form,
        submit=_("Invite"), back=reverse("community_workers:index"),
    )  # fmt: skip


@administrators_only
@require_http_methods(FORM)
def worker_edit(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_allowed_or_404(work_assignment_policy, request.user, "change", pk=pk)
    form = WorkForm(request.POST or None, initial=WorkForm.initial_of(assignment))
    if request.method == "POST" and form.is_valid():
        try:
            saved = workers.change_worker(assignment=assignment, **form.work(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _say(request, saved, _("The work is saved."))
            return redirect("community_workers:index")
    return screen(
        request, "work_edit", assignment.invited_as or assignment.function, icon="user",
        above=WORKERS, form=form, submit=_("Save"), back=reverse("community_workers:index"),
        waiting_change=assignment.changes.waiting().first(),
    )  # fmt: skip


def _say(request: HttpRequest, work: WorkAssignment, done: str) -> None:
    if work.approved_at is not None:
        messages.success(request, done)
    elif work_assignment_policy.audience("decide", work).exists():
        messages.warning(
            request,
            _("A second administrator has to agree first. The others have got a notice."),
        )
    else:
        messages.warning(
            request,
            _("A second administrator has to agree first, and there is none. Invite one."),
        )


@administrators_only
@require_http_methods(FORM)
def worker_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A second officer agrees to new work or to a change, or declines it."""
    waiting = get_allowed_or_404(work_assignment_policy, request.user, "decide", pk=pk)
    form = SecondOfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(waiting, form, request.user))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("community_workers:index")
    return screen(
        request, "work_decide", waiting.invited_as or waiting.function, icon="user", above=WORKERS,
        form=form, submit=_("Confirm"), back=reverse("community_workers:index"), work=waiting,
        facts=facts_of(waiting), asked_by=waiting.granted_by,
    )  # fmt: skip


def _decide(waiting: WorkAssignment, form: SecondOfficerForm, by: Any) -> str:
    if form.cleaned_data["outcome"] == "approve":
        is_new = waiting.replaces_id is None
        work_approval.approve_work(assignment=waiting, by=by)
        return _("Agreed. The worker is told.") if is_new else _("Agreed. The change holds now.")
    work_approval.decline_work(assignment=waiting, reason=form.cleaned_data["reason"], by=by)
    return _("Declined. Your colleague is told why.")


@administrators_only
@require_POST
def worker_end(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_allowed_or_404(work_assignment_policy, request.user, "manage", pk=pk)
    has_held = assignment.approved_at is not None
    workers.end_assignment(assignment=assignment, by=request.user)
    if has_held:
        done = _("The work has ended. The neighborhoods are closed to this person.")
    else:
        done = _("This is taken back. Nobody has to decide about it any more.")
    messages.success(request, done)
    return redirect("community_workers:index")
