"""Replies, and who helped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.policies import get_allowed_or_404
from core.services import drafts

from .. import cards
from ..doors import enter, open_post
from ..forms.posts import ReplyEditForm, ReplyForm, SolveForm
from ..policies import post_policy, reply_policy
from ..services import help_requests, replies
from ..threads import draft_purpose, read_thread

if TYPE_CHECKING:
    import uuid

    from core.requests import SignedInRequest


def _post(request: SignedInRequest, slug: str, public_id: uuid.UUID, action: str) -> Any:
    neighborhood = enter(request, slug)
    return get_allowed_or_404(
        post_policy, request.user, action, neighborhood=neighborhood, public_id=public_id
    )


def _reply(request: SignedInRequest, slug: str, public_id: uuid.UUID, action: str) -> Any:
    """The reply on which the person may do ``action``; its post lies in this neighborhood."""
    neighborhood = enter(request, slug)
    return get_allowed_or_404(
        reply_policy, request.user, action, post__neighborhood=neighborhood, public_id=public_id
    )


def _back(reply: Any) -> HttpResponse:
    url = cards.post_address(reply.post, "post_detail")
    return redirect(f"{url}?at={reply.public_id}#reply-{reply.public_id}")


@require_POST
@login_required
def reply_create(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    post = _post(request, slug, public_id, "reply")
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            reply = replies.create_reply(post=post, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            drafts.discard_draft(purpose=draft_purpose(post), by=request.user)
            messages.success(request, _("Your reply is there."))
            return _back(reply)
    post = open_post(request, slug, public_id)
    thread = read_thread(person=request.user, post=post, query={}, form=form)
    context = {"post": post, "thread": thread, "form": form}
    return render(request, "neighborhoods/post_detail.html", context, status=422)


@require_POST
@login_required
def reply_draft_save(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> JsonResponse:
    """Keeps the reply that is being typed."""
    post = _post(request, slug, public_id, "reply")
    data = {"body": request.POST.get("body", "")}
    draft = drafts.save_draft(purpose=draft_purpose(post), data=data, by=request.user)
    return JsonResponse({"saved": draft is not None}, status=200 if draft else 413)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reply_edit(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    reply = _reply(request, slug, public_id, "change")
    form = ReplyEditForm(request.POST if request.method == "POST" else None, reply=reply)
    if form.is_valid():
        replies.edit_reply(reply=reply, body=form.cleaned_data["body"], by=request.user)
        messages.success(request, _("Your changes are saved."))
        return _back(reply)
    context = {
        "form": form,
        "reply": reply,
        "back_url": cards.post_address(reply.post, "post_detail"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "neighborhoods/reply_edit.html", context, status=status)


@require_POST
@login_required
def reply_delete(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    reply = _reply(request, slug, public_id, "delete")
    replies.bin_reply(reply=reply, by=request.user)
    undo = reverse("neighborhoods:reply_restore", args=[slug, public_id])
    messages.success(request, _("Your reply is gone."), extra_tags=f"undo:{undo}")
    return redirect(f"{cards.post_address(reply.post, 'post_detail')}#replies")


@require_POST
@login_required
def reply_restore(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    reply = _reply(request, slug, public_id, "restore")
    replies.restore_reply(reply=reply, by=request.user)
    messages.success(request, _("Your reply is back."))
    return _back(reply)


@require_POST
@login_required
def reply_thank(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    reply = _reply(request, slug, public_id, "react")
    replies.toggle_thanks(target=reply, by=request.user)
    return _back(reply)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_solve(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Solved: who helped?"""
    post = _post(request, slug, public_id, "solve")
    repliers = list(help_requests.repliers_of(post))
    form = SolveForm(request.POST if request.method == "POST" else None, repliers=repliers)
    url = cards.post_address(post, "post_detail")
    if form.is_valid():
        helper = form.helper_person()
        help_requests.solve_help_request(post=post, helper=helper, by=request.user)
        messages.success(request, _("Wonderful! Your help request is solved."))
        return redirect(url)
    context = {"form": form, "post": post, "back_url": url}
    status = 422 if form.is_bound else 200
    return render(request, "neighborhoods/post_solve.html", context, status=status)


@require_POST
@login_required
def post_reopen(request: SignedInRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    post = _post(request, slug, public_id, "reopen")
    help_requests.reopen_help_request(post=post, by=request.user)
    messages.info(request, _("Your help request is open again."))
    return redirect(cards.post_address(post, "post_detail"))
