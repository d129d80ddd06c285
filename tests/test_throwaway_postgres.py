"""scripts/postgres.py gives a command a database and leaves nothing behind."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "postgres.py"
ASK = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(3)"


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("postgres_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(code, **environment):
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, SCRIPT, sys.executable, "-c", code],
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def folder_of(address):
    return Path(address.strip().split("host=")[1])


@pytest.mark.postgres
def test_cluster_lives_as_long_as_the_command():
    process = run(ASK)
    address, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert address.startswith("postgres://postgres@/stoep?host=")
    assert not folder_of(address).exists()


@pytest.mark.postgres
def test_stopped_command_takes_the_cluster_along():
    process = run("import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)")
    folder = folder_of(process.stdout.readline())
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode != 0
    assert not folder.exists()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{server}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "postgres" not in command_of(server)


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except FileNotFoundError:
        return ""


def test_database_of_the_environment_is_used_as_it_is():
    process = run(ASK, DATABASE_URL="postgres://ann@db.example/stoep")
    address, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert address.strip() == "postgres://ann@db.example/stoep"


def test_missing_postgres_is_one_sentence(script, monkeypatch):
    monkeypatch.setattr(script.Path, "glob", lambda self, pattern: [])
    monkeypatch.setattr(script.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install postgresql"):
        script.binaries()


def test_newest_server_is_taken(script, monkeypatch, tmp_path):
    for version in ("9.6", "9", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    (tmp_path / "17" / "bin").mkdir(parents=True)  # a client alone, without a server
    glob = script.Path.glob
    monkeypatch.setattr(script.Path, "glob", lambda self, pattern: glob(tmp_path, pattern))
    assert script.binaries() == tmp_path / "16" / "bin"


def test_no_command_is_refused(script):
    with pytest.raises(SystemExit, match="Usage"):
        script.main([])
