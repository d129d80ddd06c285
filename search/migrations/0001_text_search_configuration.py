"""PostgreSQL compares words without accents and without stems, as SQLite's FTS5 does."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

CREATE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = 'portal') THEN
        CREATE TEXT SEARCH CONFIGURATION portal (COPY = simple);
        ALTER TEXT SEARCH CONFIGURATION portal
            ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
    END IF;
END
$$;
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS portal")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    # Whoever indexes a page or a post needs the configuration.
    run_before = [("home", "0001_initial"), ("neighborhoods", "0001_initial")]
    operations = [UnaccentExtension(), migrations.RunPython(create, drop)]
