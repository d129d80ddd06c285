"""The mail as its readers get it, for the editor's preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

if TYPE_CHECKING:
    from .models import CampaignPage


def mail(page: CampaignPage, *, as_text: bool) -> HttpResponse:
    """The mail of a page that need not be saved, in the page's own language."""
    from notifications import kinds
    from notifications.channels import email

    from .models import Campaign

    code = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
    campaign: Campaign = page.campaign if page.campaign_id else Campaign(source_language=code)
    page.reader_language = code
    campaign.reader_page = page
    with translation.override(code):
        body = email.preview(kinds.get("campaign"), campaign)
    if as_text:
        return HttpResponse(
            f"{body.subject}\n\n{body.text}", content_type="text/plain; charset=utf-8"
        )
    response = HttpResponse(body.html)
    # A mail brings its own styles; the strict policy for pages would show it bare.
    response._csp_update = {"style-src": "'unsafe-inline'"}  # type: ignore[attr-defined]
    return response
