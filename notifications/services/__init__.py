"""The one door for telling people things."""

from .reading import drop_disallowed, drop_lines, mark_all_read, mark_read
from .resolving import count_as_sent, send_again
from .telling import cancel, give_back, notify, withdraw
from .wishes import choose_preset, set_wishes, unsubscribe

__all__ = [
    "cancel",
    "choose_preset",
    "count_as_sent",
    "drop_disallowed",
    "drop_lines",
    "give_back",
    "mark_all_read",
    "mark_read",
    "notify",
    "send_again",
    "set_wishes",
    "unsubscribe",
    "withdraw",
]
