"""Names and districts of neighborhoods; boundaries come from the import alone."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import DomainError

from ..models import District, Neighborhood


class NameTaken(DomainError):
    """Another one has this name, or one that gives the same address."""

    def __init__(self) -> None:
        super().__init__(_("Another one has this name already."))


@transaction.atomic
def change_neighborhood(
    *, neighborhood: Neighborhood, name: str, district: District | None, by: Any
) -> Neighborhood:
    """Renames it or moves it to another district; its address on the site stays. Raises ``NameTaken``."""
    others = Neighborhood.objects.exclude(pk=neighborhood.pk)
    if any(slugify(other) == slugify(name) for other in others.values_list("name", flat=True)):
        raise NameTaken
    neighborhood.name, neighborhood.district = name, district
    neighborhood.save(update_fields=["name", "district"])
    audit.record("neighborhood_changed", by=by, target=neighborhood)
    return neighborhood


@transaction.atomic
def save_district(*, name: str, by: Any, district: District | None = None) -> District:
    """Makes a district or renames one. Raises ``NameTaken``."""
    slug = slugify(name)
    others = District.objects.all()
    if district is not None:
        others = others.exclude(pk=district.pk)
    if not slug or others.filter(slug=slug).exists() or others.filter(name=name).exists():
        raise NameTaken
    if district is None:
        district = District.objects.create(name=name, slug=slug)
    else:
        district.name, district.slug = name, slug
        district.save(update_fields=["name", "slug"])
    audit.record("district_saved", by=by, target=district)
    return district
