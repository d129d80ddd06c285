"""Which fields of this app's models are personal."""

import datetime as dt

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

register(
    AuditEntry,
    purpose="Accounting for what staff and members did.",
    harmless=["action", "target_kind", "facts", "at"],
    personal={"actor": OnErasure.KEEP, "subject": OnErasure.KEEP},
    kept_for=dt.timedelta(days=3 * 365),
)
register(
    Draft,
    purpose="Keeping a text somebody is still writing.",
    person="person",
    personal={"person": OnErasure.DELETE_ROW, "data": OnErasure.DELETE_ROW},
    harmless=["purpose", "saved_at"],
    kept_for=dt.timedelta(days=30),
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
    kept_for=dt.timedelta(days=2),
)
register(
    PrivatePhoto,
    purpose="Photos with what residents write.",
    person="owner",
    personal={
        "owner": OnErasure.DELETE_ROW,
        "alt": OnErasure.DELETE_ROW,
        "full": OnErasure.DELETE_ROW,
        "small": OnErasure.DELETE_ROW,
    },
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
