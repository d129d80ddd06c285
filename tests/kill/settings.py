"""The worker that is killed: the database of the test, a real queue, a real mail server, short waits."""

import json
import os

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES, REDIS_URL
from portal.settings.test import Q_CLUSTER as QUEUE

DATABASES["default"].update(json.loads(os.environ["KILL_DATABASE"]))
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "core_cache",
        }
    )
}
EMAIL_BACKEND = "notifications.channels.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["KILL_SMTP_PORT"])
Q_CLUSTER = {**QUEUE, "sync": False, "workers": 1, "timeout": 30, "retry": 40, "poll": 0.1}
PULSE_SECONDS = 0.3
NOTICE_LEASE_SECONDS = 6
NOTICE_TURN_SECONDS = 2
NOTICE_BATCH = 50
