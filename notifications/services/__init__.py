"""The one door for telling people things."""

from .mail_wishes import (
    NoSuchHours,
    NoSuchPause,
    end_pause,
    end_quiet_hours,
    mail_wish_of,
    pause_mail,
    resume_mail,
    set_quiet_hours,
    stop_mail,
)
from .reading import drop_disallowed, drop_lines, mark_all_read, mark_read
from .resolving import count_as_sent, send_again
from .telling import cancel, give_back, notify, withdraw
from .wishes import Preset, choose_preset, preset_of, set_wishes, unsubscribe, wishes_of

__all__ = [
    "NoSuchHours",
    "NoSuchPause",
    "Preset",
    "cancel",
    "choose_preset",
    "count_as_sent",
    "drop_disallowed",
    "drop_lines",
    "end_pause",
    "end_quiet_hours",
    "give_back",
    "mail_wish_of",
    "mark_all_read",
    "mark_read",
    "notify",
    "pause_mail",
    "preset_of",
    "resume_mail",
    "send_again",
    "set_quiet_hours",
    "set_wishes",
    "stop_mail",
    "unsubscribe",
    "wishes_of",
    "withdraw",
]
