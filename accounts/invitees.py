"""An invitation as seen by the one who holds its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import clock

from .models import StaffInvitation, User
from .services.invitations import token_digest

if TYPE_CHECKING:
    from django.http import HttpRequest

SESSION_KEY = "staff_invitation"


def remember_token(request: HttpRequest, token: str) -> None:
    if token:
        request.session[SESSION_KEY] = token[:100]
    else:
        request.session.pop(SESSION_KEY, None)


def token_of(request: HttpRequest) -> str:
    return str(request.session.get(SESSION_KEY, ""))


def invitation_of(request: HttpRequest) -> StaffInvitation | None:
    """The open invitation whose link was opened in this browser; None for somebody else's account."""
    token = token_of(request)
    if not token:
        return None
    invitation = (
        StaffInvitation.objects.open(clock.now()).filter(digest=token_digest(token)).first()
    )
    if invitation and request.user.is_authenticated and request.user.email != invitation.email:
        return None
    return invitation


def new_person(invitation: StaffInvitation) -> User | None:
    """An unsaved person to check a password against; None when the address has an account.

    Only the owner of the mailbox gets here, so this tells nobody else about an account.
    """
    if User.objects.filter(email=invitation.email).exists():
        return None
    return User(
        email=invitation.email,
        first_name=invitation.first_name,
        last_name=invitation.last_name,
        is_staff=True,
    )
