"""Which fields of this app's models are personal."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from . import wagtail_data_entries  # noqa: F401  # Wagtail's, beside ours
from .models import (
    AuditEntry,
    BrandSettings,
    Draft,
    Heartbeat,
    LimitCounter,
    PortalDocument,
    PortalImage,
    PortalRendition,
    PrivatePhoto,
)
from .personal_data import OnErasure, register


def entries_about(person: Any) -> QuerySet[AuditEntry]:
    """What the trail says a person did, and what was done about them."""
    return AuditEntry.objects.filter(Q(actor=person.audit_id) | Q(subject=person.audit_id))


register(
    AuditEntry,
    label=_("The record of what was done"),
    purpose=_("Accounting for what staff and members did, without any words."),
    harmless=["action", "target_kind", "facts", "at"],
    personal={"actor": OnErasure.KEEP, "subject": OnErasure.KEEP},
    # Pseudonyms, of others too.
    withheld=["actor", "subject", "facts"],
    find=entries_about,
    kept_for=dt.timedelta(days=3 * 365),
    kept_from="at",
)
register(
    Draft,
    person="person",
    label=_("What you were typing"),
    purpose=_("Keeping a text you are still writing."),
    personal={"person": OnErasure.DELETE_ROW, "data": OnErasure.DELETE_ROW},
    harmless=["purpose", "saved_at"],
    kept_for=dt.timedelta(days=90),
    kept_from="saved_at",
)
register(
    BrandSettings,
    purpose="The look of the town; its contact details are an office's, not a person's.",
    harmless=[f.name for f in BrandSettings._meta.concrete_fields],
)
register(Heartbeat, purpose="Watching the worker.", harmless=["name", "beat_at"])
register(
    LimitCounter,
    purpose="Limits against abuse; the subject is a keyed hash.",
    harmless=["scope", "subject", "window_start"],
    # Longer than the longest window of a limit, or the limit would begin anew.
    kept_for=dt.timedelta(days=8),
    kept_from="window_start",
)
register(
    PrivatePhoto,
    person="owner",
    label=_("Your photos"),
    purpose=_("Photos with what you write, and the one of yourself."),
    personal={
        "owner": OnErasure.DELETE_ROW,
        "alt": OnErasure.DELETE_ROW,
        "full": OnErasure.DELETE_ROW,
        "small": OnErasure.DELETE_ROW,
    },
    # The same photo, smaller.
    withheld=["small"],
    harmless=["target_kind", "created_at"],
)
for editorial in (PortalImage, PortalDocument):
    register(
        editorial,
        purpose="Pictures and files of public pages.",
        personal={"uploaded_by_user": OnErasure.DETACH},
        harmless=[
            f.name for f in editorial._meta.concrete_fields if f.name not in ("uploaded_by_user",)
        ],
    )
register(
    PortalRendition,
    purpose="Sizes of the pictures on public pages.",
    harmless=["file", "filter_spec", "focal_point_key"],
)
