"""Invitations to the dashboard: whoever reads the mailbox takes them up, nobody sets a password for them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, branding, clock
from core.errors import DomainError
from core.tasks import enqueue_on_commit

from ..models import StaffInvitation, User, normalise_email
from .people import create_person, end_sessions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import Group

LASTS = dt.timedelta(days=7)


class InvitationError(DomainError):
    """The link is wrong, used, too old or taken back: one sentence for all four."""


def token_digest(token: str) -> str:
    """What is stored of a link's token; the purpose in the salt keeps other links' tokens out."""
    return salted_hmac("accounts.staff-invitation", token, algorithm="sha256").hexdigest()


@transaction.atomic
def invite_staff(
    *, by: User, email: str, first_name: str, last_name: str, language: str, groups: Iterable[Group]
) -> StaffInvitation:
    """Writes an invitation and mails its link.

    Does the same whether the address has an account or not: the answer tells the inviting person
    nothing about residents. A second invitation replaces the first.
    """
    now = clock.now()
    address = normalise_email(email) or ""
    StaffInvitation.objects.open(now).filter(email=address).update(revoked_at=now)
    invitation = StaffInvitation.objects.create(
        email=address,
        first_name=first_name,
        last_name=last_name,
        language=language,
        invited_by=by,
        created_at=now,
        expires_at=now + LASTS,
    )
    invitation.groups.set(groups)
    audit.record(
        "staff_invite",
        by=by,
        target=invitation,
        roles=sorted(g.pk for g in invitation.groups.all()),
    )
    enqueue_on_commit(send_invitation, invitation.pk)
    return invitation


def send_invitation(pk: int) -> None:
    """Mails the link of an open invitation; each sending makes a new token, the last one counts."""
    invitation = StaffInvitation.objects.open(clock.now()).filter(pk=pk).first()
    if invitation is None:
        return
    token = get_random_string(43)
    invitation.digest = token_digest(token)
    invitation.save(update_fields=["digest"])
    with translation.override(invitation.language):
        brand = branding.current()
        link = settings.BASE_URL + reverse("accounts:invitation_open", args=[token])
        context = {"invitation": invitation, "link": link, "brand": brand, "days": LASTS.days}
        message = EmailMultiAlternatives(
            _("You are invited to the dashboard of %(portal)s") % {"portal": brand.name},
            render_to_string("account/email/staff_invitation_message.txt", context),
            to=[invitation.email],
        )
    message.send()


def send_waiting_invitations(**_kwargs: object) -> None:
    """Sends what a crash left unsent; the sweeper calls it every minute."""
    now = clock.now()
    late = now - dt.timedelta(minutes=2)
    for pk in (
        StaffInvitation.objects.open(now)
        .filter(digest="", created_at__lt=late)
        .values_list("pk", flat=True)
    ):
        send_invitation(pk)


@transaction.atomic
def accept_invitation(
    *, token: str, by: User | None = None, password: str | None = None, keep: str | None = None
) -> User:
    """Turns an invitation into a dashboard account, once.

    Somebody who has an account takes it up signed in to it (``by``); somebody new sets a password.
    What a resident left signed in elsewhere ends, save the session ``keep``: it opens more now.

    Raises:
        InvitationError: the link does not hold, or not for this person.
    """
    invitation = (
        StaffInvitation.objects.open(clock.now())
        .select_for_update(of=("self",))
        .filter(digest=token_digest(token))
        .first()
    )
    if invitation is None:
        raise InvitationError(gettext_lazy("This link does not work, or no longer."))
    if by is None:
        if not password:
            raise InvitationError(gettext_lazy("Choose a password."))
        by = create_person(
            email=invitation.email,
            first_name=invitation.first_name,
            last_name=invitation.last_name,
            language=invitation.language,
            password=password,
        )
    elif by.email != invitation.email:
        raise InvitationError(gettext_lazy("This link does not work, or no longer."))
    by.is_staff = True
    by.save(update_fields=["is_staff"])
    by.groups.add(*invitation.groups.all())
    invitation.accepted_at = clock.now()
    invitation.person = by
    invitation.save(update_fields=["accepted_at", "person"])
    end_sessions(person=by, keep=keep)
    audit.record("staff_accept", by=by, subject=by, target=invitation)
    return by


@transaction.atomic
def revoke_invitation(*, invitation: StaffInvitation, by: User) -> StaffInvitation:
    """Takes an invitation back; a link in a mail is dead from now on."""
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    audit.record("staff_uninvite", by=by, target=invitation)
    return invitation
