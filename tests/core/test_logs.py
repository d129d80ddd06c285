"""Nothing about a person reaches the log."""

import json
import logging
import re

import pytest
from django.core import mail

from core.logs import JsonFormatter, scrub
from tests.cast import make_cast

PASSWORD = "buurt-demo-2026"


class Lines(logging.Handler):
    def __init__(self):
        super().__init__(level=logging.INFO)
        self.setFormatter(JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def lines():
    handler = Lines()
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_visit_leaves_no_personal_data_in_the_log(client, db, lines):
    cast = make_cast()
    client.post("/nl/account/login/", {"login": "an@oeverbeke.test", "password": "wrong-wrong"})
    client.post("/nl/account/login/code/", {"email": "bram@oeverbeke.test"})
    code = next(
        line for line in mail.outbox[-1].body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,9}", line)
    )
    client.post("/nl/account/login/code/confirm/", {"code": "WRONG1"})
    client.post("/nl/account/login/code/confirm/", {"code": code})
    client.get("/nl/join/ABCD-EFGH-JKMN/")
    client.get("/nl/account/invitation/token-of-somebody/")
    client.get("/nl/account/password/reset/key/1-secrettoken/")
    client.get("/nl/n/molenwijk/")
    client.post("/nl/n/molenwijk/posts/new/", {"title": "Zoldervondst", "body": "Zoldervondst"})
    client.get("/nl/search/", {"q": "zoldervondst"})
    client.get("/nl/nothing/bram@oeverbeke.test/")
    client.get("/nl/account/profile/", headers={"user-agent": "Mozilla zoldervondst"})
    client.post("/nl/account/profile/", {"first_name": "Zoldervondst"})
    client.post("/nl/account/logout/")
    assert lines, "the request log is written"
    text = "\n".join(lines)
    words = [
        "oeverbeke.test", code, "ABCD", "token-of-somebody", "secrettoken", "127.0.0.1",
        "zoldervondst", "Zoldervondst", "Bram", "Devos", "Claes", PASSWORD, "wrong-wrong", "WRONG1",
        str(cast.an.public_id),
    ]  # fmt: skip
    assert [word for word in words if word in text] == []
    routes = [json.loads(line).get("route") for line in lines]
    assert "account_login" in routes
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_an_exception_is_logged_without_what_it_says(lines):
    try:
        raise ValueError("an@oeverbeke.test typed this")
    except ValueError:
        logging.getLogger("x").exception("failed")
    entry = json.loads(lines[-1])
    assert entry["exception"] == "ValueError"
    assert "typed this" not in lines[-1]


def test_a_failed_job_is_logged_without_what_its_exception_says(lines):
    """The queue logs from a process of its own, with the exception's text inside the message."""
    queue = logging.getLogger("django-q")
    is_on, queue.propagate = queue.propagate, True
    queue.error(
        "Failed 'accounts.tasks.send' (x) - Key (first_name)=(Mia Canari) exists. : Traceback\n..."
    )
    queue.propagate = is_on
    entry = json.loads(lines[-1])
    assert entry["message"] == "Failed 'accounts.tasks.send' (x)"
    assert "Canari" not in lines[-1]


@pytest.mark.parametrize("text", ["a\r\nINFO forged line", "a\nb", 'x\r{"level": "INFO"}'])
def test_a_line_stays_one_line(lines, text):
    logging.getLogger("x").warning("got %s", text)
    assert "\n" not in lines[-1]
    assert "\r" not in lines[-1]
    assert json.loads(lines[-1])["message"].startswith("got ")


@pytest.mark.parametrize(
    "text",
    [
        "mail to an@oeverbeke.test",
        "GET /nl/join/ABCD-EFGH/",
        "GET /nl/account/invitation/ABCD-EFGH/",
        "GET /nl/account/confirm-email/ABCD-EFGH/",
        "GET /nl/account/password/reset/key/1-ABCD-EFGH/",
    ],
)
def test_secrets_are_scrubbed(text):
    assert "ABCD" not in scrub(text)
    assert "oeverbeke" not in scrub(text)


def test_other_extras_are_left_out(lines):
    logging.getLogger("x").warning("hello", extra={"email": "an@oeverbeke.test", "route": "home"})
    assert json.loads(lines[-1])["route"] == "home"
    assert "oeverbeke" not in lines[-1]
