"""Dashboard: who asks to be a host, and who is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import people
from ..community import administrators_only, screen
from ..policies import host_policy
from ..services import hosts

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@administrators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    return screen(
        request, "host_list", _("Hosts"), icon="user",
        asked=people.who_ask_to_host(user), hosts=people.hosts(user),
    )  # fmt: skip


@administrators_only
@require_POST
def make(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    membership = get_allowed_or_404(host_policy, request.user, "decide", public_id=public_id)
    done = _("This neighbor is a host now, and will be told.")
    return _decided(request, membership, hosts.make_host, done)


@administrators_only
@require_POST
def refuse(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    membership = get_allowed_or_404(host_policy, request.user, "decide", public_id=public_id)
    done = _("This neighbor will be told that it is a no this time.")
    return _decided(request, membership, hosts.refuse_host, done)


@administrators_only
@require_POST
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    membership = get_allowed_or_404(host_policy, request.user, "end", public_id=public_id)
    done = _("This neighbor is no longer a host, and will be told.")
    return _decided(request, membership, hosts.end_host, done)


def _decided(request: HttpRequest, membership: Any, act: Any, done: str) -> HttpResponse:
    try:
        act(membership=membership, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("community_hosts:index")
