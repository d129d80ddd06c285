"""Production settings are sound, and refuse to start without their secrets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "a-key-for-this-test-alone-0123456789-abcdefghijklmnopqrstuvwxyz-!?",
    "ALLOWED_HOSTS": "buurt.oeverbeke.test",
    "BASE_URL": "https://buurt.oeverbeke.test",
    "DATABASE_URL": "sqlite:///:memory:",
}


def manage(*arguments, **changes):
    environment = {**os.environ, **ENVIRONMENT, **changes}
    for name in ("TEST_DATABASE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_deployment_check_is_clean():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    "changes",
    [
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"ALLOWED_HOSTS": ""},
    ],
)
def test_it_does_not_start_without_its_secrets(changes):
    done = manage("check", **changes)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr


def printed(expression):
    done = manage(
        "shell", "-v", "0", "-c", f"from django.conf import settings; print({expression})"
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip().splitlines()[-1]


def test_what_production_insists_on():
    values = printed(
        "[settings.DEBUG, settings.STAFF_SECOND_FACTOR, settings.SESSION_COOKIE_SECURE,"
        " settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS >= 31536000,"
        " settings.SESSION_COOKIE_NAME.startswith('__Host-'),"
        " 'locmem' in settings.CACHES['default']['BACKEND'].lower()]"
    )
    assert values == "[False, True, True, True, True, True, False]"
