"""Blocking a neighbor, from where one meets them: a post, a reply, the list of neighbors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.policies import get_allowed_or_404

from .. import cards
from ..doors import enter, visit
from ..policies import membership_policy, post_policy, reply_policy
from ..services import blocking

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from core.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_block(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    neighborhood = visit(request, slug)
    post = get_allowed_or_404(
        post_policy, request.user, "block", neighborhood=neighborhood, public_id=public_id
    )
    post.neighborhood = neighborhood
    return _block(request, post.author, neighborhood, cards.post_address(post, "post_detail"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reply_block(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    neighborhood = visit(request, slug)
    reply = get_allowed_or_404(
        reply_policy, request.user, "block",
        post__neighborhood=neighborhood, public_id=public_id,
    )  # fmt: skip
    back_url = cards.post_address(reply.post, "post_detail")
    return _block(request, reply.author, neighborhood, back_url)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def member_block(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    neighborhood = enter(request, slug)
    member = get_allowed_or_404(
        membership_policy, request.user, "block", neighborhood=neighborhood, public_id=public_id
    )
    back_url = reverse("neighborhoods:member_list", args=[slug])
    return _block(request, member.person, neighborhood, back_url)


def _block(request: SignedInRequest, person: Any, neighborhood: Any, back_url: str) -> HttpResponse:
    """Says what happens, and does it when asked; afterwards the feed, where the person is gone."""
    if request.method == "POST":
        try:
            block = blocking.block_neighbor(
                person=person, neighborhood=neighborhood, by=request.user
            )
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(back_url)
        messages.success(
            request,
            _("You and %(name)s no longer see each other.") % {"name": person.display_name},
            extra_tags=f"undo:{reverse('accounts:block_end', args=[block.public_id])}",
        )
        return redirect("neighborhoods:feed", neighborhood.slug)
    context = {
        "person": person, "neighborhood": neighborhood, "back_url": back_url,
        "is_worker": blocking.is_worker_of(person, neighborhood),
    }  # fmt: skip
    return render(request, "neighborhoods/person_block.html", context)
