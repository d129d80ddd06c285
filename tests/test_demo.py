"""`make demo` starts and stops what it should; Django is played by a program of a few lines."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FAKE_MANAGE = """
import http.server, os, signal, subprocess, sys, time
open("pids", "a").write(f"{os.getpid()}\\n")
command = sys.argv[1]
if command == "demo_setup":
    sys.exit(int(os.environ.get("FAKE_SETUP_CODE", "0")))
if command == "qcluster":
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN); " if "FAKE_DEAF" in os.environ else ""
    code = "import signal, time; " + deaf + "time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", code])
    open("pids", "a").write(f"{child.pid}\\n")
    time.sleep(float(os.environ.get("FAKE_WORKER_LIFE", "60")))
    sys.exit(7)
class Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
host, port = sys.argv[2].split(":")
http.server.HTTPServer((host, int(port)), Healthy).serve_forever()
"""


def load_setup(folder):
    spec = importlib.util.spec_from_file_location(
        "setup_of_a_copy", folder / "scripts" / "setup.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path):
    """A folder in which everything is installed already and Django is a fake."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "manage.py").write_text(FAKE_MANAGE)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    setup = load_setup(tmp_path)
    setup.write_stamp("runtime", setup.fingerprint(["requirements.txt"]))
    setup.write_stamp("npm", setup.fingerprint(["package-lock.json", ".npmrc"]))
    return tmp_path


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(copy):
    running = []

    def start(port, **environment):
        process = subprocess.Popen(
            [sys.executable, "scripts/demo.py", "--port", str(port)],
            cwd=copy,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
    for pid in pids(copy):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)
    for process in running:
        process.communicate()


def pids(folder):
    path = folder / "pids"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def read_until(process, words):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def wait_until_up(process, copy):
    text = read_until(process, "Stop with Ctrl-C")
    # set-up, web server, worker and the worker's own child
    wait_for(lambda: len(pids(copy)) == 4)
    return text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_leaves_nothing_running(start, copy, port, number):
    demo = start(port)
    text = wait_until_up(demo, copy)
    assert f"http://localhost:{port}" in text
    assert "an@oeverbeke.test" in text
    demo.send_signal(number)
    rest, _ = demo.communicate(timeout=20)
    assert "nothing is left running" in rest
    wait_for(lambda: not any(map(is_alive, pids(copy))), seconds=5)


def test_worker_that_will_not_stop_is_killed(start, copy, port):
    demo = start(port, FAKE_DEAF="1")
    wait_until_up(demo, copy)
    time.sleep(0.5)  # until the deaf one has closed its ears
    demo.send_signal(signal.SIGINT)
    rest, _ = demo.communicate(timeout=20)
    assert "nothing is left running" in rest
    wait_for(lambda: not any(map(is_alive, pids(copy))), seconds=5)


def test_one_that_dies_takes_the_demo_down_with_a_sentence(start, copy, port):
    demo = start(port, FAKE_WORKER_LIFE="1.5")
    rest, _ = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert "The worker ended by itself (exit code 7)" in rest
    wait_for(lambda: not any(map(is_alive, pids(copy))), seconds=5)


def test_demo_that_is_killed_outright_takes_its_children_along(start, copy, port):
    demo = start(port)
    wait_until_up(demo, copy)
    _, web, worker, _ = sorted(pids(copy))[:4]
    demo.kill()
    wait_for(lambda: not is_alive(web) and not is_alive(worker))


def test_second_start_with_nothing_new_asks_django_nothing(start, copy, port):
    demo_dir = copy / "var" / "demo"
    demo_dir.mkdir(parents=True)
    (demo_dir / "db.sqlite3").write_text("kept")
    (demo_dir / "db.seeded").touch()
    demo = start(port)
    wait_until_up(demo, copy)
    demo.send_signal(signal.SIGINT)
    demo.communicate(timeout=20)
    (copy / "pids").unlink()
    demo = start(port)
    text = read_until(demo, "Stop with Ctrl-C")
    demo.send_signal(signal.SIGINT)
    demo.communicate(timeout=20)
    assert "Demo town, into var/demo\n      already there" in text
    assert len(pids(copy)) == 3  # web server, worker and its child: no set-up
    assert (demo_dir / "db.sqlite3").read_text() == "kept"


