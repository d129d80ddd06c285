"""Rules for passwords beyond Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import User


class MaximumLengthValidator:
    """A password is at most 128 characters long, so that hashing cannot be made slow."""

    most = 128

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > self.most:
            raise ValidationError(
                _("Use at most %(most)d characters.") % {"most": self.most}, code="too_long"
            )

    def get_help_text(self) -> str:
        return _("Use at most %(most)d characters.") % {"most": self.most}


class StaffLengthValidator:
    """A dashboard account needs a password of 12 characters or more (ASVS 6.2.1)."""

    least = 12

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and getattr(user, "is_staff", False) and len(password) < self.least:
            raise ValidationError(
                _("Use at least %(least)d characters for a dashboard account.")
                % {"least": self.least},
                code="too_short_for_staff",
            )

    def get_help_text(self) -> str:
        return ""
