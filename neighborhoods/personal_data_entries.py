"""Which fields of this app's models are personal."""

import datetime as dt

from core.personal_data import OnErasure, register

from . import models

DETACH, CLEAR, KEEP, DELETE = (
    OnErasure.DETACH,
    OnErasure.CLEAR,
    OnErasure.KEEP,
    OnErasure.DELETE_ROW,
)

register(models.District, purpose="Parts of town.", harmless=["name", "slug"])
register(
    models.Neighborhood,
    purpose="The closed networks.",
    harmless=["name", "slug", "boundary", "source", "source_code", "time_zone", "created_at"],
)
register(
    models.Address,
    purpose="The town's address register; a row says nothing about who lives there.",
    harmless=["street", "number", "box", "postcode", "city", "source_id", "language"],
)
register(
    models.JoinCodeBatch,
    purpose="Letters made for a neighborhood.",
    personal={"made_by": DETACH},
    harmless=["created_at", "expires_at", "revoked_at", "downloaded_at", "sealed"],
)
register(
    models.JoinCode,
    purpose="A household's code, hashed.",
    harmless=["digest", "expires_at"],
    kept_for=dt.timedelta(days=60),
)
register(
    models.Membership,
    purpose="Who belongs to a neighborhood, since when and on what proof.",
    person="person",
    personal={
        "person": DETACH,
        "address": CLEAR,
        "join_code": CLEAR,
        "feed_seen_at": CLEAR,
        "public_id": KEEP,
        "admitted_by": DETACH,
        "proposed_by": DETACH,
        "refusal_words": CLEAR,
    },
    harmless=[
        *["state", "proof", "requested_at", "activated_at", "ended_at", "refused_for"],
        *["review_since", "host_asked_at", "host_since", "old_posts", "resumes"],
    ],
)
register(
    models.ContactCode,
    purpose="A code that went to a contact the municipality knows, hashed; the contact is not kept.",
    person="membership__person",
    personal={"asked_at": DELETE, "expires_at": DELETE, "used_at": DELETE},
    harmless=["digest"],
    kept_for=dt.timedelta(days=7),
)
register(
    models.Vouch,
    purpose="Which neighbor says that somebody who waited lives there; kept with the memberships.",
    person="voucher",
    personal={"voucher": DETACH, "answer": KEEP},
    harmless=["created_at", "withdrawn_at"],
)
register(
    models.WorkAssignment,
    purpose="Who works where, for whom, and which officers agreed.",
    person="person",
    personal={
        "person": DELETE,
        "granted_by": DETACH,
        "approved_by": DETACH,
        "declined_by": DETACH,
    },
    harmless=[
        "valid_from",
        "valid_until",
        "organization",
        "function",
        "invited_as",
        "field",
        "approved_at",
        "declined_at",
        "decline_reason",
    ],
)
register(
    models.ModeratorAssignment,
    purpose="Who moderates where.",
    person="person",
    personal={"person": DELETE, "granted_by": DETACH},
    harmless=["valid_from", "valid_until"],
)
register(
    models.WorkVisit,
    purpose="Up to where a worker has seen the feed of a neighborhood.",
    person="person",
    personal={"person": DELETE, "seen_at": DELETE},
)
register(
    models.Welcome,
    purpose="How far a new member is with the welcome.",
    person="membership__person",
    personal=dict.fromkeys(("membership", "hello_at", "mail_at", "closed_at"), DELETE),
)
register(
    models.Post,
    purpose="What residents put up.",
    person="author",
    personal={
        "author": DETACH,
        "entered_by": DETACH,
        "on_behalf_of": CLEAR,
        "title": CLEAR,
        "body": CLEAR,
        "public_id": KEEP,
    },
    harmless=[
        "kind",
        "audience",
        "state",
        "language",
        "submission_key",
        "created_at",
        "visible_from",
        "edited_at",
        "binned_at",
        "shared_with_municipality_at",
    ],
)
register(
    models.HelpRequest,
    purpose="What help is asked for, and who gave it.",
    person="post__author",
    personal={"helper": DETACH, "need": KEEP},
    harmless=["when", "needed_on", "solved_at"],
)
register(
    models.Reply,
    purpose="What neighbors answer.",
    person="author",
    personal={"author": DETACH, "body": CLEAR, "public_id": KEEP},
    harmless=["state", "language", "submission_key", "created_at", "edited_at", "binned_at"],
)
register(
    models.Reaction,
    purpose="Thanks.",
    person="person",
    personal={"person": DETACH},
    harmless=["target_kind", "created_at"],
)
register(
    models.FeedEntry,
    purpose="What stands in which feed.",
    person="author",
    personal={"author": DETACH},
    harmless=["kind", "target_kind", "state", "visible_from", "expires_at", "pinned_until"],
)
register(
    models.Flag,
    purpose="What members find wrong.",
    person="flagged_by",
    personal={"flagged_by": DETACH, "note": CLEAR},
    harmless=["target_kind", "reason", "created_at"],
    kept_for=dt.timedelta(days=365),
)
register(
    models.Decision,
    purpose="What a moderator decided and why.",
    person="decided_by",
    personal={"decided_by": DETACH, "reason": KEEP},
    harmless=["public_id", "target_kind", "outcome", "created_at"],
    kept_for=dt.timedelta(days=3 * 365),
)
for page in (models.NeighborhoodIndexPage, models.NeighborhoodPage):
    register(
        page,
        purpose="Public pages.",
        harmless=[f.name for f in page._meta.local_concrete_fields if f.name != "page_ptr"],
    )
