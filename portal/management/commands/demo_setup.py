"""Everything the demo needs before it can serve, in one process: a start costs Django only once."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.catalogs import compile_catalogs


class Command(BaseCommand):
    help = "Migrate, compile translations and build the demo town; does only what is missing."
    requires_system_checks = []

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("demo_setup is for the demo: it refuses to run with DEBUG off.")
        self._step("translations", self._compile_translations)
        self._step("database", self._migrate)
        self._step("demo town", self._seed)

    def _step(self, title, action):
        started = time.monotonic()
        if action():
            self.stdout.write(f"      {title} ({time.monotonic() - started:.1f} s)")
            self.stdout.flush()

    def _compile_translations(self):
        return sum(compile_catalogs(Path(folder)) for folder in settings.LOCALE_PATHS) > 0

    def _migrate(self):
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        # Pages made by migrations are not in the search index yet.
        call_command("update_index", verbosity=0)
        return True

    def _seed(self):
        """Seed a new database once; what people did in the demo since then is theirs to keep."""
        stamp = Path(settings.DATABASES["default"]["NAME"]).with_suffix(".seeded")
        if stamp.exists() and stamp.read_text() == self._birth():
            return False
        call_command("seed_demo", verbosity=1, stdout=self.stdout)
        stamp.write_text(self._birth())
        return True

    def _birth(self):
        """Tell this database from one made anew in the same place, which needs its own town."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT MIN(applied) FROM django_migrations")
            return str(cursor.fetchone()[0])
