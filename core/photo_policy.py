"""Who may see a resident's photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from . import targets
from .models import PrivatePhoto
from .policies import Policy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .policies import Person


class PhotoPolicy(Policy[PrivatePhoto]):
    """A photo is seen by whoever sees what it hangs on; before it hangs anywhere, by its owner."""

    model = PrivatePhoto

    def allowed(self, user: Person, action: str) -> QuerySet[PrivatePhoto]:
        rows = PrivatePhoto.objects.all()
        if not (user.is_authenticated and user.is_active):
            return rows.none()
        own_upload = Q(owner=user.pk, target_kind="")
        if action == "attach":
            return rows.filter(own_upload)
        if action != "view":
            return rows.none()
        seen = own_upload
        for target in targets.all_targets():
            if target.has_photos:
                for policy in filter(None, (target.policy, target.desk_policy)):
                    allowed = policy.allowed(user, "view").values("pk")
                    seen |= Q(target_kind=target.kind, target_id__in=allowed)
        return rows.filter(seen)

    def audience(self, action: str, instance: PrivatePhoto) -> QuerySet[Any]:
        people = get_user_model()._default_manager.filter(is_active=True)
        if not instance.target_kind:
            return (
                people.filter(pk=instance.owner_id)
                if action in ("view", "attach")
                else people.none()
            )
        if action != "view":
            return people.none()
        target = targets.get(instance.target_kind)
        thing = target.model._default_manager.filter(pk=instance.target_id).first()
        if thing is None or not target.has_photos:
            return people.none()
        readers = target.policy.audience("view", thing)
        if target.desk_policy is not None:
            readers = readers | target.desk_policy.audience("view", thing)
        return readers


photo_policy = PhotoPolicy()
