"""Dashboard: letters are made, shown until somebody confirms that they are printed, and revoked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from csp.decorators import csp
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from core import clock
from core.errors import DomainError
from core.policies import get_allowed_or_404

from ..community import administrators_only, screen
from ..forms.desk import LettersForm
from ..policies import letters_policy, neighborhood_policy
from ..services import codes, letters

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]
LETTERS = (("community_letters:index", gettext_lazy("Letters")),)
# The sheets need our styles, fonts and logo; nothing runs, nothing is sent, nobody frames them.
PRINT_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "img-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
}


@administrators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = letters_policy.allowed(request.user, "manage").select_related("neighborhood")[:200]
    return screen(
        request,
        "letters_list",
        _("Letters"),
        icon="mail",
        rows=[(row, codes.can_show(row)) for row in rows],
        now=clock.now(),
        neighborhoods=neighborhood_policy.allowed(request.user, "manage").order_by("name"),
    )


@administrators_only
@require_http_methods(FORM)
def make(request: HttpRequest, pk: int) -> HttpResponse:
    neighborhood = get_allowed_or_404(neighborhood_policy, request.user, "manage", pk=pk)
    form = LettersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = codes.make_batch(
                neighborhood=neighborhood,
                by=request.user,
                valid_for=dt.timedelta(days=form.cleaned_data["days"]),
                uses=form.cleaned_data["uses"],
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("community_letters:detail", batch.pk)
    title = _("Make letters for %(neighborhood)s") % {"neighborhood": neighborhood.name}
    return screen(
        request, "letters_make", title, icon="mail", above=LETTERS, form=form,
        neighborhood=neighborhood, submit=_("Make the letters"),
        back=reverse("community_letters:index"),
    )  # fmt: skip


@administrators_only
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_allowed_or_404(letters_policy, request.user, "manage", pk=pk)
    return screen(
        request,
        "letters_detail",
        _("Letters for %(neighborhood)s") % {"neighborhood": batch.neighborhood.name},
        icon="mail",
        above=LETTERS,
        batch=batch,
        can_show=codes.can_show(batch),
        shown_until=batch.created_at + codes.SEALED_FOR,
        now=clock.now(),
    )


@administrators_only
@require_safe
@reauthentication_required
@csp(PRINT_CSP)  # type: ignore[arg-type]  # its types know no views with arguments
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters themselves, a page of its own to print; asks for the password again first."""
    batch = get_allowed_or_404(letters_policy, request.user, "manage", pk=pk)
    try:
        pages = letters.letters_of(batch)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("community_letters:detail", pk)
    main, *others = letters.words_for(batch)
    response = render(
        request,
        "neighborhoods/letters_print.html",
        {"letters": pages, "main": main, "others": others, "date": batch.created_at},
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Frame-Options"] = "DENY"
    return response


@administrators_only
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_allowed_or_404(letters_policy, request.user, "manage", pk=pk)
    codes.confirm_printed(batch=batch, by=request.user)
    messages.success(request, _("The codes are on paper alone now. They can no longer be shown."))
    return redirect("community_letters:detail", pk)


@administrators_only
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_allowed_or_404(letters_policy, request.user, "manage", pk=pk)
    codes.revoke_batch(batch=batch, by=request.user)
    messages.success(request, _("The codes of these letters open nothing any more."))
    return redirect("community_letters:detail", pk)