@pytest.mark.parametrize("change", ["migration", "catalog", "database"])
def test_what_changed_since_is_brought_up_to_date(start, copy, port, change):
    demo_dir = copy / "var" / "demo"
    demo_dir.mkdir(parents=True)
    (demo_dir / "db.sqlite3").touch()
    (demo_dir / "db.seeded").touch()
    demo = start(port)
    wait_until_up(demo, copy)
    demo.send_signal(signal.SIGINT)
    demo.communicate(timeout=20)
    (copy / "pids").unlink()
    made = {
        "migration": copy / "shop" / "migrations" / "0002_more.py",
        "catalog": copy / "locale" / "nl" / "LC_MESSAGES" / "django.po",
        "database": demo_dir / "db.sqlite3",
    }[change]
    made.parent.mkdir(parents=True, exist_ok=True)
    made.unlink() if made.exists() else made.write_text("new")
    demo = start(port)
    wait_until_up(demo, copy)  # four processes: the set-up is among them again


def test_failed_set_up_starts_no_server(start, copy, port):
    demo = start(port, FAKE_SETUP_CODE="1")
    rest, _ = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert "could not be built" in rest
    assert len(pids(copy)) == 1


def test_taken_port_is_one_sentence(start, copy, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        demo = start(port)
        rest, _ = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert rest.strip() == (
        f"Port {port} is taken by another program: stop that one or choose another port, "
        f"for example: make demo PORT={port + 1}"
    )
    assert pids(copy) == []


@pytest.mark.parametrize("wrong", ["", "abc", "0", "-1", "65536", "80 80"])
def test_wrong_port_is_one_sentence(start, copy, wrong):
    demo = start(f"{wrong}")
    rest, _ = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert rest.strip().startswith(f"'{wrong}' is no port")
    assert pids(copy) == []


def test_old_python_is_one_sentence(copy, monkeypatch):
    setup = load_setup(copy)
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(
        setup.SetupError, match=r"needs Python 3\.11 or newer and this is Python 3\.9\.2"
    ):
        setup.check_python()


def test_old_python_hands_over_to_a_newer_one(copy, monkeypatch):
    setup = load_setup(copy)
    handed_over = []
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(
        setup.shutil, "which", lambda name: f"/bin/{name}" if "12" in name else None
    )
    monkeypatch.setattr(setup, "works", lambda command: True)
    monkeypatch.setattr(setup.os, "execv", lambda path, arguments: handed_over.append(path))
    with pytest.raises(setup.SetupError):
        setup.check_python()
    assert handed_over == ["/bin/python3.12"]


def test_missing_npm_and_node_is_one_sentence(copy, monkeypatch):
    setup = load_setup(copy)
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)

    def fail(uv, arguments, why):
        raise setup.SetupError(why)

    monkeypatch.setattr(setup, "install", fail)
    with pytest.raises(setup.SetupError, match="has no npm and Node could not be fetched"):
        setup.find_npm()


def test_missing_venv_package_is_one_sentence(copy, monkeypatch):
    setup = load_setup(copy)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(setup.SetupError, match="apt-get install python3-venv"):
        setup.make_venv(uv=False)


def test_nothing_is_installed_twice(copy, monkeypatch):
    setup = load_setup(copy)
    monkeypatch.setattr(setup, "run", lambda *arguments, **named: pytest.fail("installs again"))
    assert setup.python_packages("runtime") is False
    assert setup.npm_packages() is False


def test_changed_lock_is_installed(copy, monkeypatch):
    setup = load_setup(copy)
    (copy / "requirements.txt").write_text("changed\n")
    installed = []
    monkeypatch.setattr(setup, "install", lambda uv, arguments, why: installed.append(arguments))
    assert setup.python_packages("runtime") is True
    assert installed == [["-r", "requirements.txt"]]
