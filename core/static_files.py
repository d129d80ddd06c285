"""Static files: the components we use in one file, and names that change with the content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMPONENTS_CSS = "utrecht/components.css"
# The components of NL Design System (Utrecht) that our templates use: 12 KB instead of the 32 KB of
# the whole library, and one request instead of twenty. A class of another one needs its name here.
COMPONENTS = (
    "document",
    "button",
    "button-link",
    "link",
    "skip-link",
    "breadcrumb-nav",
    "alert",
    "data-badge",
    "form-field",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "form-label",
    "textbox",
    "textarea",
    "select",
    "checkbox",
    "radio-button",
)


def _sources() -> list[Path]:
    return [settings.UTRECHT_DIR / f"{name}-css" / "dist" / "index.min.css" for name in COMPONENTS]


def components_css() -> str:
    """The style sheets of ``COMPONENTS``, one after the other, as npm brought them."""
    return "\n".join(path.read_text(encoding="utf-8") for path in _sources())


class ComponentsFinder(BaseFinder):
    """Finds one file that is written from the packages where it is missing or older than they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.BASE_DIR / "var" / "made")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != COMPONENTS_CSS or not all(source.is_file() for source in _sources()):
            return []
        found = str(self._made())
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        self._made()
        yield COMPONENTS_CSS, self.storage

    def _made(self) -> Path:
        made = settings.BASE_DIR / "var" / "made" / COMPONENTS_CSS
        css = components_css()
        if not made.is_file() or made.read_text(encoding="utf-8") != css:
            made.parent.mkdir(parents=True, exist_ok=True)
            # Two processes may start at once: each writes a file of its own and moves it there.
            draft = made.with_name(f"{made.name}.{id(self)}")
            draft.write_text(css, encoding="utf-8")
            draft.replace(made)
        return made


# Django has no public name for the expressions that find imports.
_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]  # type: ignore[attr-defined]


class PortalStaticFiles(CompressedManifestStaticFilesStorage):
    """Imports between our own modules are renamed too; the dashboard's scripts are left alone."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        # Django compares a pattern once with the name below STATIC_ROOT, once with that below
        # static/portal/.
        ("portal/js/*.js", _IMPORTS),
        ("js/*.js", _IMPORTS),
    )
