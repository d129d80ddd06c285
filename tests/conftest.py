"""What every test shares. Fixtures of one app stand in tests/<app>/conftest.py."""

import ipaddress
import os
import shutil
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from core import branding
from core.catalogs import compile_catalogs
from home import fronts
from tests.promises.table import has_one_try

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_CHROMIUM = (
    "NO CHROMIUM FOUND: browser tests did not run. "
    "Install it (apt-get install chromium) or name it with --chromium PATH."
)


def pytest_addoption(parser):
    parser.addoption("--deep", action="store_true", help="run everything, at full depth")
    parser.addoption("--chromium", metavar="PATH", help="the Chromium that browser tests drive")


def pytest_configure(config):
    # Tests read the portal in four languages, and a fresh clone has no compiled catalogs.
    compile_catalogs(ROOT / "locale")
    hypothesis_settings.register_profile("quick", max_examples=30, deadline=None)
    hypothesis_settings.register_profile("deep", max_examples=1000, deadline=None)
    hypothesis_settings.load_profile("deep" if config.getoption("--deep") else "quick")
    # Playwright's sync API runs an event loop in the test's own thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def find_chromium(config):
    named = config.getoption("--chromium")
    names = [named] if named else CHROMIUM_NAMES
    return next((path for path in map(shutil.which, names) if path), None)


def on_postgres():
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def pytest_report_header(config):
    database = "PostgreSQL" if on_postgres() else "SQLite (tests for PostgreSQL alone are left out)"
    depth = "full" if config.getoption("--deep") else "everyday (--deep for the rest)"
    return [
        f"database: {database}",
        f"depth: {depth}",
        f"browser: {find_chromium(config) or NO_CHROMIUM}",
    ]


def pytest_collection_modifyitems(config, items):
    """Leave out what belongs to another run; skip, loudly, what this machine cannot do."""
    chromium = find_chromium(config)
    kept, left_out = [], []
    for item in items:
        if item.get_closest_marker("browser") and not chromium:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
        wrong_database = item.get_closest_marker("postgres") and not on_postgres()
        too_deep = item.get_closest_marker("deep") and not config.getoption("--deep")
        # Thousands of tests meet the clock, a browser and the machine: one that fails runs once more,
        # and the closing lines name it (RERUN). What keeps a promise has to hold the first time.
        if not has_one_try(item.nodeid):
            item.add_marker(pytest.mark.flaky(reruns=1))
        (left_out if wrong_database or too_deep else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


@pytest.fixture(autouse=True)
def _empty_caches():
    """Limits and labels live in the cache: what one test used up, the next one has again."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    # The look another test saved is gone with its transaction; counts of queries stay the same.
    branding.remember(branding.DEFAULT)
    fronts.forget()


@pytest.fixture(autouse=True)
def _town_language():
    """A request leaves its language behind in the thread; no test starts with another one's."""
    translation.activate(settings.LANGUAGE_CODE)


def _is_this_machine(address):
    if not isinstance(address, tuple):
        return True  # a socket in the file system
    host = address[0].split("%")[0] if isinstance(address[0], str) else ""
    if host in {"", "localhost", "0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_request_leaves_this_machine():
    """The server asks no third party for anything, so neither does a test."""
    connect = socket.socket.connect

    def guarded(self, address):
        if not _is_this_machine(address):
            raise AssertionError(f"A test tried to reach {address}.")
        return connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def chromium(pytestconfig):
    """Path of the Chromium on this machine; tests that need it carry the mark `browser`."""
    return find_chromium(pytestconfig)


@pytest.fixture(scope="session")
def browser(chromium, django_db_setup):
    """One headless browser for the whole run; a test opens contexts of its own in it."""
    from playwright.sync_api import sync_playwright

    kept = {
        alias: vars(connections[alias]).get("_test_serialized_contents") for alias in connections
    }
    with sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, and Django gives a loop connections of its
        # own: without this they would not know what serialized_rollback has to put back.
        for alias, contents in kept.items():
            if contents:
                connections[alias]._test_serialized_contents = contents
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def cast(db):
    """The named people of the town (tests/cast.py)."""
    from .cast import make_cast

    return make_cast()
