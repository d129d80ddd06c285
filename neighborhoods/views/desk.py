"""Dashboard: what was flagged, for moderators; what was shared with the municipality, for officers."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import desk_pages, kinds
from ..community import screen
from ..forms.desk import DecisionForm
from ..policies import desk_post_policy, desk_reply_policy
from ..services import flags

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]

ABOVE_FLAGS = (("flags_desk:flag_list", gettext_lazy("Reported")),)
ABOVE_SHARED = (("shared_desk:shared_list", gettext_lazy("Shared with us")),)


def for_roles_that_may(action: str) -> Callable[[View], View]:
    """Only who has such a list opens its screens; Wagtail sends everybody else home."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not desk_post_policy.may_list(request.user, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


@for_roles_that_may("moderate")
@require_safe
def flag_list(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    after = request.GET.get("after", "")
    return screen(
        request, "flag_list", _("Reported"), icon="warning",
        page=desk_pages.read_queue(person, after), is_first=not after,
        handled=[] if after else desk_pages.read_handled(person),
    )  # fmt: skip


def _inspect(request: HttpRequest, post: Any, status: int = 200, **bound: Any) -> HttpResponse:
    person: Any = request.user
    return screen(
        request, "flag_detail", post.title or _("Reported post"), icon="warning",
        above=ABOVE_FLAGS, status=status, post=post, kind=kinds.get(post.kind),
        facts=kinds.get(post.kind).facts(post), photos=desk_pages.photos_on(post),
        judged=desk_pages.judged_under(post, person, **bound),
    )  # fmt: skip


@for_roles_that_may("moderate")
@require_safe
def flag_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    post = get_allowed_or_404(desk_post_policy, request.user, "moderate", public_id=public_id)
    return _inspect(request, post)


def _decide(request: HttpRequest, thing: Any, post: Any) -> HttpResponse:
    form = DecisionForm(request.POST, thing=thing)
    if not form.is_valid():
        return _inspect(request, post, status=422, bound=form, decided=thing)
    by: Any = request.user
    try:
        flags.decide(target=thing, by=by, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("It is hidden. The author is told why.")
            if form.cleaned_data["outcome"] == "hide"
            else _("It may stay. Nobody is told."),
        )
    return redirect("flags_desk:flag_list")


@for_roles_that_may("moderate")
@require_POST
def post_decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    post = get_allowed_or_404(desk_post_policy, request.user, "moderate", public_id=public_id)
    return _decide(request, post, post)


@for_roles_that_may("moderate")
@require_POST
def reply_decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    reply = get_allowed_or_404(desk_reply_policy, request.user, "moderate", public_id=public_id)
    return _decide(request, reply, reply.post)


@for_roles_that_may("view_shared")
@require_safe
def shared_list(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    page = desk_pages.read_shared(person, request.GET.get("before", ""))
    return screen(request, "shared_list", _("Shared with us"), icon="mail", page=page)


@for_roles_that_may("view_shared")
@require_safe
def shared_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    post = get_allowed_or_404(desk_post_policy, request.user, "view_shared", public_id=public_id)
    return screen(
        request, "shared_detail", post.title or _("Shared post"), icon="mail",
        above=ABOVE_SHARED, post=post, kind=kinds.get(post.kind),
        facts=kinds.get(post.kind).facts(post), photos=desk_pages.photos_on(post),
    )  # fmt: skip
