"""The only writers of people and of invitations to the dashboard."""

from .blocking import TooManyBlocks, block_person, unblock_person
from .eid import EidTaken, LastWayIn, link_eid, unlink_eid
from .erasure import LastAdministrator, ask_erasure, obstacle_to_leaving, replay_erasures
from .exports import TooManyExports, ask_export, record_download
from .invitations import InvitationError, accept_invitation, invite_staff, revoke_invitation
from .names import (
    NameDecided,
    NameNotChecked,
    ask_for_name,
    decide_name,
    is_settled,
    name_request_of,
)
from .people import (
    EmailTaken,
    change_staff,
    create_person,
    end_sessions,
    end_staff_account,
)
from .profiles import change_profile, remove_portrait, set_portrait
from .proof import NotProven, check_proof, send_proof_code
from .staff_reads import record_staff_reads

__all__ = [
    "EidTaken",
    "EmailTaken",
    "InvitationError",
    "LastAdministrator",
    "LastWayIn",
    "NameDecided",
    "NameNotChecked",
    "NotProven",
    "TooManyBlocks",
    "TooManyExports",
    "accept_invitation",
    "ask_erasure",
    "ask_export",
    "ask_for_name",
    "block_person",
    "change_profile",
    "change_staff",
    "check_proof",
    "create_person",
    "decide_name",
    "end_sessions",
    "end_staff_account",
    "invite_staff",
    "is_settled",
    "link_eid",
    "name_request_of",
    "obstacle_to_leaving",
    "record_download",
    "record_staff_reads",
    "remove_portrait",
    "replay_erasures",
    "revoke_invitation",
    "send_proof_code",
    "set_portrait",
    "unblock_person",
    "unlink_eid",
]
