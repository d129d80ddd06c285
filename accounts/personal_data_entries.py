"""Which fields of this app's models are personal."""

import datetime as dt

from core.personal_data import OnErasure, register

from .models import StaffInvitation, User

register(
    User,
    purpose="The person's account.",
    person="pk",
    personal={
        "email": OnErasure.DELETE_ROW,
        "phone": OnErasure.DELETE_ROW,
        "first_name": OnErasure.DELETE_ROW,
        "last_name": OnErasure.DELETE_ROW,
        "about": OnErasure.DELETE_ROW,
        "photo": OnErasure.DELETE_ROW,
        "language": OnErasure.DELETE_ROW,
        "time_zone": OnErasure.DELETE_ROW,
        "shown_name": OnErasure.DELETE_ROW,
        "password": OnErasure.DELETE_ROW,
        "last_login": OnErasure.DELETE_ROW,
        "date_joined": OnErasure.DELETE_ROW,
        "audit_id": OnErasure.DELETE_ROW,
        "public_id": OnErasure.DELETE_ROW,
    },
)
register(
    StaffInvitation,
    purpose="Inviting somebody to the dashboard.",
    person="person",
    personal={
        "email": OnErasure.DELETE_ROW,
        "first_name": OnErasure.DELETE_ROW,
        "last_name": OnErasure.DELETE_ROW,
        "language": OnErasure.DELETE_ROW,
        "person": OnErasure.DELETE_ROW,
        "invited_by": OnErasure.DETACH,
    },
    harmless=["public_id", "digest", "created_at", "expires_at", "accepted_at", "revoked_at"],
    kept_for=dt.timedelta(days=365),
)
