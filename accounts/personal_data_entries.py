"""Which fields of this app's models, and of django-allauth's, are personal."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from core.personal_data import OnErasure, register

from .models import Block, DataExport, Erasure, NameRequest, Profile, StaffInvitation, User

DELETE, DETACH = OnErasure.DELETE_ROW, OnErasure.DETACH

register(
    User,
    person="pk",
    label=_("Your account"),
    purpose=_("Knowing you by the name you chose, and letting you sign in."),
    personal={
        "email": DELETE,
        "phone": DELETE,
        "first_name": DELETE,
        "last_name": DELETE,
        "about": DELETE,
        "photo": DELETE,
        "language": DELETE,
        "time_zone": DELETE,
        "shown_name": DELETE,
        "password": DELETE,
        "last_login": DELETE,
        "date_joined": DELETE,
        "audit_id": DELETE,
        "public_id": DELETE,
    },
    # A hash, and the pseudonym of the record of what was done.
    withheld=["password", "audit_id"],
)
register(
    EmailAddress,
    person="user",
    label=_("Your e-mail address"),
    purpose=_("Signing in, and sending you what you want to be told."),
    personal={"user": DELETE, "email": DELETE},
)
register(
    UserSession,
    person="user",
    label=_("Where you are signed in"),
    purpose=_("Letting you see and end your sessions."),
    personal={"user": DELETE, "ip": DELETE, "user_agent": DELETE, "data": DELETE},
    harmless=["created_at", "last_seen_at", "session_key"],
    withheld=["data", "session_key"],
    kept_for=dt.timedelta(days=60),
    kept_from="last_seen_at",
)
register(
    Authenticator,
    person="user",
    label=_("Your second step"),
    purpose=_("Making sure that a password alone is not enough."),
    personal={"user": DELETE, "data": DELETE},
    harmless=["type", "created_at", "last_used_at"],
    withheld=["data"],
)
register(
    SocialAccount,
    person="user",
    label=_("Your eID"),
    purpose=_("Letting you sign in with it. We keep a hash of who it was, and nothing else."),
    personal={"user": DELETE, "uid": DELETE, "extra_data": DELETE},
    harmless=["provider", "date_joined", "last_login"],
    withheld=["uid", "extra_data"],
)
register(
    Profile,
    person="person",
    label=_("Your profile"),
    purpose=_("What you tell your neighbors, and who sees it."),
    personal={
        "person": DELETE,
        "interests": DELETE,
        "languages": DELETE,
        "household": DELETE,
        "here_since": DELETE,
        "helps_with": DELETE,
        "would_like": DELETE,
    },
)
register(
    NameRequest,
    person="person",
    label=_("Names you asked for"),
    purpose=_("Looking at names that sound like an office before neighbors see them."),
    personal={
        "person": DELETE,
        "first_name": DELETE,
        "last_name": DELETE,
        "reason": DELETE,
        "decided_by": DETACH,
    },
    harmless=["asked_at", "decided_at"],
)
register(
    StaffInvitation,
    person="person",
    label=_("Your invitation to the dashboard"),
    purpose=_("Inviting somebody to the dashboard."),
    personal={
        "email": DELETE,
        "first_name": DELETE,
        "last_name": DELETE,
        "language": DELETE,
        "person": DELETE,
        "invited_by": DETACH,
    },
    harmless=["public_id", "digest", "created_at", "expires_at", "accepted_at", "revoked_at"],
    withheld=["digest"],
    kept_for=dt.timedelta(days=365),
    kept_from="created_at",
)
register(
    DataExport,
    person="person",
    label=_("Copies of your data"),
    purpose=_("Handing you your own data."),
    personal={"person": DELETE, "file": DELETE},
    harmless=["public_id", "state", "asked_at", "ready_at", "expires_at"],
    # The file is what you are reading.
    withheld=["file"],
    kept_for=dt.timedelta(days=1),
    kept_from="expires_at",
    has_own_sweep=True,
)
register(
    Erasure,
    person="person",
    label=_("That you asked to be erased"),
    purpose=_("Erasing you, and counting how often people leave."),
    # Emptied by the very last step: until then a crash must find whom it was about.
    personal={"person": OnErasure.KEEP},
    harmless=["asked_at", "told_at", "done_at"],
    kept_for=dt.timedelta(days=5 * 365),
    kept_from="done_at",
)
register(
    Block,
    person="blocker",
    label=_("People you have blocked"),
    purpose=_("Keeping you apart on the site."),
    # Who was blocked reads of it nowhere, in their own copy neither: rows go with either of the two.
    personal={"blocker": DELETE, "blocked": DELETE},
    harmless=["public_id", "created_at"],
)
