"""Wagtail's search on the database, made to find the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db import connection
from modelsearch.backends import database
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend


class PortalPostgresBackend(PostgresSearchBackend):
    """Autocomplete without accents too; the library fixes it to a configuration that keeps them."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.autocomplete_config = self.config


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  (the name Wagtail looks for)
    """The backend for the database that is in use."""
    if connection.vendor == "postgresql":
        return PortalPostgresBackend(params)
    return database.SearchBackend(params)
