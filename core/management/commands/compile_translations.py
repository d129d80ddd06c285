"""Compiles the catalogs with polib: a bare machine has no msgfmt."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from core.catalogs import compile_catalogs


class Command(BaseCommand):
    help = "Compile every .po file in LOCALE_PATHS that is newer than its .mo file."
    requires_system_checks = []

    def handle(self, *args, **options):
        try:
            compiled = sum(compile_catalogs(Path(folder)) for folder in settings.LOCALE_PATHS)
        except (OSError, ValueError) as error:
            raise CommandError(f"A catalog cannot be compiled: {error}") from error
        if options["verbosity"]:
            self.stdout.write(f"Compiled {compiled} catalogs.")
