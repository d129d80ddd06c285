"""Editors' images and documents. Residents' photos are never among them (see ``photo``)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class PortalImage(AbstractImage):
    """A picture on public pages; it must say what it shows or that it only decorates."""

    is_decorative = models.BooleanField(
        _("only decoration"),
        default=False,
        help_text=_("Tick this when the picture adds nothing to the text."),
    )

    admin_form_fields = (*Image.admin_form_fields, "is_decorative")

    @property
    def default_alt_text(self) -> str:
        return "" if self.is_decorative else (self.description or self.title)


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]


class PortalDocument(AbstractDocument):
    """A file that editors offer for download."""

    admin_form_fields = Document.admin_form_fields
