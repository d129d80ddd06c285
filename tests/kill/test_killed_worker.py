"""Promise 8: the whole worker is killed ten times while it tells five hundred members of two things.

Real processes on real brokers: a worker, a mail server that writes down what it gets, and SIGKILL,
four times in the middle of a mail the server has, four times in the middle of one it has not.
"""

import datetime as dt
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import User
from campaigns.services import send_campaign
from core import clock
from neighborhoods.models import Membership
from notifications.services import notify
from tests.conftest import ROOT, on_postgres
from tests.factories.campaigns import make_campaign, officer
from tests.factories.neighborhoods import (
    MembershipFactory,
    NeighborhoodFactory,
    PostFactory,
)

MEMBERS = 500
# Kill when so many deliveries are written, then when the mail server has seen so many mails. The
# campaign's five hundred mails go first.
WHILE_WRITING = (100, 900)
WHILE_MAILING = (60, 160, 270, 390, 560, 680, 790, 900)
KILLS = len(WHILE_WRITING) + len(WHILE_MAILING)
PATIENCE = 90


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, what, pause=0.01):
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited too long: {what}"
        time.sleep(pause)


@contextmanager
def running(command, **options):
    """A process with a group of its own, killed at the end with all its children."""
    process = subprocess.Popen(command, start_new_session=True, cwd=ROOT, **options)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers_on(port):
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Town:
    """The world of one run: its database as the worker sees it, and the mail server's file."""

    def __init__(self, folder, redis_url):
        self.file, self.gate = folder / "mails.jsonl", folder / "gate"
        self.file.touch()
        self.port = free_port()
        self.log = folder / "worker.log"
        self.sqlite = None if on_postgres() else folder / "town.sqlite3"
        if self.sqlite:
            with closing(sqlite3.connect(self.sqlite)) as copy:
                connection.connection.backup(copy)
        keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
        database = {key: connection.settings_dict[key] for key in keys}
        if self.sqlite:
            database = {"NAME": str(self.sqlite)}
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.kill.settings",
            "KILL_DATABASE": json.dumps(database),
            "KILL_SMTP_PORT": str(self.port),
            "REDIS_URL": redis_url,
        }

    def rows(self, query):
        if self.sqlite:
            with closing(sqlite3.connect(self.sqlite, timeout=20)) as database:
                return database.execute(query).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def execute(self, statement, *values):
        if self.sqlite:
            with closing(sqlite3.connect(self.sqlite, timeout=20)) as database, database:
                database.execute(statement.replace("%s", "?"), values)
            return
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    def count(self, where):
        table = "notifications_delivery d JOIN notifications_notice n ON n.id = d.notice_id"
        return self.rows(f"SELECT COUNT(*) FROM {table} WHERE {where}")[0][0]  # noqa: S608

    def mails(self):
        return [json.loads(line) for line in self.file.read_text().splitlines()]

    def seen(self):
        return self.file.read_bytes().count(b"\n")

    @contextmanager
    def mail_server(self):
        sink = Path(__file__).with_name("sink.py")
        with running([sys.executable, str(sink), str(self.port), str(self.file), str(self.gate)]):
            wait_until(lambda: answers_on(self.port), "the mail server")
            yield

    @contextmanager
    def worker(self):
        """The worker with all its processes; leaving kills it without a word."""
        with self.log.open("ab") as log:
            command = [sys.executable, "manage.py", "qcluster"]
            with running(command, env=self.environment, stdout=log, stderr=log) as process:
                yield process

    def kill_while_writing(self, at):
        with self.worker():
            wait_until(lambda: self.count("1 = 1") >= at, f"{at} deliveries", pause=0.002)

    def kill_while_mailing(self, at, step):
        with self.worker():
            wait_until(lambda: self.seen() >= at, f"{at} mails")
            self.gate.write_text(step)
            reached = self.gate.with_suffix(".reached")
            wait_until(reached.exists, f"a mail to stop {step} it is written down")
        # Killed: only now the mail server goes on.
        reached.unlink()
        self.gate.unlink()

    def finish(self):
        with self.worker():
            wait_until(self.is_done, "the end", pause=0.2)

    def is_done(self):
        open_notices = self.rows("SELECT 1 FROM notifications_notice WHERE expanded_at IS NULL")
        return not open_notices and self.count("d.state IN ('new', 'sending')") == 0


