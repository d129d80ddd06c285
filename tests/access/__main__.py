"""Writes docs/permissions.md from the access table: ``python -m tests.access``."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    # Only now are there models to import.
    from .permissions import PAGE, page

    PAGE.write_text(page(), encoding="utf-8")


main()
