"""The town's look, edited in the dashboard under Settings."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import PreviewableMixin

from core import branding, svg

HEX_COLOR = RegexValidator(
    re.compile(r"^#[0-9a-fA-F]{6}$"), _("Write the color like this: #1f5f4a.")
)


@register_setting(icon="view", order=100)
class BrandSettings(PreviewableMixin, BaseSiteSetting):
    class Font(models.TextChoices):
        NOTO = "noto", _("Noto Sans")
        SYSTEM = "system", _("The font of the visitor's device")
        SERIF = "serif", _("Noto Sans with serif headings")

    class Corners(models.TextChoices):
        SQUARE = "square", _("Square")
        SOFT = "soft", _("Soft")
        ROUND = "round", _("Round")

    name = models.CharField(_("name of the portal"), max_length=40, default="Stoep")
    municipality = models.CharField(_("name of the municipality"), max_length=60, blank=True)
    logo = models.FileField(
        _("logo"),
        upload_to="branding/",
        blank=True,
        validators=[FileExtensionValidator(["svg", "png"])],
        help_text=_("SVG or PNG, at most 200 KB. It stands beside the name."),
    )
    primary_color = models.CharField(
        _("main color"),
        max_length=7,
        default=branding.DEFAULT.primary,
        validators=[HEX_COLOR],
        help_text=_("For links, buttons and the header, for example #1f5f4a."),
    )
    accent_color = models.CharField(
        _("accent color"),
        max_length=7,
        default=branding.DEFAULT.accent,
        validators=[HEX_COLOR],
        help_text=_("For the one main action and for what is urgent, for example #b0452c."),
    )
    font = models.CharField(_("font"), max_length=10, choices=Font, default=Font.NOTO)
    corners = models.CharField(_("corners"), max_length=10, choices=Corners, default=Corners.SOFT)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("municipality"), FieldPanel("logo")], _("Name")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("primary_color"), FieldPanel("accent_color")]),
                FieldRowPanel([FieldPanel("font"), FieldPanel("corners")]),
            ],
            _("Look"),
        ),
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")], _("Contact")),
    ]
    preview_modes = [("home", _("Public page")), ("form", _("Form")), ("mail", _("Mail"))]

    class Meta:
        verbose_name = _("look of the town")

    def clean(self) -> None:
        super().clean()
        problems: dict[str, ValidationError] = {}
        # The main color carries text. The accent color does too: the label of the main action.
        for name in ("primary_color", "accent_color"):
            try:
                branding.check_color(getattr(self, name), branding.TEXT_CONTRAST)
            except ValidationError as error:
                problems[name] = error
        if self.logo and not getattr(self.logo, "_committed", True):
            try:
                self.logo.file = svg.clean_logo(
                    self.logo.file, PurePath(self.logo.name or "").suffix
                )
            except ValidationError as error:
                problems["logo"] = error
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        branding.forget()

    def as_brand(self) -> branding.Brand:
        return branding.Brand(
            name=self.name,
            municipality=self.municipality,
            primary=self.primary_color.lower(),
            accent=self.accent_color.lower(),
            font=self.font,
            corners=self.corners,
            logo=(self.logo.name or "") if self.logo else "",
            contact_email=self.contact_email,
            contact_phone=self.contact_phone,
        )

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return {
            "home": "styleguide/preview_home.html",
            "form": "styleguide/preview_form.html",
            "mail": "emails/preview.html",
        }[mode_name]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        response = super().serve_preview(request, mode_name)
        if mode_name == "mail":
            # A mail brings its own styles; the strict policy for pages would show it bare.
            response._csp_update = {"style-src": "'unsafe-inline'"}
        return response

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from core.views.styleguide import preview_context

        return {**super().get_preview_context(request, mode_name), **preview_context(self)}
