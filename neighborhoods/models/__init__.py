"""Neighborhoods, who belongs to them, and what is said in them."""

from ..kinds.help_request.models import HelpRequest
from .address import Address
from .assignment import ModeratorAssignment, WorkAssignment, WorkVisit
from .contact_code import ContactCode
from .feed import FeedEntry
from .flag import Decision, Flag
from .follow import Follow
from .join_code import JoinCode, JoinCodeBatch
from .membership import Membership
from .neighborhood import District, Neighborhood
from .page import NeighborhoodIndexPage, NeighborhoodPage
from .post import Post, Reaction, Reply
from .vouch import Vouch
from .welcome import Welcome

__all__ = [
    "Address",
    "ContactCode",
    "Decision",
    "District",
    "FeedEntry",
    "Flag",
    "Follow",
    "HelpRequest",
    "JoinCode",
    "JoinCodeBatch",
    "Membership",
    "ModeratorAssignment",
    "Neighborhood",
    "NeighborhoodIndexPage",
    "NeighborhoodPage",
    "Post",
    "Reaction",
    "Reply",
    "Vouch",
    "Welcome",
    "WorkAssignment",
    "WorkVisit",
]
