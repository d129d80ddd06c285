"""Residents' photos: each request asks whether this person may see this photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from core.photo_policy import photo_policy
from core.policies import get_allowed_or_404

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

SIZES = ("full", "small")


@require_safe
def photo_detail(request: HttpRequest, public_id: uuid.UUID, size: str) -> FileResponse:
    if size not in SIZES:
        raise Http404
    photo = get_allowed_or_404(photo_policy, request.user, "view", public_id=public_id)
    try:
        file = getattr(photo, size).open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/jpeg", filename="photo.jpg")
    # Always the whole file: a part of it is asked for by nothing that shows pictures.
    response.headers["Accept-Ranges"] = "none"
    return response
