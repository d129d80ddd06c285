"""The models every app may use."""

from .audit import AuditEntry
from .base_page import BaseIndexPage, BasePage
from .branding import BrandSettings
from .draft import Draft
from .heartbeat import Heartbeat
from .limit import LimitCounter
from .media import PortalDocument, PortalImage, PortalRendition
from .photo import PrivatePhoto

__all__ = [
    "AuditEntry",
    "BaseIndexPage",
    "BasePage",
    "BrandSettings",
    "Draft",
    "Heartbeat",
    "LimitCounter",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PrivatePhoto",
]
