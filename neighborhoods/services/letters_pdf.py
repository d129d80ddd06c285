"""Letters as a PDF, with the optional package WeasyPrint (the extra ``pdf`` of pyproject.toml)."""

from __future__ import annotations

import logging
import mimetypes
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse

from core import branding

from .letters import letters_of

if TYPE_CHECKING:
    from ..models import JoinCodeBatch

logger = logging.getLogger(__name__)

# Nothing is ever asked of it: addresses of our own files are read from the disk.
BASE = "https://letters.invalid"


@cache
def can_make_pdf() -> bool:
    """Whether WeasyPrint and the drawing library it stands on (Pango) are on this machine."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    # They tell of every font they shorten.
    for name in ("fontTools", "weasyprint"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return True


def pdf_of(batch: JoinCodeBatch, part: int) -> bytes:
    """One part of the letters, ready to print. Raises ``CodeError``, ``LookupError`` for no such part."""
    letters = letters_of(batch, part) if part > 0 else []
    if not letters:
        raise LookupError(f"There is no part {part}.")
    page = render_to_string(
        "neighborhoods/letters_print.html",
        {"letters": letters, "brand": branding.current()},
    )
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
            return URLFetcherResponse(url, own_file(url), {"Content-Type": kind})

    return bytes(HTML(string=page, base_url=BASE, url_fetcher=OwnFiles()).write_pdf())


def own_file(url: str) -> bytes:
    """What stands at an address of ours; ``ValueError`` for everything else."""
    path = url.removeprefix(BASE)
    brand = branding.current()
    if brand.logo and path == reverse("core:theme_logo", args=[brand.hash]):
        with default_storage.open(brand.logo) as file:
            return bytes(file.read())
    if not path.startswith(settings.STATIC_URL):
        raise ValueError("Letters show nothing but our own files.")
    name = path.removeprefix(settings.STATIC_URL)
    # In development files stand where they are written, in production where they were collected.
    found = finders.find(name)
    if found:
        with open(str(found), "rb") as source:
            return source.read()
    with staticfiles_storage.open(name) as file:
        return bytes(file.read())
