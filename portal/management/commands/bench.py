"""``manage.py bench``: what the hot pages cost beside the least they could cost."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.bench import measure
from portal.bench.limit_app import TABLES
from portal.bench.seed import SCALES, seed

if TYPE_CHECKING:
    from argparse import ArgumentParser

PORTAL_PORT, LIMIT_PORT = 8198, 8199
PORTAL_DB, LIMIT_DB = "stoep_bench", "stoep_limit"
ROUNDS = 2
SECONDS = 4.0


class Command(BaseCommand):
    help = "Measures feed, post and public page beside a limit application, in the same minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", choices=["run", "prepare"])
        parser.add_argument("--scale", choices=list(SCALES), default="10k")
        parser.add_argument("--seconds", type=float, default=SECONDS, help="of load a round")
        parser.add_argument("--json", type=Path, help="write the figures here as well")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("The benchmark needs PostgreSQL: run it with `make bench`.")
        if options["step"] == "prepare":
            self._prepare(options["scale"])
        else:
            self._run(options)

    # --- In a process of its own, on the benchmark's database -----------------------------------
    def _prepare(self, scale: str) -> None:
        """Fills the database, counts queries and bytes, and prints what ``run`` needs as JSON."""
        town = seed(scale)
        pages = {"feed": town.feed_path, "post": town.post_path, "public": "/nl/"}
        counts = {}
        for name, path in pages.items():
            client = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})
            if name != "public":
                client.cookies[settings.SESSION_COOKIE_NAME] = town.session_key
            client.get(path)  # what a process remembers after its first page
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
            if answer.status_code != 200:
                raise CommandError(f"{path} answered {answer.status_code}.")
            counts[name] = {"queries": len(queries), "bytes": len(answer.content)}
        cookie = f"{settings.SESSION_COOKIE_NAME}={town.session_key}"
        self.stdout.write(json.dumps({"pages": pages, "counts": counts, "cookie": cookie}))

    # --- The run itself -------------------------------------------------------------------------
    def _run(self, options: dict[str, Any]) -> None:
        folder = settings.BASE_DIR / "var" / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        environment, limit_environment, postmaster = self._databases(folder)
        self.stderr.write(f"Migrating and seeding {options['scale']} posts …")
        self._manage("migrate", "-v0", env=environment)
        self._manage("collectstatic", "--noinput", "-v0", env=environment)
        prepared = json.loads(
            self._manage("bench", "prepare", "--scale", options["scale"], env=environment)
        )
        results = []
        with (
            measure.gunicorn(
                "portal.wsgi", PORTAL_PORT, environment, folder / "portal.log"
            ) as portal,
            measure.gunicorn(
                "portal.bench.limit_app", LIMIT_PORT, limit_environment, folder / "limit.log"
            ) as limit,
        ):
            for page, least in (("feed", "/feed"), ("post", "/detail"), ("public", "/hello")):
                self.stderr.write(f"Measuring the {page} page …")
                results.append(
                    self._scenario(
                        page, least, prepared, (portal, limit, postmaster), options["seconds"]
                    )
                )
        self._report(results, options)

    def _databases(self, folder: Path) -> tuple[dict[str, str], dict[str, str], int]:
        """Two fresh databases in the cluster, the servers' environments, the postmaster's pid."""
        given = connection.get_connection_params()
        server = {
            name: given[name] for name in ("host", "port", "user", "password") if given.get(name)
        }
        with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
            for name in (PORTAL_DB, LIMIT_DB):
                admin.execute(f"drop database if exists {name}".encode())
                admin.execute(f"create database {name}".encode())
            row = admin.execute(
                "select setting from pg_settings where name = 'data_directory'"
            ).fetchone()
        postmaster = int(Path(row[0], "postmaster.pid").read_text().split()[0]) if row else 0
        with psycopg.connect(dbname=LIMIT_DB, autocommit=True, **server) as limit:
            posts, hoods = SCALES["10k"]
            limit.execute(TABLES.format(hoods=hoods, posts=posts).encode())

        def _url(name: str) -> str:
            login = server.get("user", "postgres") + (
                f":{server['password']}" if "password" in server else ""
            )
            if server.get("host", "/").startswith("/"):
                return f"postgres://{login}@/{name}?host={server.get('host', '')}"
            port = f":{server['port']}" if "port" in server else ""
            return f"postgres://{login}@{server['host']}{port}/{name}"

        common = {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": "benchmark-only-" + "k" * 50,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "BASE_URL": "https://localhost",
            "DATABASE_URL": _url(PORTAL_DB),
            "STATIC_ROOT": str(folder / "static"),
            "LOG_LEVEL": "WARNING",
        }
        return common, {"LIMIT_DATABASE_URL": _url(LIMIT_DB)}, postmaster

    def _manage(self, *arguments: str, env: dict[str, str]) -> str:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            env={**os.environ, **env},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"{' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def _scenario(
        self,
        page: str,
        least: str,
        prepared: dict[str, Any],
        pids: tuple[int, int, int],
        seconds: float,
    ) -> dict[str, Any]:
        """Rounds of portal and limit in turn; the medians of both count."""
        portal, limit, postmaster = pids
        headers = {"Host": "localhost", "X-Forwarded-Proto": "https"}
        if page != "public":
            headers["Cookie"] = prepared["cookie"]
        path = prepared["pages"][page]
        measure.load(PORTAL_PORT, path, headers, (portal, postmaster), 1.0)
        measure.load(LIMIT_PORT, least, {}, (limit, postmaster), 1.0)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(measure.load(PORTAL_PORT, path, headers, (portal, postmaster), seconds))
            theirs.append(measure.load(LIMIT_PORT, least, {}, (limit, postmaster), seconds))
        cost = statistics.median(one.cpu_ms for one in ours)
        floor = statistics.median(one.cpu_ms for one in theirs)
        return {
            "page": page,
            **prepared["counts"][page],
            "cpu_ms": round(cost, 2),
            "app_ms": round(statistics.median(one.app_ms for one in ours), 2),
            "db_ms": round(statistics.median(one.db_ms for one in ours), 2),
            "p50_ms": round(statistics.median(one.p50_ms for one in ours), 1),
            "p95_ms": round(statistics.median(one.p95_ms for one in ours), 1),
            "requests": sum(one.requests for one in ours),
            "limit": least,
            "limit_cpu_ms": round(floor, 2),
            "ratio": round(cost / floor, 1),
        }

    def _report(self, results: list[dict[str, Any]], options: dict[str, Any]) -> None:
        columns = [
            "page", "queries", "bytes", "cpu_ms", "app_ms", "db_ms", "p50_ms", "p95_ms", "limit",
            "limit_cpu_ms", "ratio",
        ]  # fmt: skip
        self.stdout.write(
            f"\n{options['scale']} posts, {measure.WORKERS} workers, CPU ms a request"
        )
        self.stdout.write("  ".join(f"{name:>12}" for name in columns))
        for row in results:
            self.stdout.write("  ".join(f"{row[name]!s:>12}" for name in columns))
        if options["json"]:
            options["json"].parent.mkdir(parents=True, exist_ok=True)
            options["json"].write_text(
                json.dumps({"scale": options["scale"], "results": results}, indent=2) + "\n"
            )
