"""The imported address register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import AddressQuerySet
from .neighborhood import Neighborhood


class Address(models.Model):
    """One address of the town, in the neighborhood its point lies in. Never shown to others.

    ``number`` holds the house number with its letter or addition ("12 A"), ``box`` what Belgium
    calls bus or bte. ``latitude`` and ``longitude`` are WGS84 degrees.
    """

    neighborhood = models.ForeignKey(
        Neighborhood, null=True, on_delete=models.SET_NULL, related_name="addresses"
    )
    street = models.CharField(_("street"), max_length=120)
    number = models.CharField(_("number"), max_length=20)
    box = models.CharField(_("box"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10)
    city = models.CharField(_("town"), max_length=80)
    latitude = models.FloatField()
    longitude = models.FloatField()
    source_id = models.CharField(max_length=60, blank=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["postcode", "street", "number", "box"], name="one_row_an_address"
            )
        ]
        verbose_name = _("address")
        verbose_name_plural = _("addresses")

    def __str__(self) -> str:
        return f"{self.street} {self.number}{f' / {self.box}' if self.box else ''}"