@pytest.fixture(params=["orm", "redis"])
def redis_url(request, tmp_path):
    """The address of the broker: none for the database, else that of a Redis of our own."""
    if request.param == "orm":
        yield ""
        return
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("NO REDIS FOUND: the kills ran on the database's queue alone.")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with running([server, *options], stdout=subprocess.DEVNULL):
        wait_until(lambda: answers_on(port), "Redis")
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def members(transactional_db, settings):
    """Five hundred members, told of a campaign and of a help request in a moment."""
    settings.CAMPAIGN_HOLD_SECONDS = 2
    neighborhood = NeighborhoodFactory()
    people = User.objects.bulk_create(
        User(first_name=f"P{n}", email=f"p{n}@oeverbeke.test") for n in range(MEMBERS)
    )
    Membership.objects.bulk_create(
        Membership(
            person=person,
            neighborhood=neighborhood,
            state="active",
            proof="letter_code",
            requested_at=clock.now(),
        )
        for person in people
    )
    comms = officer()
    campaign = make_campaign(neighborhoods=[neighborhood], by=comms)
    send_campaign(campaign=campaign, by=comms)
    post = PostFactory(neighborhood=neighborhood, kind="help_request")
    soon = clock.now() + dt.timedelta(seconds=2)
    notify(kind="new_help_request", target=post, by=post.author, not_before=soon)
    return {person.email for person in people}


@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_ten_kills_lose_nobody_and_repeat_no_campaign(members, redis_url, tmp_path):
    town = Town(tmp_path, redis_url)
    with town.mail_server():
        for at in WHILE_WRITING:
            town.kill_while_writing(at)
        for number, at in enumerate(WHILE_MAILING):
            town.kill_while_mailing(at, ("after", "before")[number % 2])
        town.finish()
    assert_everybody_has_one_line(town)
    uncertain = assert_campaign_is_never_repeated(town, members)
    repeated = assert_help_is_never_lost(town, members)
    # The kills did hit mails of both kinds, and none of them hit two.
    assert uncertain >= 1
    assert repeated >= 1
    assert uncertain + repeated <= KILLS


@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_post_is_told_seconds_after_its_undo(redis_url, tmp_path):
    """The queue looks at its schedules twice a minute; that would be too late for a help request."""
    membership = MembershipFactory()
    post = PostFactory(neighborhood=membership.neighborhood, kind="help_request")
    far = clock.now() + dt.timedelta(hours=1)
    notify(kind="new_help_request", target=post, by=post.author, not_before=far)
    town = Town(tmp_path, redis_url)
    with town.worker():
        wait_until(lambda: "ready for work" in town.log.read_text(), "the worker")
        due = clock.now() + dt.timedelta(seconds=2)
        moment = connection.ops.adapt_datetimefield_value(due)
        town.execute("UPDATE notifications_notice SET not_before = %s", moment)
        assert town.count("1 = 1") == 0
        wait_until(lambda: town.count("d.channel = 'inbox'") == 1, "the line in the inbox")
        late = (clock.now() - due).total_seconds()
    assert 0 <= late <= 20


def assert_everybody_has_one_line(town):
    for kind in ("campaign", "new_help_request"):
        lines = f"n.kind = '{kind}' AND d.channel = 'inbox' AND d.state = 'sent'"
        assert town.count(lines) == MEMBERS
        assert town.count(f"{lines} AND d.recipient_id IS NOT NULL") == MEMBERS
    people = town.rows(
        "SELECT recipient_id, event_key FROM notifications_delivery WHERE channel = 'inbox'"
    )
    assert len(set(people)) == len(people) == 2 * MEMBERS


def recipients(town, topic):
    got = [mail for mail in town.mails() if mail["list"] == f"<{topic}.localhost>"]
    assert all(len(mail["to"]) == 1 for mail in got)
    return [(mail["to"][0], mail["id"]) for mail in got]


def assert_campaign_is_never_repeated(town, members):
    got = recipients(town, "campaigns")
    times = Counter(to for to, _ in got)
    assert max(times.values()) == 1
    uncertain = {
        email
        for (email,) in town.rows(
            "SELECT u.email FROM accounts_user u "
            "JOIN notifications_delivery d ON d.recipient_id = u.id "
            "JOIN notifications_notice n ON n.id = d.notice_id "
            "WHERE n.kind = 'campaign' AND d.state = 'uncertain'"
        )
    }
    assert set(times) | uncertain == members
    assert town.count("n.kind = 'campaign' AND d.state IN ('dead', 'dropped')") == 0
    return len(uncertain)


def assert_help_is_never_lost(town, members):
    got = recipients(town, "help")
    assert {to for to, _ in got} == members
    assert len(set(got)) == MEMBERS, "a repeat came with another Message-ID"
    assert town.count("n.kind = 'new_help_request' AND d.state = 'uncertain'") == 0
    return len(got) - MEMBERS
