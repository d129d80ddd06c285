"""Which fields of this app's models are personal."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.personal_data import OnErasure, register

from . import kinds
from .models import Delivery, MailWish, Notice, Preference, Turn


def what_it_was(delivery: Delivery) -> dict[str, Any]:
    """The subject, not the words: a title can hold a neighbor's name."""
    kind = kinds.find(delivery.notice.kind)
    return {_now("Subject"): str(kind.topic.label) if kind else delivery.notice.kind}


register(
    Notice,
    label=_("What you did that others were told"),
    purpose=_("Telling each thing once, and nobody twice."),
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
    # Longer than deliveries, which go with it: a notice that is gone could be told again.
    kept_for=dt.timedelta(days=395),
    kept_from="created_at",
    withheld=["event_key", "occasion", "error", "poked_at"],
)
register(
    Delivery,
    label=_("What you were told"),
    purpose=_("Your inbox, and the mails we sent you."),
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
    withheld=["event_key", "lease_until", "message_id", "digest_bucket", "error", "notice"],
    kept_for=dt.timedelta(days=90),
    kept_from="created_at",
    context=what_it_was,
)
register(
    Preference,
    label=_("What you want to be told"),
    purpose=_("Telling you what you want to know, and no more."),
    person="person",
    personal={"person": OnErasure.DELETE_ROW, "is_wanted": OnErasure.DELETE_ROW},
    harmless=["topic", "channel"],
)
register(
    MailWish,
    person="person",
    label=_("When we mail you"),
    purpose=_("Leaving you in peace when you want it."),
    personal={
        "person": OnErasure.DELETE_ROW,
        "quiet_from": OnErasure.DELETE_ROW,
        "quiet_until": OnErasure.DELETE_ROW,
        "paused_until": OnErasure.DELETE_ROW,
        "is_stopped": OnErasure.DELETE_ROW,
    },
)
register(Turn, purpose="Keeping one sender at work.", harmless=["name", "until"])
