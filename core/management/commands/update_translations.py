"""Keeps the catalogs in step with the sources, or says where they are not."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from core import catalogs


class Command(BaseCommand):
    help = "Read the messages from the sources into locale/; with --check only tell what is wrong."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; fail when a message is missing, stale, fuzzy, not translated, "
            "or when a translation breaks placeholders or brings in HTML.",
        )

    def handle(self, *args, **options):
        template = catalogs.extract(settings.BASE_DIR)
        folder = Path(settings.LOCALE_PATHS[0])
        if options["check"]:
            self._check(folder, template)
            return
        for language in catalogs.LANGUAGES:
            path = catalogs.catalog_path(folder, language)
            catalog = catalogs.load(path, language)
            catalogs.update(catalog, template, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalog.save(str(path))
            left = sum(1 for _ in catalogs.unfinished(catalog))
            self.stdout.write(f"{language}: {len(catalog)} messages, {left} to translate.")

    def _check(self, folder, template):
        problems = 0
        for language in catalogs.LANGUAGES:
            path = catalogs.catalog_path(folder, language)
            catalog = catalogs.load(path, language)
            for check in (
                catalogs.compare(catalog, template),
                catalogs.unfinished(catalog),
                catalogs.dangers(catalog),
            ):
                for line in check:
                    problems += 1
                    self.stderr.write(f"{language}: {line}")
        if problems:
            raise CommandError(
                f"{problems} messages need work. Run manage.py update_translations, translate what "
                "it lists, and check again."
            )
        self.stdout.write(
            f"{len(template)} messages, complete in {len(catalogs.LANGUAGES)} languages."
        )
