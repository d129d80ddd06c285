"""The only writers of people and of invitations to the dashboard."""

from .invitations import InvitationError, accept_invitation, invite_staff, revoke_invitation
from .people import (
    EmailTaken,
    change_profile,
    change_staff,
    create_person,
    end_sessions,
    end_staff_account,
)

__all__ = [
    "EmailTaken",
    "InvitationError",
    "accept_invitation",
    "change_profile",
    "change_staff",
    "create_person",
    "end_sessions",
    "end_staff_account",
    "invite_staff",
    "revoke_invitation",
]
