"""The closed network and the part of town it lies in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import NeighborhoodQuerySet


class District(models.Model):
    """A part of town that holds neighborhoods."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.name


class Neighborhood(models.Model):
    """One closed network. Residents' content hangs on it, never on a page.

    ``boundary`` is a GeoJSON MultiPolygon in WGS84; ``west`` … ``north`` are its bounding box in
    degrees, so that a point is tested against few polygons. ``members_count`` counts active members
    and is kept by services.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), unique=True)
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.SET_NULL, related_name="neighborhoods"
    )
    boundary = models.JSONField(_("boundary"), null=True, blank=True)
    west = models.FloatField(null=True, editable=False)
    south = models.FloatField(null=True, editable=False)
    east = models.FloatField(null=True, editable=False)
    north = models.FloatField(null=True, editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_code = models.CharField(max_length=60, blank=True)
    households = models.PositiveIntegerField(_("households"), default=0)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    members_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField()

    objects = NeighborhoodQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("neighborhood")
        verbose_name_plural = _("neighborhoods")

    def __str__(self) -> str:
        return self.name
