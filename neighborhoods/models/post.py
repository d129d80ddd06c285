"""What residents put up, and what others say to it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from ..querysets import PostQuerySet, ReplyQuerySet
from .neighborhood import Neighborhood

PERSON = settings.AUTH_USER_MODEL


class PostState(models.TextChoices):
    DRAFT = "draft", _("draft")
    HELD = "held", _("waiting for a moderator")
    LIVE = "live", _("live")
    HIDDEN = "hidden", _("hidden by a moderator")
    BINNED = "binned", _("in the bin")


class Audience(models.TextChoices):
    NEIGHBORS = "neighbors", _("Neighbors and the workers of this neighborhood")
    NEIGHBORS_ONLY = "neighbors_only", _("Neighbors only, no workers")


class Post(index.Indexed, models.Model):
    """What a resident or worker puts up in one neighborhood.

    ``author`` is empty once the person is erased; the post stays as a tombstone for the replies.
    ``visible_from`` lies a few seconds ahead of sending, for undo. ``submission_key`` is unique a
    form, so that a double click makes one post. The counts are kept by services and can be repaired
    (``manage.py repair_counters``).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    neighborhood = models.ForeignKey(Neighborhood, on_delete=models.PROTECT, related_name="posts")
    # A name registered in neighborhoods.kinds: a new kind is a folder, not a change here.
    kind = models.CharField(_("kind"), max_length=20, default="message")
    author = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="posts")
    entered_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf_of = models.CharField(_("on behalf of"), max_length=120, blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.NEIGHBORS)
    shared_with_municipality_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.LIVE)
    title = models.CharField(_("title"), max_length=120, blank=True)
    body = models.TextField(_("text"), max_length=4000, blank=True)
    language = models.CharField(max_length=5, default=settings.LANGUAGE_CODE)
    submission_key = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField()
    visible_from = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    binned_at = models.DateTimeField(null=True)
    replies_count = models.PositiveIntegerField(default=0)
    thanks_count = models.PositiveIntegerField(default=0)

    objects = PostQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("body"),
        index.AutocompleteField("title"),
        index.AutocompleteField("body"),
        index.FilterField("id"),
        index.FilterField("kind"),
        index.FilterField("created_at"),
        index.FilterField("neighborhood_id"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "submission_key"], name="one_post_a_form")
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="post_author"),
            models.Index(
                fields=["shared_with_municipality_at"],
                name="post_shared",
                condition=models.Q(shared_with_municipality_at__isnull=False),
            ),
            models.Index(fields=["binned_at"], name="post_bin", condition=models.Q(state="binned")),
        ]
        verbose_name = _("post")
        verbose_name_plural = _("posts")

    def __str__(self) -> str:
        return str(self.public_id)


class Reply(models.Model):
    """An answer under a post; one level deep."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="replies")
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.LIVE)
    body = models.TextField(_("text"), max_length=2000)
    language = models.CharField(max_length=5, default=settings.LANGUAGE_CODE)
    submission_key = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    binned_at = models.DateTimeField(null=True)
    thanks_count = models.PositiveIntegerField(default=0)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "submission_key"], name="one_reply_a_form")
        ]
        indexes = [
            models.Index(fields=["post", "state", "id"], name="reply_thread"),
            models.Index(
                fields=["binned_at"], name="reply_bin", condition=models.Q(state="binned")
            ),
        ]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    def __str__(self) -> str:
        return str(self.public_id)


class Reaction(models.Model):
    """Thanks for a post or a reply; one a person, never a vote."""

    target_kind = models.CharField(max_length=30)
    target_id = models.BigIntegerField()
    person = models.ForeignKey(
        PERSON, null=True, on_delete=models.SET_NULL, related_name="reactions"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target_kind", "target_id", "person"], name="one_reaction_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target_kind} {self.target_id}"
