"""Tells the portal's registry of targets what of this app can be pointed at."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core import targets

from .policies import export_policy

targets.register(
    targets.Target(
        kind="data_export",
        policy=export_policy,
        url=lambda export: reverse("accounts:export_download", args=[export.public_id]),
        label=lambda export: _("The copy of your data"),
        text=lambda export: "",
        card_template="",
    )
)
