"""Which fields of this app's models are personal."""

import datetime as dt

from core.personal_data import OnErasure, register

from .models import Delivery, Notice, Preference, Turn

register(
    Notice,
    purpose="One thing that happened and should be told.",
    person="actor",
    personal={"actor": OnErasure.DETACH},
    harmless=[
        "kind",
        "target_kind",
        "occasion",
        "event_key",
        "created_at",
        "not_before",
        "expanded_at",
        "cancelled_at",
        "public_id",
        "poked_at",
        "error",
    ],
    kept_for=dt.timedelta(days=395),
)
register(
    Delivery,
    purpose="Telling a person, once a channel.",
    person="recipient",
    personal={"recipient": OnErasure.DELETE_ROW, "read_at": OnErasure.DELETE_ROW},
    harmless=[
        "event_key",
        "channel",
        "state",
        "not_before",
        "lease_until",
        "message_id",
        "digest_bucket",
        "error",
        "created_at",
        "sent_at",
        "notice",
    ],
    kept_for=dt.timedelta(days=395),
)
register(
    Preference,
    purpose="What a person wants to be told, and how.",
    person="person",
    personal={"person": OnErasure.DELETE_ROW, "is_wanted": OnErasure.DELETE_ROW},
    harmless=["topic", "channel"],
)
register(Turn, purpose="Keeping one sender at work.", harmless=["name", "until"])
