"""Posts: written, read, edited, binned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import DomainError
from core.policies import get_allowed_or_404
from core.services import drafts

from .. import cards, kinds
from ..composing import Composer, draft_of
from ..doors import enter, open_post
from ..policies import post_policy
from ..services import posts, replies
from ..threads import read_thread

if TYPE_CHECKING:
    import uuid

    from core.requests import SignedInRequest


def _kind_or_404(name: str) -> kinds.Kind:
    try:
        return kinds.get(name)
    except KeyError as error:
        raise Http404 from error


def _actionable(request: SignedInRequest, slug: str, public_id: uuid.UUID, action: str) -> Any:
    """The post on which the person may do ``action``, in a neighborhood that they may enter."""
    neighborhood = enter(request, slug)
    post = get_allowed_or_404(
        post_policy, request.user, action, neighborhood=neighborhood, public_id=public_id
    )
    post.neighborhood = neighborhood
    return post


@require_safe
@login_required
def post_choose(request: SignedInRequest, slug: str) -> HttpResponse:
    """What one wants to put up: the first step behind the "+"."""
    context = {"neighborhood": enter(request, slug), "kinds": kinds.all_kinds()}
    return render(request, "neighborhoods/post_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_create(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    neighborhood = enter(request, slug)
    composer = Composer(request, neighborhood, _kind_or_404(kind))
    if request.method == "POST" and composer.is_valid():
        try:
            post = composer.send()
        except DomainError as error:
            composer.keep()
            messages.error(request, str(error))
        else:
            undo = reverse("neighborhoods:post_undo", args=[slug, post.public_id])
            messages.success(
                request,
                _("Your post is on its way. Neighbors see it in a few seconds."),
                extra_tags=f"undo:{undo}",
            )
            return redirect("neighborhoods:post_detail", slug, post.public_id)
    return render(
        request,
        "neighborhoods/post_create.html",
        {"neighborhood": neighborhood, "composer": composer, "form": composer.form},
        status=422 if request.method == "POST" else 200,
    )


@require_POST
@login_required
def draft_save(request: SignedInRequest, slug: str, kind: str) -> JsonResponse:
    """Keeps what is being typed."""
    neighborhood = enter(request, slug)
    purpose = posts.draft_purpose(neighborhood, _kind_or_404(kind).name)
    draft = drafts.save_draft(purpose=purpose, data=draft_of(request), by=request.user)
    return JsonResponse({"saved": draft is not None}, status=200 if draft else 413)


@require_safe
@login_required
def post_detail(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    post = open_post(request, slug, public_id)
    thread = read_thread(person=request.user, post=post, query=request.GET)
    return render(request, "neighborhoods/post_detail.html", {"post": post, "thread": thread})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_edit(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    post = _actionable(request, slug, public_id, "change")
    composer = Composer(request, post.neighborhood, kinds.get(post.kind), post)
    if request.method == "POST" and composer.is_valid():
        try:
            composer.send()
        except DomainError as error:
            composer.keep()
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("neighborhoods:post_detail", slug, public_id)
    return render(
        request,
        "neighborhoods/post_edit.html",
        {"neighborhood": post.neighborhood, "composer": composer, "form": composer.form,
         "post": post, "back_url": cards.post_address(post, "post_detail")},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@require_POST
@login_required
def post_undo(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    post = _actionable(request, slug, public_id, "delete")
    data = {**kinds.get(post.kind).initial(post), "body": post.body, "title": post.title}
    draft = {name: str(value) for name, value in data.items() if value is not None}
    draft |= {"on_behalf_of": post.on_behalf_of, "audience": post.audience}
    if post.shared_with_municipality_at:
        draft["share"] = "on"
    try:
        posts.undo_post(post=post, by=request.user, draft=draft)
    except posts.TooLateToUndo as error:
        messages.warning(request, str(error))
        return redirect("neighborhoods:post_detail", slug, public_id)
    messages.info(request, _("Nobody saw it. Your text is still here."))
    return redirect("neighborhoods:post_create", slug, post.kind)


@require_POST
@login_required
def post_delete(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    post = _actionable(request, slug, public_id, "delete")
    posts.bin_post(post=post, by=request.user)
    undo = reverse("neighborhoods:post_restore", args=[slug, public_id])
    messages.success(request, _("Your post is in the bin for 30 days."), extra_tags=f"undo:{undo}")
    return redirect("neighborhoods:feed", slug)


@require_POST
@login_required
def post_restore(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    post = _actionable(request, slug, public_id, "restore")
    posts.restore_post(post=post, by=request.user)
    messages.success(request, _("Your post is back."))
    return redirect("neighborhoods:post_detail", slug, public_id)


@require_safe
@login_required
def bin_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """The person's own posts that can still be brought back."""
    neighborhood = enter(request, slug)
    binned = post_policy.allowed(request.user, "restore").filter(neighborhood=neighborhood)
    context = {"neighborhood": neighborhood, "posts": list(binned.order_by("-binned_at")[:50])}
    return render(request, "neighborhoods/post_bin.html", context)


@require_POST
@login_required
def post_share(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Shares with the municipality, or takes it back; the button says which."""
    post = _actionable(request, slug, public_id, "share")
    is_shared = request.POST.get("share") == "yes"
    posts.share_post(post=post, by=request.user, is_shared=is_shared)
    messages.success(
        request,
        _("The municipality can read this post now.")
        if is_shared
        else _("The municipality can no longer read this post."),
    )
    return redirect("neighborhoods:post_detail", slug, public_id)


@require_POST
@login_required
def post_thank(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    post = _actionable(request, slug, public_id, "react")
    replies.toggle_thanks(target=post, by=request.user)
    return redirect(f"{cards.post_address(post, 'post_detail')}#post")


@login_required
def nowhere(request: SignedInRequest, rest: str = "") -> HttpResponse:
    """Whatever else is asked below /n/: signed in there is nothing, not signed in there is the door."""
    raise Http404
