"""The only writers of people and of invitations to the dashboard."""

from .blocking import TooManyBlocks, block_person, unblock_person
from .eid import EidTaken, LastWayIn, link_eid, unlink_eid
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
    "EidTaken",
    "EmailTaken",
    "InvitationError",
    "LastWayIn",
    "TooManyBlocks",
    "accept_invitation",
    "block_person",
    "change_profile",
    "change_staff",
    "create_person",
    "end_sessions",
    "end_staff_account",
    "invite_staff",
    "link_eid",
    "revoke_invitation",
    "unblock_person",
    "unlink_eid",
]
