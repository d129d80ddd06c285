"""The page docs/permissions.md, made from the access table (``python -m tests.access``)."""

from __future__ import annotations

from pathlib import Path

from . import table
from .world import ROLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
HEAD = """# Who gets in where

Made from the access table (`tests/access/table.py`) by `python -m tests.access`; a test fails when the two differ. Each line is an address by its name, and who of the cast may open it when it names something of Molenwijk. Whoever is not named is refused: below `/admin/` by the sign-in page, the dashboard's home, 403 or 404; elsewhere by 404, or the sign-in page for somebody who is not signed in.

The cast: `an` and `bram` live in Molenwijk; `chadia` lives next door; `dirk` waits to be let in; `els` left; `worker` works in both neighborhoods, `former_worker` no longer does; `moderator`, `comms`, `participation`, `care`, `translator` and `admin` have one dashboard role each and live nowhere. A superuser has Wagtail's permissions but no role: nothing of residents opens by being superuser.

| address | who |
|---|---|
"""
GROUPS = [
    ("nobody", table.NOBODY),
    ("everybody", table.EVERYBODY),
    ("everybody who is signed in", table.SIGNED_IN),
    ("members and workers", frozenset({"an", "bram", "worker"})),
    ("members", frozenset({"an", "bram"})),
    ("all staff", table.STAFF),
]


def people(roles: frozenset[str]) -> str:
    for words, group in GROUPS:
        if roles == group:
            return words
    return ", ".join(role for role in ROLES if role in roles)


def page() -> str:
    rows = (f"| `{key}` | {people(roles)} |" for key, roles in sorted(table.TABLE.items()))
    return HEAD + "\n".join(rows) + "\n"
