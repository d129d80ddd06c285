"""Erases again everybody whom a restored backup brought back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import replay_erasures


class Command(BaseCommand):
    help = "Erases again, by the erasure ledger, whoever a restored backup brought back."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{replay_erasures()} people erased again")
