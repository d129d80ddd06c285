"""Dashboard: names that sound like an office. The name and since when; nothing else of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.policies import name_policy
from core.errors import DomainError
from core.policies import get_allowed_or_404

from ..community import administrators_only, screen
from ..forms.desk import RefuseNameForm
from ..services import names

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@administrators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    waiting = name_policy.allowed(request.user, "decide").select_related("person")
    rows = waiting.order_by("asked_at", "pk")[:200]
    return screen(request, "name_list", _("Names to check"), icon="user", rows=rows)


@administrators_only
@require_POST
def approve(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    asked = get_allowed_or_404(name_policy, request.user, "decide", public_id=public_id)
    try:
        names.approve_name(request=asked, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The name is approved. The person will be told."))
    return redirect("community_names:index")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    asked = get_allowed_or_404(name_policy, request.user, "decide", public_id=public_id)
    form = RefuseNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            names.refuse_name(request=asked, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The name is refused. The person will be told why."))
        return redirect("community_names:index")
    return screen(
        request,
        "name_refuse",
        _("Refuse a name"),
        icon="user",
        above=(("community_names:index", _("Names to check")),),
        form=form,
        asked=asked,
    )
