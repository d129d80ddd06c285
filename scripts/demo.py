"""Brings up the demo town: set-up, data, web server and worker, until Ctrl-C.

Needs the standard library alone. Started by `make demo`.
"""

import argparse
import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import setup

PASSWORD = "buurt-demo-2026"  # noqa: S105 - printed for everyone: the demo town has no secrets
ACCOUNTS = [
    ("an@oeverbeke.test", "resident of Molenwijk, writes posts, volunteer"),
    ("bram@oeverbeke.test", "resident of Molenwijk"),
    ("chadia@oeverbeke.test", "resident of Oude Haven, sees nothing of Molenwijk"),
    ("dirk@oeverbeke.test", "waits for confirmation in Molenwijk"),
    ("els@oeverbeke.test", "has left Molenwijk"),
    ("worker@oeverbeke.test", "neighborhood worker for Molenwijk and Oude Haven"),
    ("moderator@oeverbeke.test", "moderator of Molenwijk"),
    ("comms@oeverbeke.test", "communication editor"),
    ("participation@oeverbeke.test", "participation officer"),
    ("care@oeverbeke.test", "care officer"),
    ("translator@oeverbeke.test", "translator"),
    ("admin@oeverbeke.test", "administrator"),
]
DEMO_DIR = setup.ROOT / "var" / "demo"
PATIENCE = 90  # seconds for the first answer of the web server
GRACE = 5  # seconds to stop by themselves before they are killed
BURIAL = 2  # seconds for the system to clear away what was killed
PR_SET_PDEATHSIG = 1


def check_port(text):
    """Give the port as a number, or stop with one sentence when it cannot be had."""
    try:
        port = int(text)
        if not 0 < port < 65536:
            raise ValueError
    except ValueError:
        raise setup.SetupError(
            f"'{text}' is no port: give a number from 1 to 65535, for example: make demo PORT=8123"
        ) from None
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the web server does it: a port that was let go a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise setup.SetupError(
                f"Port {port} needs more rights than you have: choose one above 1023, "
                "for example: make demo PORT=8123"
            ) from None
        except OSError:
            raise setup.SetupError(
                f"Port {port} is taken by another program: stop that one or choose another port, "
                f"for example: make demo PORT={port + 1 if port < 65535 else 8123}"
            ) from None
    return port


def demo_environment(port):
    """Tell Django to keep everything of the demo in var/demo, apart from all else."""
    environment = dict(os.environ)
    environment.update(
        DJANGO_SETTINGS_MODULE="portal.settings.dev",
        DATABASE_URL="sqlite:///" + str(DEMO_DIR / "db.sqlite3"),
        MEDIA_ROOT=str(DEMO_DIR / "media"),
        PRIVATE_ROOT=str(DEMO_DIR / "private"),
        EMAIL_FILE_PATH=str(DEMO_DIR / "mail"),
        BASE_URL=f"http://localhost:{port}",
        STAFF_SECOND_FACTOR="0",
        # The window is for the person; each request in JSON is for a town's log.
        LOG_LEVEL=os.environ.get("LOG_LEVEL", "WARNING"),
        PYTHONUNBUFFERED="1",
        DJANGO_RUNSERVER_HIDE_WARNING="true",
    )
    # A Redis or a mail server of the person's own shell is none of the demo's business.
    for name in ("REDIS_URL", "EMAIL_BACKEND"):
        environment.pop(name, None)
    return environment


def manage(*arguments):
    return [str(setup.VENV_PYTHON), "manage.py", *arguments]


def die_with_parent():
    """In a child on Linux: be told to stop even when the demo is killed outright."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        pass


def is_left(process):
    """Tell whether anything still stands in the group that this process leads."""
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group of the dead
        pass
    return True


class Children:
    """What the demo started; each in a process group of its own, so that all of it can be ended."""

    def __init__(self):
        self.processes = {}

    def start(self, name, command, environment):
        self.processes[name] = subprocess.Popen(
            command,
            cwd=str(setup.ROOT),
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        return self.processes[name]

    def dead(self):
        """Name one that ended by itself, with its exit code; None while all live."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                return name, process.returncode
        return None

    def stop(self):
        """Ask each leader to end, wait for the grace, then kill what is left of its group.

        Asking the whole group would kill the worker's helpers first, and the worker, which waits
        for them in an orderly way, would then wait for ever.
        """
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
        for process in self.processes.values():
            # The group outlives its leader as long as one member does.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        # A kill is a request too: what we say next has to be true when we say it.
        deadline = time.monotonic() + BURIAL
        while time.monotonic() < deadline and any(map(is_left, self.processes.values())):
            time.sleep(0.02)


