"""Development and the demo: debug pages, mail into a folder, a password is enough for staff."""

import os

os.environ.setdefault("SECRET_KEY", "development-only-key-that-never-leaves-this-machine")

from .base import *
from .base import STORAGES, env
from .env import BASE_DIR

(BASE_DIR / "var").mkdir(exist_ok=True)

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", default=False)
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = env.path("EMAIL_FILE_PATH", BASE_DIR / "var" / "mail")
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
