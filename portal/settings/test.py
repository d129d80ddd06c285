"""Tests: fast hashing, mail in memory, jobs run at once, caches in memory."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "test-key-test-key-test-key-test-key-test-key-test-key")

from .base import *
from .base import DATABASES, Q_CLUSTER, env

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
STAFF_SECOND_FACTOR = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
_files = Path(tempfile.gettempdir()) / f"stoep-tests-{os.getpid()}"
MEDIA_ROOT = _files / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A test database in a file can be kept between runs: TEST_DATABASE=/tmp/x.sqlite3 pytest --reuse-db
if env.text("TEST_DATABASE"):
    DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DATABASE")}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
Q_CLUSTER = {**Q_CLUSTER, "sync": env.flag("Q_SYNC", default=True)}
UNDO_SECONDS = 10
BRAND_MEMORY_SECONDS = 3600
FOOTER_MEMORY_SECONDS = 3600
LOGGING = {"version": 1, "disable_existing_loggers": False}
