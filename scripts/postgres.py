"""Runs a command on PostgreSQL: on DATABASE_URL when it is set, else on a throw-away cluster.

The cluster lives in a temporary folder, listens on a socket in that folder alone and is gone when
the command ends, however it ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing here has to survive a power cut, so nothing waits for the disk.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
MISSING = "PostgreSQL is not on this machine: install it with: apt-get install postgresql"


def binaries() -> Path:
    """Return the folder of the newest PostgreSQL server on this machine."""
    versions = [
        path
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if (path / "initdb").is_file() and path.parent.name.isdigit()
    ]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    if not found:
        sys.exit(MISSING)
    return Path(found).resolve().parent


def server_user() -> dict[str, object]:
    """Say as whom the server runs: it refuses root, so root becomes postgres."""
    if os.geteuid() != 0:
        return {}
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        sys.exit(MISSING)
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


class Cluster:
    def __init__(self) -> None:
        self.bin = binaries()
        self.user = server_user()
        self.folder = Path(tempfile.mkdtemp(prefix="stoep-pg-"))
        self.folder.chmod(0o755)
        if self.user:
            shutil.chown(self.folder, "postgres", "postgres")

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.bin / arguments[0]), *arguments[1:]],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
            stdout=self.output,
            stderr=subprocess.STDOUT,
            check=False,
            **self.user,
        )
        if done.returncode:
            sys.stderr.write((self.folder / "output").read_text()[-3000:])
            sys.exit(f"The throw-away PostgreSQL did not start: {arguments[0]} failed.")

    def __enter__(self) -> str:
        data = str(self.folder / "data")
        self.output = (self.folder / "output").open("w")
        self._run(
            *["initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"],
            *["--locale=C.UTF-8", "--no-sync"],
        )
        server = f"-k {self.folder} {OPTIONS}"
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self.folder / "log"), "-o", server, "start")
        self._run("createdb", "-h", str(self.folder), "-U", "postgres", "stoep")
        return f"postgres://postgres@/stoep?host={self.folder}"

    def __exit__(self, *exception: object) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            subprocess.run(
                [str(self.bin / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "fast", "stop"],
                cwd="/",
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
                **self.user,
            )
        self.output.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run the command to its end and give its exit code; a stop signal goes on to it."""
    with subprocess.Popen(command, env=environment) as process:
        # Ctrl-C reaches the command by itself; it ends in its own time and we clean up after it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        return process.wait()


def main(command: list[str]) -> int:
    if not command:
        sys.exit("Usage: scripts/postgres.py COMMAND…")
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return run(command, dict(os.environ))
    # Before the cluster is up a stop signal must still unwind through __exit__.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cluster = Cluster()
    try:
        address = cluster.__enter__()
        return run(command, dict(os.environ, DATABASE_URL=address))
    finally:
        cluster.__exit__()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
