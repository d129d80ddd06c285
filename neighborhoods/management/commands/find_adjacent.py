"""Finds out again which neighborhoods lie next to each other."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from neighborhoods.services.adjacency import find_adjacent


class Command(BaseCommand):
    help = (
        "Works out from the boundaries which neighborhoods lie next to each other. "
        "An import of neighborhoods does so by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{find_adjacent()} pairs of neighborhoods lie next to each other")
