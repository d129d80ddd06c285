"""Dashboard: who vouched for whom, for administrators and the neighborhood's moderators."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.policies import get_allowed_or_404

from .. import people
from ..community import screen
from ..policies import chain_policy

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ..community import View

VOUCHES = (("community_vouches:index", gettext_lazy("Vouched for")),)


def readers_only(view: View) -> View:
    """Only who has such a list at all opens the screen; Wagtail sends everybody else home."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not chain_policy.may_list(request.user, "read"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@readers_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = people.vouched_in(request.user, request.GET.get("after", ""))  # type: ignore[arg-type]
    return screen(request, "vouch_list", _("Vouched for"), icon="group", page=page)


@readers_only
@require_safe
def detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One membership: who vouched for it, and for whom it vouched."""
    membership = get_allowed_or_404(chain_policy, request.user, "read", public_id=public_id)
    user: Any = request.user
    return screen(
        request,
        "vouch_detail",
        membership.person.get_full_name() if membership.person else _("Former neighbor"),
        icon="group",
        above=VOUCHES,
        membership=membership,
        chain=people.chain_of(membership, user),
        may_review=chain_policy.allows(user, "review", membership),
    )
