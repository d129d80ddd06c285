"""The composer: one form with its draft, its photos and what this person may choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from core.photo_policy import photo_policy
from core.services import drafts
from core.services.photos import OverQuota, photos_of, store_photos

from . import cards, kinds
from .doors import AREA_ACTIONS
from .forms.photos import PhotosOfForm
from .services import posts

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import Neighborhood, Post

# What a form sends that is no part of a draft.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "submission_key", "seen"})


def draft_of(request: HttpRequest) -> dict[str, Any]:
    """The fields of a form as typed, ready to be kept as a draft."""
    kept: dict[str, Any] = {}
    for name, values in request.POST.lists():
        if name not in NOT_KEPT and len(name) <= 60:
            kept[name] = values if name in ("kept", "photo_alt") else values[-1]
    return kept


class Composer:
    """Writes a new post, or edits ``post``. The template reads its attributes."""

    def __init__(
        self,
        request: HttpRequest,
        neighborhood: Neighborhood,
        kind: kinds.Kind,
        post: Post | None = None,
    ) -> None:
        self.request, self.neighborhood, self.kind, self.post = request, neighborhood, kind, post
        self.purpose = posts.draft_purpose(neighborhood, kind.name)
        self.draft_url = ""
        if post is None:
            self.draft_url = reverse(
                "neighborhoods:draft_save", args=[neighborhood.slug, kind.name]
            )
        may = frozenset(
            action for action in AREA_ACTIONS if getattr(neighborhood, f"can_{action}")
        )  # fmt: skip
        is_sent = request.method == "POST"
        data: Any = request.POST if is_sent else None
        initial = {} if is_sent else self._initial()
        self.form = kind.form(data, initial=initial, may=may, post=post)
        candidates = self._candidates(data if is_sent else initial)
        self.photos = PhotosOfForm(data, request.FILES if is_sent else None, candidates)

    def _initial(self) -> dict[str, Any]:
        if self.post is None:
            return drafts.read_draft(purpose=self.purpose, by=self.request.user)
        fields = ("title", "body", "on_behalf_of", "audience")
        return {
            **{name: getattr(self.post, name) for name in fields},
            **self.kind.initial(self.post),
        }

    def _candidates(self, data: Any) -> list[Any]:
        """The photos that this form may keep: those on the post, and the person's own uploads."""
        found = list(photos_of(self.post)) if self.post is not None else []
        named = PhotosOfForm.named_in(data)
        if named:
            uploads = photo_policy.allowed(self.request.user, "attach")
            found += uploads.filter(public_id__in=named)
        return found

    def is_valid(self) -> bool:
        """Whether all is well; when it is not, nothing that was typed or uploaded is lost."""
        if self.form.is_valid() and not self.photos.errors:
            return True
        self.keep()
        return False

    def keep(self) -> None:
        """Keeps the text as a draft and the photos as uploads, to be sent with the next try."""
        try:
            stored = store_photos(photos=self.photos.new, by=self.request.user)
        except OverQuota as error:
            self.photos.errors.append(str(error))
            stored = []
        self.photos.kept += stored
        self.photos.new = []
        if self.post is None:
            kept = [str(photo.public_id) for photo in self.photos.kept]
            data = {**draft_of(self.request), "kept": kept}
            drafts.save_draft(purpose=self.purpose, data=data, by=self.request.user)
        elif "seen" in self.form.fields and self.form.is_bound:
            # The next try knows what the post says now, for it is shown below the form.
            self.form.data = self.form.data.copy()  # type: ignore[attr-defined]
            self.form.data["seen"] = self.form.fields["seen"].initial  # type: ignore[index]

    def send(self) -> Post:
        """Puts the post up, or saves the edit; raises a ``DomainError``."""
        photos: dict[str, Any] = {"new_photos": self.photos.new, "kept_photos": self.photos.kept}
        data = self.form.cleaned_data
        by: Any = self.request.user
        if self.post is not None:
            return posts.edit_post(post=self.post, by=by, data=data, **photos)
        return posts.create_post(
            neighborhood=self.neighborhood,
            kind=self.kind.name,
            by=by,
            data=data,
            submission_key=data["submission_key"],
            **photos,
        )

    @property
    def kept_photos(self) -> list[dict[str, Any]]:
        return [cards.photo_values(photo) for photo in self.photos.kept]

    @property
    def room_for_photos(self) -> int:
        from .forms.photos import MOST

        return MOST - len(self.photos.kept)

    @property
    def errors(self) -> list[dict[str, str]]:
        """Every mistake, of the form and of the photos, for the summary above the form."""
        photos = [{"message": text, "href": "#id_photos"} for text in self.photos.errors]
        return [*self.form.error_list(), *photos] if self.form.is_bound else photos
