"""What this app tells people about posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import excerpt
from notifications.kinds import NoticeKind, Topic, register
from notifications.models import Channel

from . import policies
from .policies import NOBODY

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

    from .models import Decision, Post, Reply

# A mail for each message would drive neighbors away; who wants it can choose it.
POSTS = Topic(
    "posts",
    gettext_lazy("New posts in my neighborhood"),
    defaults=frozenset({Channel.INBOX}),
    icon="message",
)
HELP = Topic("help", gettext_lazy("Help requests in my neighborhood"), icon="hand-stop")
REPLIES = Topic("replies", gettext_lazy("Replies to my posts"), icon="message-circle")
MEMBERSHIP = Topic("membership", gettext_lazy("My membership"), is_optional=False)
DECISIONS = Topic(
    "decisions", gettext_lazy("Decisions about what I wrote"), is_optional=False, icon="flag"
)


def readers(post: Post) -> QuerySet[User]:
    return policies.post_policy.audience("view", post)


def author_of_post(reply: Reply) -> QuerySet[User]:
    # The author is told; whoever else replied reads it when they come by.
    return policies.reply_policy.audience("view", reply).filter(pk=reply.post.author_id or NOBODY)


def helper_of(post: Post) -> QuerySet[User]:
    return readers(post).filter(pk=post.help_request.helper_id or NOBODY)


def author_judged(decision: Decision) -> QuerySet[User]:
    return policies.decision_policy.audience("view", decision)


def _who(person: Any) -> str:
    return person.display_name if person is not None else _("Former neighbor")


def post_words(post: Post, recipient: Any) -> dict[str, Any]:
    return {
        "author": _who(post.author),
        "on_behalf_of": post.on_behalf_of,
        "neighborhood": post.neighborhood.name,
        "title": post.title,
        "excerpt": excerpt(post.body, 400)[0],
    }


def reply_words(reply: Reply, recipient: Any) -> dict[str, Any]:
    return {
        "author": _who(reply.author),
        "title": reply.post.title,
        "neighborhood": reply.post.neighborhood.name,
        "excerpt": excerpt(reply.body, 400)[0],
    }


def decision_words(decision: Decision, recipient: Any) -> dict[str, Any]:
    return {"neighborhood": decision.neighborhood.name, "reason": decision.reason}


register(
    NoticeKind(
        name="new_post",
        topic=POSTS,
        target_kind="post",
        audience=readers,
        title=lambda post, recipient: (
            _("%(author)s: %(title)s") % {"author": _who(post.author), "title": post.title}
        ),
        context=post_words,
        is_same_for_all=True,
    ),
    NoticeKind(
        name="new_help_request",
        topic=HELP,
        target_kind="post",
        audience=readers,
        title=lambda post, recipient: (
            _("%(author)s asks for help: %(title)s")
            % {"author": _who(post.author), "title": post.title}
        ),
        context=post_words,
        is_same_for_all=True,
    ),
    NoticeKind(
        name="reply",
        topic=REPLIES,
        target_kind="reply",
        audience=author_of_post,
        title=lambda reply, recipient: (
            _("%(author)s replied to “%(title)s”")
            % {"author": _who(reply.author), "title": reply.post.title}
        ),
        context=reply_words,
    ),
    NoticeKind(
        name="help_thanks",
        topic=REPLIES,
        target_kind="post",
        audience=helper_of,
        title=lambda post, recipient: (
            _("%(author)s thanks you for your help") % {"author": _who(post.author)}
        ),
        context=post_words,
    ),
    NoticeKind(
        name="decision",
        topic=DECISIONS,
        target_kind="decision",
        audience=author_judged,
        title=lambda decision, recipient: _("Something you wrote was hidden by a moderator"),
        context=decision_words,
    ),
)
