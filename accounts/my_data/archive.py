"""The file of a person's own copy: ``data.json`` for programs, ``index.html`` to read, ``photos/``."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core import branding, clock
from core.personal_rows import Section, sections_of

if TYPE_CHECKING:
    from ..models import User

STYLE = settings.BASE_DIR / "static" / "portal" / "css" / "data_export.css"


def write_archive(person: User, file: IO[bytes]) -> None:
    """Writes the ZIP in the person's language. Photos come in one by one, so memory does not grow."""
    with translation.override(person.language):
        sections = list(sections_of(person))
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", _json(sections))
            archive.writestr("index.html", _page(person, sections))
            archive.write(STYLE, "style.css")
            _add_photos(archive, sections)


def _json(sections: list[Section]) -> str:
    content = {
        "made_at": clock.now().isoformat(),
        "portal": settings.BASE_URL,
        "sections": [
            {
                "name": section.name,
                "label": section.label,
                "purpose": section.purpose,
                "kept": section.how_long,
                "rows": [{value.name: value.plain for value in row.values} for row in section.rows],
                "on_other_rows": section.elsewhere,
            }
            for section in sections
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _page(person: User, sections: list[Section]) -> str:
    context: dict[str, Any] = {
        "brand": branding.current(),
        "language": translation.get_language(),
        "made_at": clock.now(),
        "name": person.get_full_name(),
        "filled": [section for section in sections if section.rows],
        "empty": [section for section in sections if not section.rows],
    }
    return render_to_string("accounts/data_export/index.html", context)


def _add_photos(archive: zipfile.ZipFile, sections: list[Section]) -> None:
    for section in sections:
        for row in section.rows:
            for path, stored in row.files:
                try:
                    source = stored.open("rb")
                except OSError:
                    # The row is older than the file: nothing to hand over, nothing to fail for.
                    continue
                with source, archive.open(path, "w") as target:
                    shutil.copyfileobj(source, target)
