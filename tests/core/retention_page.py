"""The page docs/retention.md, made from the registry (``python -m tests.core.retention_page``)."""

from __future__ import annotations

import os
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "retention.md"
HEAD = """# What is kept of people, and how long

Made from the registry of personal data (`core/personal_data.py` and each app's `personal_data_entries.py`) by `python -m tests.core.retention_page`; a test fails when the two differ. People read the same on the page My data, each in their language.

A job runs every night at half past three (`core/services/retention.py`) and deletes what was kept long enough. "With the account" ends when somebody asks to be erased: access at once, the rest within a day, backups when they expire. What erasure does to each field stands in the registry beside it.

| what | model | what for | how long |
|---|---|---|---|
"""
LIMITS = """
Limits against abuse count under a keyed hash; the counters are kept for {limits}. Letter codes are stored as a hash and kept for {codes} after they expired. Sessions end after 60 days.
"""


def page() -> str:
    from django.utils import translation

    from core.models import LimitCounter
    from core.personal_data import in_words, registered
    from core.personal_rows import about_people
    from neighborhoods.models import JoinCode

    with translation.override("en"):
        rows = [
            f"| {entry.label} | `{entry.model._meta.label}` | {entry.purpose} | {_how_long(entry)} |"
            for entry in sorted(about_people(), key=lambda entry: entry.model._meta.label)
        ]
        periods = {
            name: in_words(period)
            for name, model in (("limits", LimitCounter), ("codes", JoinCode))
            if (period := registered()[model].kept_for) is not None
        }
    return HEAD + "\n".join(rows) + "\n" + LIMITS.format(**periods)


def _how_long(entry) -> str:
    from core.personal_data import in_words

    if entry.kept_for is None:
        return "with the account"
    period = f"{in_words(entry.kept_for)} from `{entry.kept_from}`"
    return f"with the account; what has ended: {period}" if entry.kept_where else period


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
