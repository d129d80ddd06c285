"""Makes the counts of replies, thanks and members right again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from neighborhoods.services.counters import repair_counters


class Command(BaseCommand):
    help = "Makes the counts of replies, thanks and members equal to what they count."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, number in repair_counters().items():
            self.stdout.write(f"{name}: {number} repaired")
