"""Decides about names that sound like an office, and tells the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts import services
from notifications.services import notify

if TYPE_CHECKING:
    from accounts.models import NameRequest


@transaction.atomic
def approve_name(*, request: NameRequest, by: Any) -> NameRequest:
    """The name is the person's own; who was waiting for that can use the code of the letter now."""
    row = services.decide_name(request=request, by=by, is_approved=True)
    notify(kind="name_approved", target=row, by=by)
    return row


@transaction.atomic
def refuse_name(*, request: NameRequest, by: Any, reason: str) -> NameRequest:
    """The person keeps the old name, or waits until they give their own; ``reason`` is mailed to them."""
    row = services.decide_name(request=request, by=by, is_approved=False, reason=reason)
    notify(kind="name_refused", target=row, by=by)
    return row
