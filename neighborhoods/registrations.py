"""Tells the portal's registries about this app: Wagtail's policies and what can be pointed at."""

from django.urls import reverse

from core import targets
from core.policies import register_policy

from . import policies
from .models import Post, Reply

register_policy(policies.neighborhood_policy)
register_policy(policies.desk_post_policy)
register_policy(policies.membership_policy)


def post_url(post: Post) -> str:
    return reverse("neighborhoods:post_detail", args=[post.neighborhood.slug, post.public_id])


def reply_url(reply: Reply) -> str:
    return f"{post_url(reply.post)}#reply-{reply.public_id}"


def post_text(post: Post) -> str:
    return f"{post.title}\n{post.body}".strip()


targets.register(
    targets.Target(
        kind="post",
        policy=policies.post_policy,
        url=post_url,
        label=lambda post: post.title,
        text=post_text,
        card_template="neighborhoods/_post_card.html",
        load=lambda person, queryset: queryset.select_related("neighborhood").for_cards(),
    )
)
targets.register(
    targets.Target(
        kind="reply",
        policy=policies.reply_policy,
        url=reply_url,
        label=lambda reply: reply.post.title,
        text=lambda reply: reply.body,
        card_template="neighborhoods/_reply_card.html",
        load=lambda person, queryset: queryset.select_related("post__neighborhood", "author"),
    )
)
