"""Reads the town's address register from a CSV file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from core.errors import DomainError
from neighborhoods.services import addresses

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

SHOWN = 20
WIDTH = 40


class Command(BaseCommand):
    help = (
        "Read addresses from a CSV file with the columns street, number, postcode, city and "
        "lat, lon (or x, y with --epsg); optional: box, letter, addition, id. "
        "docs/features/neighborhoods-door.md shows examples."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--epsg", type=int, default=4326, help="coordinate system (4326)")
        parser.add_argument("--dry-run", action="store_true", help="only show what would happen")
        parser.add_argument(
            "--nowhere", type=Path, help="write the addresses in no neighborhood to this file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = addresses.read_register(options["file"], epsg=options["epsg"])
            outcome = addresses.import_addresses(
                lines=lines, dry_run=options["dry_run"], tick=self._bar(len(lines))
            )
        except addresses.RegisterError as error:
            for problem in error.problems[:SHOWN]:
                self.stderr.write(problem)
            raise CommandError(
                f"Nothing was imported: {len(error.problems)} problem(s) in {options['file'].name}."
            ) from error
        except DomainError as error:
            raise CommandError(f"Nothing was imported: {error}") from error
        self._tell(outcome, options)

    def _bar(self, total: int) -> Callable[[int], None]:
        """A line on stderr that fills up; in a log, where nothing can be overwritten, one a tenth."""
        on_screen = self.stderr.isatty()
        last = [-1]

        def tick(done: int) -> None:
            tenth = done * 10 // max(total, 1)
            if not on_screen and tenth == last[0]:
                return
            last[0] = tenth
            full = done * WIDTH // max(total, 1)
            bar = f"[{'#' * full}{'.' * (WIDTH - full)}] {done}/{total}"
            ending = "\n" if done >= total or not on_screen else ""
            self.stderr.write(
                f"\r{bar}" if on_screen else bar, ending=ending or ("" if on_screen else "\n")
            )

        return tick

    def _tell(self, outcome: addresses.Outcome, options: dict[str, Any]) -> None:
        for name, count in outcome.households.items():
            self.stdout.write(f"{count:>7}  {name}")
        if outcome.doubles:
            self.stdout.write(f"{outcome.doubles} addresses stood in the file more than once.")
        if outcome.nowhere:
            self.stdout.write(
                self.style.WARNING(f"{len(outcome.nowhere)} addresses lie in no neighborhood:")
            )
            for line in outcome.nowhere[:SHOWN]:
                self.stdout.write(f"  line {line.line}: {line} ({line.north:.5f}, {line.east:.5f})")
            if len(outcome.nowhere) > SHOWN:
                self.stdout.write(f"  … and {len(outcome.nowhere) - SHOWN} more")
        if options["nowhere"]:
            self._write_nowhere(options["nowhere"], outcome.nowhere)
        if options["dry_run"]:
            self.stdout.write(
                f"Would add {outcome.added} and update {outcome.updated}. "
                "Nothing was written (--dry-run)."
            )
            return
        self.stdout.write(
            self.style.SUCCESS(f"Done: {outcome.added} added, {outcome.updated} updated.")
        )

    def _write_nowhere(self, path: Path, lines: list[addresses.Line]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["line", "street", "number", "box", "postcode", "city", "lat", "lon"])
            writer.writerows(
                [x.line, x.street, x.number, x.box, x.postcode, x.city, x.north, x.east]
                for x in lines
            )
        self.stdout.write(f"Written to {path.name}.")