class Steps:
    def __init__(self, total):
        self.number, self.total, self.began = 0, total, time.monotonic()

    def say(self, title):
        self.number += 1
        self.started = time.monotonic()
        print(f"[{self.number}/{self.total}] {title}", flush=True)

    def done(self, what=""):
        took = time.monotonic() - self.started
        print(f"      {what or 'done'} ({took:.1f} s)", flush=True)


def data_fingerprint():
    """A digest of all that decides whether the town has work left: database, migrations, words."""
    database = DEMO_DIR / "db.sqlite3"
    if not database.is_file() or not (DEMO_DIR / "db.seeded").is_file():
        return None
    digest = hashlib.sha256(str(database.stat().st_ino).encode())
    migrations = sorted(setup.ROOT.glob("*/migrations/*.py"))
    catalogs = sorted(setup.ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    if not all(catalog.with_suffix(".mo").is_file() for catalog in catalogs):
        return None
    # The locks stand for the migrations of the packages.
    for path in [*migrations, *catalogs, setup.ROOT / "requirements.txt"]:
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def prepare_data(children, environment):
    """Migrate, translate and seed in one process, in the open; not at all when nothing changed."""
    DEMO_DIR.mkdir(parents=True, exist_ok=True)
    stamp = DEMO_DIR / "ready"
    if stamp.is_file() and stamp.read_text() == data_fingerprint():
        return False
    process = children.start("set-up", manage("demo_setup"), environment)
    code = process.wait()
    del children.processes["set-up"]
    if code:
        raise setup.SetupError("The demo town could not be built: see the lines above.")
    stamp.write_text(data_fingerprint() or "")
    return True


def wait_until_up(children, port):
    """Return when /healthz answers; stop with a sentence when it does not or somebody died."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        complain_about_dead(children)
        try:
            with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise setup.SetupError(f"The web server did not answer within {PATIENCE} s.")


def complain_about_dead(children):
    dead = children.dead()
    if dead:
        raise setup.SetupError(
            f"The {dead[0]} ended by itself (exit code {dead[1]}), so the demo was stopped: "
            "see the lines above."
        )


def announce(port, seconds):
    width = max(len(mail) for mail, _ in ACCOUNTS)
    lines = "\n".join(f"  {mail:<{width}}  {who}" for mail, who in ACCOUNTS)
    print(
        f"""
Oeverbeke is up after {seconds:.0f} s:

  http://localhost:{port}          the portal
  http://localhost:{port}/admin/   the service dashboard

Demo accounts, all with the password {PASSWORD}:
{lines}

Mail is not sent but kept in var/demo/mail. The data stays in var/demo; remove that folder to
start afresh. Stop with Ctrl-C.
""",
        flush=True,
    )


def serve(port):
    steps = Steps(5)
    children = Children()
    try:
        steps.say("Python packages, into .venv")
        steps.done("installed" if setup.python_packages("runtime") else "already there")
        steps.say("Front-end packages, into node_modules")
        steps.done("fetched" if setup.npm_packages() else "already there")
        environment = demo_environment(port)
        steps.say("Demo town, into var/demo")
        steps.done("built" if prepare_data(children, environment) else "already there")
        steps.say("Web server and worker")
        address = f"127.0.0.1:{port}"
        # `make check` checks; here it would only make people wait.
        serve = manage("runserver", address, "--noreload", "--skip-checks")
        children.start("web server", serve, environment)
        children.start("worker", manage("qcluster"), environment)
        steps.done("started")
        steps.say("First answer")
        wait_until_up(children, port)
        steps.done("it answers")
        announce(port, time.monotonic() - steps.began)
        while True:
            complain_about_dead(children)
            time.sleep(0.5)
    finally:
        # A second Ctrl-C must not leave anything behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        children.stop()


def interrupt(number, frame):
    raise KeyboardInterrupt


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", default="8000")
    arguments = parser.parse_args()
    # A shell that starts us in the background has SIGINT ignored; we want to be stoppable anyway.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        setup.check_python()
        serve(check_port(arguments.port))
    except setup.SetupError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        print("\nStopped; nothing is left running.", flush=True)


if __name__ == "__main__":
    main()
