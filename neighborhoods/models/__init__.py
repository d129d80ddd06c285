"""Neighborhoods, who belongs to them, and what is said in them."""

from ..kinds.help_request.models import HelpRequest
from .address import Address
from .assignment import ModeratorAssignment, WorkAssignment
from .feed import FeedEntry
from .flag import Decision, Flag
from .join_code import JoinCode, JoinCodeBatch
from .membership import Membership
from .neighborhood import District, Neighborhood
from .page import NeighborhoodIndexPage, NeighborhoodPage
from .post import Post, Reaction, Reply

__all__ = [
    "Address",
    "Decision",
    "District",
    "FeedEntry",
    "Flag",
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
    "WorkAssignment",
]
