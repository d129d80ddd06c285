"""Tells the portal's registries about this app: Wagtail's policies and what can be pointed at."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core import targets
from core.policies import register_policy

from . import cards, kinds, policies
from .kinds.help_request.kind import HELP_REQUEST
from .kinds.message.kind import MESSAGE
from .models import Decision, Post, Reply
from .services import counters  # noqa: F401  # it sweeps

register_policy(policies.neighborhood_policy)
register_policy(policies.desk_post_policy)
register_policy(policies.membership_policy)

kinds.register(MESSAGE)
kinds.register(HELP_REQUEST)


def post_url(post: Post) -> str:
    return cards.post_address(post, "post_detail")


def reply_url(reply: Reply) -> str:
    return f"{post_url(reply.post)}?at={reply.public_id}#reply-{reply.public_id}"


def decision_url(decision: Decision) -> str:
    return reverse(
        "neighborhoods:decision_detail", args=[decision.neighborhood.slug, decision.public_id]
    )


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
        load=cards.load_posts,
        has_photos=True,
        desk_policy=policies.desk_post_policy,
    )
)
targets.register(
    targets.Target(
        kind="reply",
        policy=policies.reply_policy,
        url=reply_url,
        label=lambda reply: reply.post.title,
        text=lambda reply: reply.body,
        card_template="",
        load=cards.load_replies,
    )
)
targets.register(
    targets.Target(
        kind="decision",
        policy=policies.decision_policy,
        url=decision_url,
        label=lambda decision: _("A decision about what you wrote"),
        text=lambda decision: decision.reason,
        card_template="",
        load=lambda person, queryset: queryset.select_related("neighborhood"),
    )
)
