"""Logs as JSON lines, without personal data."""

from __future__ import annotations

import json
import logging
import re
import traceback
from typing import Any

# Only these extras are written; anything else a library attaches to a record is left out.
FIELDS = ("request_id", "method", "route", "status", "milliseconds", "queries", "task")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# What follows in these addresses opens a door.
_SECRET = re.compile(r"/(join|invitation|confirm-email|key|unsubscribe)/[^/\s\"]+")


def scrub(text: str) -> str:
    """``text`` without e-mail addresses, letter codes, tokens of links and line breaks."""
    text = _SECRET.sub(r"/\1/[secret]", _EMAIL.sub("[e-mail]", text))
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _message(record: logging.LogRecord) -> str:
    """Django names the address of a request that failed; we keep the reason alone."""
    if hasattr(record, "request") and isinstance(record.args, tuple) and record.args:
        return str(record.args[0])
    message = record.getMessage()
    if record.name == "django-q" and record.levelno >= logging.ERROR:
        # The queue writes the whole exception of a failed job behind its name; the name will do.
        return message.split(" - ", 1)[0].splitlines()[0]
    return message


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Of an exception it writes the type and where it was raised, never its
    text: messages of exceptions quote what people typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(_message(record)),
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line["exception"] = kind.__name__
            line["trace"] = [
                f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(trace)[-12:]
            ]
        return json.dumps(line, ensure_ascii=False, default=str)
