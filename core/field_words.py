"""What the fields of our tables are called where a person reads their own copy."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Only where the field has no name for people of its own.
WORDS = {
    "action": _("What happened"),
    "activated_at": _("Since"),
    "address": _("Address"),
    "alt": _("What the photo shows"),
    "answers": _("Answers"),
    "asked_at": _("Asked on"),
    "at": _("When"),
    "audience": _("Who may read it"),
    "author": _("Author"),
    "binned_at": _("Put in the bin on"),
    "body": _("Text"),
    "channel": _("How"),
    "created": _("Made on"),
    "created_at": _("Made on"),
    "data": _("What you typed"),
    "date_joined": _("Account made on"),
    "decided_by": _("Decided by"),
    "edited_at": _("Edited on"),
    "email": _("E-mail address"),
    "ended_at": _("Ended on"),
    "entered_by": _("Entered by"),
    "expires_at": _("Valid until"),
    "feed_seen_at": _("Read up to"),
    "flagged_by": _("Reported by"),
    "full": _("Photo"),
    "granted_by": _("Given by"),
    "helper": _("Helped by"),
    "ip": _("Internet address"),
    "is_wanted": _("Wanted"),
    "join_code": _("Letter"),
    "keeps_words": _("Words stay without your name"),
    "kind": _("Kind"),
    "language": _("Language"),
    "last_login": _("Last sign-in"),
    "last_seen_at": _("Last seen"),
    "last_used_at": _("Last used"),
    "needed_on": _("Needed on"),
    "note": _("Your note"),
    "notice": _("What it was about"),
    "on_behalf_of": _("On behalf of"),
    "outcome": _("Decision"),
    "owner": _("Owner"),
    "person": _("Person"),
    "photo": _("Photo"),
    "proof": _("How it was checked"),
    "public_id": _("Reference"),
    "purpose": _("What for"),
    "read_at": _("Read on"),
    "ready_at": _("Ready on"),
    "reason": _("Reason"),
    "recipient": _("For"),
    "requested_at": _("Asked on"),
    "saved_at": _("Saved on"),
    "sent_at": _("Sent on"),
    "shared_with_municipality_at": _("Shared with the municipality since"),
    "solved_at": _("Solved on"),
    "state": _("State"),
    "stratum": _("Group"),
    "target_kind": _("About"),
    "timestamp": _("When"),
    "title": _("Title"),
    "topic": _("Subject"),
    "type": _("Kind"),
    "user": _("Person"),
    "user_agent": _("Device"),
    "valid_from": _("From"),
    "valid_until": _("Until"),
    "visible_from": _("Visible from"),
}


def words_for(field: Any) -> str:
    """The name of a model's field for people, in the active language."""
    own = field.verbose_name
    # Django makes a name of the field's own one where nobody gave it any; that is no word for people.
    is_given = not isinstance(own, str) or own != field.name.replace("_", " ")
    return str(capfirst(own)) if is_given else str(WORDS.get(field.name, capfirst(own)))
