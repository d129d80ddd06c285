"""Which fields of this app's models are personal."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core import targets
from core.personal_data import OnErasure, register

from . import models

DETACH, CLEAR, KEEP, DELETE = (
    OnErasure.DETACH,
    OnErasure.CLEAR,
    OnErasure.KEEP,
    OnErasure.DELETE_ROW,
)
BIN = dt.timedelta(days=30)


# --- What a row alone does not tell ---------------------------------------------------------------
def where(row: Any) -> dict[str, Any]:
    return {_now("Neighborhood"): row.neighborhood.name}


def places_of(assignment: Any) -> dict[str, Any]:
    return {_now("Neighborhoods"): [place.name for place in assignment.neighborhoods.all()]}


def around_post(post: models.Post) -> dict[str, Any]:
    return {**where(post), **_decisions("post", post.pk)}


def around_reply(reply: models.Reply) -> dict[str, Any]:
    """Under whose post; never what others said there."""
    is_own = reply.post.author_id is not None and reply.post.author_id == reply.author_id
    under = _now("a post of your own") if is_own else _now("a post of somebody else")
    return {**where(reply.post), _now("Under"): under, **_decisions("reply", reply.pk)}


def _decisions(kind: str, pk: int) -> dict[str, Any]:
    """What a moderator decided about it, and why: the author was told so."""
    rows = models.Decision.objects.filter(target_kind=kind, target_id=pk, outcome="hide")
    reasons = list(rows.order_by("pk").values_list("reason", flat=True))
    return {_now("Why a moderator hid it"): reasons} if reasons else {}


def what_was_thanked(reaction: models.Reaction) -> dict[str, Any]:
    thing = targets.get(reaction.target_kind).model._default_manager
    row = thing.filter(pk=reaction.target_id).first()
    post = getattr(row, "post", row)
    return where(post) if post is not None else {}


# --- Places ---------------------------------------------------------------------------------------
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
    kept_from="expires_at",
)

# --- Who belongs ----------------------------------------------------------------------------------
register(
    models.Membership,
    person="person",
    label=_("Where you live or lived"),
    purpose=_("Knowing who belongs to a neighborhood, since when and on what proof."),
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
    # Asking that led to nothing: refused, or taken back. Who was a member stays one that was.
    kept_for=dt.timedelta(days=30),
    kept_from="ended_at",
    kept_where=Q(state__in=["left", "removed"], activated_at=None),
    context=where,
)
register(
    models.ContactCode,
    person="membership__person",
    label=_("Codes sent to a contact the municipality knows"),
    purpose=_("Proving your address with a code. The contact itself is not kept."),
    withheld=["digest"],
    personal={"asked_at": DELETE, "expires_at": DELETE, "used_at": DELETE},
    harmless=["digest"],
    kept_for=dt.timedelta(days=7),
    kept_from="asked_at",
)
register(
    models.Vouch,
    person="voucher",
    label=_("For whom you vouched"),
    purpose=_("Letting in neighbors whom two others know."),
    personal={"voucher": DETACH, "answer": KEEP},
    harmless=["created_at", "withdrawn_at"],
)
register(
    models.WorkAssignment,
    person="person",
    label=_("Your work in neighborhoods"),
    purpose=_("Knowing who works where, for whom, and which officers agreed."),
    context=places_of,
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
    person="person",
    label=_("Where you moderate"),
    purpose=_("Knowing who handles what neighbors report."),
    context=places_of,
    personal={"person": DELETE, "granted_by": DETACH},
    harmless=["valid_from", "valid_until"],
)
register(
    models.WorkVisit,
    person="person",
    label=_("Up to where you read in neighborhoods you work in"),
    purpose=_("Showing you what is new there."),
    context=where,
    personal={"person": DELETE, "seen_at": DELETE},
)

# --- What is said ---------------------------------------------------------------------------------
register(
    models.Welcome,
    person="membership__person",
    label=_("How far you are with the welcome"),
    purpose=_("Welcoming you in small steps."),
    personal=dict.fromkeys(("membership", "hello_at", "help_at", "mail_at", "closed_at"), DELETE),
)
register(
    models.Post,
    person="author",
    label=_("Your posts"),
    purpose=_("Showing neighbors what you put up."),
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
    withheld=["submission_key"],
    kept_for=BIN,
    kept_from="binned_at",
    kept_where=Q(state="binned"),
    has_own_sweep=True,
    context=around_post,
)
register(
    models.HelpRequest,
    person="post__author",
    label=_("Your help requests"),
    purpose=_("Knowing what help is asked for, and whether somebody gave it."),
    personal={"helper": DETACH, "need": KEEP},
    harmless=["when", "needed_on", "solved_at"],
)
register(
    models.Reply,
    person="author",
    label=_("Your replies"),
    purpose=_("Showing neighbors what you answered."),
    personal={"author": DETACH, "from_neighborhood": CLEAR, "body": CLEAR, "public_id": KEEP},
    harmless=["state", "language", "submission_key", "created_at", "edited_at", "binned_at"],
    withheld=["submission_key"],
    kept_for=BIN,
    kept_from="binned_at",
    kept_where=Q(state="binned"),
    has_own_sweep=True,
    context=around_reply,
)
register(
    models.Reaction,
    person="person",
    label=_("Your thanks"),
    purpose=_("Showing an author that somebody is thankful."),
    personal={"person": DETACH},
    harmless=["target_kind", "created_at"],
    context=what_was_thanked,
)
register(
    models.FeedEntry,
    person="author",
    label=_("Where your posts stand"),
    purpose=_("Showing posts in the right neighborhood, in the right order."),
    personal={"author": DETACH},
    harmless=["kind", "target_kind", "state", "visible_from", "expires_at", "pinned_until"],
    context=where,
)
register(
    models.Follow,
    person="person",
    label=_("Neighborhoods you follow"),
    purpose=_("Showing you what the neighborhoods next door share."),
    personal={"person": DELETE},
    harmless=["created_at"],
)
register(
    models.Flag,
    person="flagged_by",
    label=_("What you reported"),
    purpose=_("Letting moderators see what is not right."),
    personal={"flagged_by": DETACH, "note": CLEAR},
    harmless=["target_kind", "reason", "created_at"],
    kept_for=dt.timedelta(days=365),
    kept_from="created_at",
    # What waits for a decision waits on.
    kept_where=Q(decision__isnull=False),
    context=where,
)
register(
    models.Decision,
    person="decided_by",
    label=_("What you decided as a moderator"),
    purpose=_("Accounting for what was hidden, and why."),
    personal={"decided_by": DETACH, "reason": KEEP},
    harmless=["public_id", "target_kind", "outcome", "created_at"],
    kept_for=dt.timedelta(days=3 * 365),
    kept_from="created_at",
    context=where,
)
for page in (models.NeighborhoodIndexPage, models.NeighborhoodPage):
    register(
        page,
        purpose="Public pages.",
        harmless=[f.name for f in page._meta.local_concrete_fields if f.name != "page_ptr"],
    )
