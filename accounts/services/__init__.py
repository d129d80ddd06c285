"""The only writers of people and of invitations to the dashboard."""

from .blocking import TooManyBlocks, block_person, unblock_person
from .eid import EidTaken, LastWayIn, link_eid, unlink_eid
from .erasure import LastAdministrator, ask_erasure, obstacle_to_leaving, replay_erasures
from .exports import TooManyExports, ask_export, record_download
from .invitations import InvitationError, accept_invitation, invite_staff, revoke_invitation
from .people import (
    EmailTaken,
    change_profile,
    change_staff,
    create_person,
    end_sessions,
    end_staff_account,
)
from .proof import NotProven, check_proof, send_proof_code
from .staff_reads import record_staff_reads

__all__ = [
    "EidTaken",
    "EmailTaken",
    "InvitationError",
    "LastAdministrator",
    "LastWayIn",
    "NotProven",
    "TooManyBlocks",
    "TooManyExports",
    "accept_invitation",
    "ask_erasure",
    "ask_export",
    "block_person",
    "change_profile",
    "change_staff",
    "check_proof",
    "create_person",
    "end_sessions",
    "end_staff_account",
    "invite_staff",
    "link_eid",
    "obstacle_to_leaving",
    "record_download",
    "record_staff_reads",
    "replay_erasures",
    "revoke_invitation",
    "send_proof_code",
    "unblock_person",
    "unlink_eid",
]
