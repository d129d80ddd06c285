"""Who may do what in a neighborhood. Every list, page, search, mail and dashboard screen asks here."""

from .administration import (
    AdministrationPolicy,
    district_policy,
    letters_policy,
    moderator_assignment_policy,
    work_assignment_policy,
)
from .belonging import (
    NOBODY,
    home_of,
    members_of,
    moderated_by,
    moderators_of,
    workers_in,
    workplaces_of,
)
from .desk import (
    DecisionPolicy,
    DeskPostPolicy,
    DeskReplyPolicy,
    decision_policy,
    desk_post_policy,
    desk_reply_policy,
)
from .neighborhood import (
    MembershipPolicy,
    NeighborhoodPolicy,
    WorkerPolicy,
    membership_policy,
    neighborhood_policy,
    worker_policy,
)
from .post import FeedPolicy, PostPolicy, ReplyPolicy, feed_policy, post_policy, reply_policy

__all__ = [
    "NOBODY",
    "AdministrationPolicy",
    "DecisionPolicy",
    "DeskPostPolicy",
    "DeskReplyPolicy",
    "FeedPolicy",
    "MembershipPolicy",
    "NeighborhoodPolicy",
    "PostPolicy",
    "ReplyPolicy",
    "WorkerPolicy",
    "decision_policy",
    "desk_post_policy",
    "desk_reply_policy",
    "district_policy",
    "feed_policy",
    "home_of",
    "letters_policy",
    "members_of",
    "membership_policy",
    "moderated_by",
    "moderator_assignment_policy",
    "moderators_of",
    "neighborhood_policy",
    "post_policy",
    "reply_policy",
    "work_assignment_policy",
    "worker_policy",
    "workers_in",
    "workplaces_of",
]
