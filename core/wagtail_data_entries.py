"""Which fields of Wagtail's own tables are personal: those of people with a dashboard account."""

import datetime as dt

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from .personal_data import OnErasure, register

DETACH, DELETE, KEEP = OnErasure.DETACH, OnErasure.DELETE_ROW, OnErasure.KEEP

WORK = _("Your work on the dashboard")
# (model, key to the person): who made, changed or translated something for the town.
MADE_BY = [
    ("wagtailcore.Page", ["owner", "locked_by"]),
    ("wagtailcore.Revision", ["user"]),
    ("wagtailcore.WorkflowState", ["requested_by"]),
    ("wagtailcore.TaskState", ["finished_by"]),
    ("wagtailcore.UploadedFile", ["uploaded_by_user"]),
    ("wagtailimages.Image", ["uploaded_by_user"]),
    ("wagtaildocs.Document", ["uploaded_by_user"]),
    ("wagtail_localize.StringTranslation", ["last_translated_by"]),
    ("wagtail_localize.SegmentOverride", ["last_translated_by"]),
]
for name, keys in MADE_BY:
    register(
        apps.get_model(name),
        purpose="The public pages of the town, and who worked on them.",
        personal=dict.fromkeys(keys, DETACH),
    )
for name in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"):
    register(
        apps.get_model(name),
        person="user",
        label=WORK,
        purpose=_("So that colleagues see who changed a page."),
        personal={"user": DETACH},
        harmless=["action", "timestamp"],
        kept_for=dt.timedelta(days=3 * 365),
        kept_from="timestamp",
    )
for name in ("wagtailcore.Comment", "wagtailcore.CommentReply"):
    model = apps.get_model(name)
    register(
        model,
        person="user",
        label=_("Your remarks beside pages"),
        purpose=_("Talking about a page with colleagues."),
        personal={
            "user": DELETE,
            "text": DELETE,
            **({"resolved_by": DETACH} if name.endswith("Comment") else {}),
        },
        harmless=["created_at", "updated_at"],
    )
register(
    apps.get_model("wagtailcore.PageSubscription"),
    person="user",
    label=_("Pages you follow on the dashboard"),
    purpose=_("Telling you of remarks."),
    personal={"user": DELETE},
)
register(
    apps.get_model("wagtailcore.APIToken"),
    person="user",
    label=_("Keys for programs"),
    purpose=_("Letting a program work in your name."),
    personal={"user": DELETE, "name": DELETE},
    harmless=["created"],
)
register(
    apps.get_model("wagtailadmin.EditingSession"),
    person="user",
    label=_("Pages you have open on the dashboard"),
    purpose=_("Warning you when two people edit the same page."),
    personal={"user": DELETE},
    harmless=["last_seen_at"],
    kept_for=dt.timedelta(days=1),
    kept_from="last_seen_at",
)
register(
    apps.get_model("wagtailadmin.FormState"),
    person="user",
    label=_("What you were typing on the dashboard"),
    purpose=_("So that a preview shows what is not saved yet."),
    personal={"user": DELETE, "data": DELETE},
    harmless=["last_updated_at"],
    kept_for=dt.timedelta(days=30),
    kept_from="last_updated_at",
)
register(
    apps.get_model("wagtailusers.UserProfile"),
    person="user",
    label=_("Your settings of the dashboard"),
    purpose=_("Showing you the dashboard as you like it."),
    personal={"user": DELETE, "avatar": DELETE, "preferred_language": DELETE},
    harmless=["theme", "contrast", "density", "current_time_zone"],
)
