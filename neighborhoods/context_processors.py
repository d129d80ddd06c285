"""The person's neighborhoods, for the header and the bottom bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


def neighborhoods(request: HttpRequest) -> dict[str, Any]:
    return {}
