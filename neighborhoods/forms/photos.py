"""The photos of a form: new files, and those that were sent before."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.models import PrivatePhoto
from core.photos import BadPhoto, Photo, read_photo
from core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

MOST = PrivatePhoto.MAX_A_POST


class PhotosOfForm:
    """What a form's request says about photos.

    New files come as ``photos`` with their texts as ``photo_alt``, in order. Photos that were sent
    before (by a form with a mistake in it, an undone post, or the post that is edited) come as
    ``kept`` with the text in ``alt_<id>``; ``candidates`` are the only ones that may be kept, so
    that nobody hangs up somebody else's photo by its id.
    """

    def __init__(
        self,
        data: QueryDict | None,
        files: MultiValueDict[str, Any] | None,
        candidates: Iterable[PrivatePhoto],
    ) -> None:
        by_id = {str(photo.public_id): photo for photo in candidates}
        self.errors: list[str] = []
        self.new: list[tuple[Photo, str]] = []
        if data is None:
            self.kept = list(by_id.values())
            return
        self.kept = [by_id[key] for key in dict.fromkeys(data.getlist("kept")) if key in by_id]
        for photo in self.kept:
            photo.alt = clean_line(data.get(f"alt_{photo.public_id}", photo.alt))[:200]
        uploads = files.getlist("photos") if files is not None else []
        if len(self.kept) + len(uploads) > MOST:
            self.errors.append(_("You can add at most %(number)s photos.") % {"number": MOST})
            uploads = uploads[: MOST - len(self.kept)]
        texts = data.getlist("photo_alt")
        for place, upload in enumerate(uploads):
            try:
                self.new.append((read_photo(upload), texts[place] if place < len(texts) else ""))
            except BadPhoto as error:
                self.errors.append(str(error))

    @staticmethod
    def named_in(data: Any) -> list[uuid.UUID]:
        """The ids that a request or a draft wants to keep; what is no id is left out."""
        values = data.getlist("kept") if hasattr(data, "getlist") else data.get("kept", [])
        found = []
        for value in [values] if isinstance(values, str) else values:
            try:
                found.append(uuid.UUID(str(value)))
            except ValueError:
                continue
        return found[:MOST]
