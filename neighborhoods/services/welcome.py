"""The steps of the welcome, as a new member takes them or leaves them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.services import change_profile
from core import clock
from core.services import drafts
from notifications.services import choose_preset, end_quiet_hours, set_quiet_hours

from ..models import Welcome
from ..welcoming import Step, hello_purpose, steps_of
from . import posts

if TYPE_CHECKING:
    import uuid

    from accounts.models import User
    from notifications.services import Preset

    from ..models import Membership, Post


@transaction.atomic
def say_hello(*, membership: Membership, by: User, body: str, submission_key: uuid.UUID) -> Post:
    """Puts up the introduction as a message; the same ``submission_key`` again makes no second one.

    Raises ``posts.TooManyPosts``.
    """
    with translation.override(by.language):
        post = posts.create_post(
            neighborhood=membership.neighborhood,
            kind="message",
            by=by,
            data={"title": _("%(name)s says hello") % {"name": by.first_name}, "body": body},
            submission_key=submission_key,
        )
    drafts.discard_draft(purpose=hello_purpose(membership.neighborhood), by=by)
    _settle(membership, Step.HELLO, by)
    return post


@transaction.atomic
def tell_help(
    *, membership: Membership, by: User, helps_with: str, would_like: str, is_shown: bool
) -> None:
    """Keeps on the profile what the member can help with and would like; an empty line changes nothing.

    ``is_shown``: neighbors see what was filled in.
    """
    told = {"helps_with": helps_with, "would_like": would_like}
    filled = {name: text for name, text in told.items() if text}
    shown = {f"shows_{name}": is_shown for name in filled}
    change_profile(person=by, by=by, **filled, **shown)
    _settle(membership, Step.HELP, by)


@transaction.atomic
def choose_mail(
    *, membership: Membership, by: User, preset: Preset, quiet_hours: tuple[int, int] | None
) -> None:
    """Chooses how much we mail, and the hours in which mails wait (None: none)."""
    choose_preset(preset=preset, by=by)
    if quiet_hours is None:
        end_quiet_hours(by=by)
    else:
        set_quiet_hours(quiet_from=quiet_hours[0], quiet_until=quiet_hours[1], by=by)
    _settle(membership, Step.MAIL, by)


@transaction.atomic
def skip_step(*, membership: Membership, step: Step, by: User) -> None:
    """Leaves one step out; it is not shown again."""
    if step is Step.HELLO:
        drafts.discard_draft(purpose=hello_purpose(membership.neighborhood), by=by)
    _settle(membership, step, by)


@transaction.atomic
def close_welcome(*, membership: Membership, by: User) -> None:
    """Leaves out all that is left; nothing of it is shown again."""
    welcome = _welcome_of(membership)
    if welcome.closed_at is None:
        welcome.closed_at = clock.now()
        welcome.save(update_fields=["closed_at"])
    drafts.discard_draft(purpose=hello_purpose(membership.neighborhood), by=by)


def _welcome_of(membership: Membership) -> Welcome:
    Welcome.objects.get_or_create(membership=membership)
    # Two steps at once, in two windows: each sees what the other has settled.
    return Welcome.objects.select_for_update().get(membership=membership)


def _settle(membership: Membership, step: Step, by: User) -> None:
    welcome = _welcome_of(membership)
    now = clock.now()
    if getattr(welcome, step.field) is None:
        setattr(welcome, step.field, now)
    if welcome.closed_at is None and all(getattr(welcome, each.field) for each in steps_of(by)):
        welcome.closed_at = now
    welcome.save(update_fields=[step.field, "closed_at"])
