"""Dashboard: people at the door. Name, street and proof; never an e-mail or a phone."""

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

from .. import people
from ..community import administrators_only, screen
from ..forms.people import RefusalForm, WaitingFilterForm
from ..policies import chain_policy, membership_policy
from ..services import admission, reviews

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]
WAITING = (("community_waiting:index", gettext_lazy("People at the door")),)


@administrators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = WaitingFilterForm(request.GET or None)
    wishes = form.cleaned_data if form.is_valid() else {}
    after = request.GET.get("after", "")
    page = people.waiting(request.user, wishes, after)  # type: ignore[arg-type]
    is_plain = not any(wishes.values()) and not after
    again = people.to_check_again(request.user) if is_plain else []  # type: ignore[arg-type]
    people.note_address_reads([*page.rows, *again], by=request.user)
    return screen(
        request,
        "waiting_list",
        _("People at the door"),
        icon="time",
        page=page,
        form=form,
        is_plain=is_plain,
        next_url=form.next_url(page.next_mark),
        again=again,
    )


@administrators_only
@require_POST
def admit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Lets in whose document was seen; whom the town removed once, with a second administrator."""
    waiting = get_allowed_or_404(membership_policy, request.user, "admit", public_id=public_id)
    try:
        decided = admission.admit_at_counter(membership=waiting, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if decided.state == decided.State.ACTIVE:
            messages.success(request, _("This person is a member now, and will be told."))
        else:
            messages.warning(request, _("It is noted. Another administrator has to confirm it."))
    return redirect("community_waiting:index")


@administrators_only
@require_http_methods(FORM)
def refuse(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Says no, with a reason that the person reads."""
    waiting = get_allowed_or_404(membership_policy, request.user, "refuse", public_id=public_id)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            admission.refuse(membership=waiting, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("words", str(error))
        else:
            messages.success(request, _("This person no longer waits, and will be told."))
            return redirect("community_waiting:index")
    return screen(
        request, "refuse", _("Say no"), icon="time", above=WAITING, form=form, waiting=waiting,
        submit=_("Say no and tell the person"), back=reverse("community_waiting:index"),
    )  # fmt: skip


@administrators_only
@require_POST
def keep(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    membership = get_allowed_or_404(chain_policy, request.user, "review", public_id=public_id)
    return _reviewed(request, membership, reviews.keep_member, _("This person stays a member."))


@administrators_only
@require_POST
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    membership = get_allowed_or_404(chain_policy, request.user, "review", public_id=public_id)
    return _reviewed(
        request,
        membership,
        reviews.remove_member,
        _("This person is no longer a member. Whoever came in on their word is looked at again."),
    )


def _reviewed(request: HttpRequest, membership: Any, act: Any, done: str) -> HttpResponse:
    try:
        act(membership=membership, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("community_waiting:index")
