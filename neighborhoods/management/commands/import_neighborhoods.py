"""Reads the town's neighborhoods from a GeoJSON file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from core.errors import DomainError
from neighborhoods.services import imports

if TYPE_CHECKING:
    from argparse import ArgumentParser

SHOWN = 100


class Command(BaseCommand):
    help = (
        "Read neighborhoods from a GeoJSON FeatureCollection of Polygons or MultiPolygons. "
        "Shows what it will do and asks first. Can be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name-property", required=True, help="property that holds the name")
        parser.add_argument(
            "--code-property",
            default="",
            help="property that holds the code of the source, by which a neighborhood is "
            "recognized the next time even when its name changed",
        )
        parser.add_argument("--source", default="", help="where the file comes from")
        parser.add_argument(
            "--district",
            default="",
            help="property that holds the district, or one district for all",
        )
        parser.add_argument("--epsg", type=int, default=4326, help="coordinate system (4326)")
        parser.add_argument("--dry-run", action="store_true", help="only show what would happen")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        columns = imports.Columns(
            name=options["name_property"],
            code=options["code_property"],
            district=options["district"],
            source=options["source"],
            epsg=options["epsg"],
        )
        try:
            plan = imports.plan_import(options["file"], columns)
        except imports.MapError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise CommandError(
                f"Nothing was imported: {len(error.problems)} problem(s) in {options['file'].name}."
            ) from error
        except DomainError as error:
            raise CommandError(f"Nothing was imported: {error}") from error
        self._show(plan)
        if options["dry_run"]:
            self.stdout.write("Nothing was written (--dry-run).")
            return
        if not (plan.new or plan.changed):
            self.stdout.write("Nothing to do.")
            return
        if not options["yes"] and not self._agreed():
            raise CommandError("Nothing was imported.")
        imports.carry_out(plan=plan)
        self.stdout.write(
            self.style.SUCCESS(f"Done: {len(plan.new)} added, {len(plan.changed)} changed.")
        )

    def _show(self, plan: imports.Plan) -> None:
        for label, rows in (("new", plan.new), ("changed", plan.changed)):
            for each in rows[:SHOWN]:
                details = f": {', '.join(each.changes)}" if each.changes else ""
                district = f" [{each.district}]" if each.district else ""
                self.stdout.write(f"{label:>8}  {each.name}{district}{details}")
            if len(rows) > SHOWN:
                self.stdout.write(f"{label:>8}  … and {len(rows) - SHOWN} more")
        for each in plan.mended:
            self.stdout.write(self.style.WARNING(f"  mended  {each.name}: {each.mended}"))
        self.stdout.write(
            f"{len(plan.new)} new, {len(plan.changed)} changed, {len(plan.same)} the same."
        )

    def _agreed(self) -> bool:
        try:
            return input("Import this? [y/N] ").strip().lower() in (
                "y",
                "yes",
                "j",
                "ja",
                "o",
                "oui",
            )
        except EOFError:
            return False
