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
    harmless=["street", "number", "box", "postcode", "city", "source_id"],
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
    },
    harmless=["state", "proof", "requested_at", "activated_at", "ended_at"],
)
for assignment in (models.WorkAssignment, models.ModeratorAssignment):
    register(
        assignment,
        purpose="Who works or moderates where.",
        person="person",
        personal={"person": DELETE, "granted_by": DETACH},
        harmless=[
            name
            for name in ("valid_from", "valid_until", "organization", "function", "invited_as")
            if name in {f.name for f in assignment._meta.concrete_fields}
        ],
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
