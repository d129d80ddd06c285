"""Servers, load and what they cost: CPU milliseconds a request, read from /proc."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TICKS = os.sysconf("SC_CLK_TCK")
WORKERS = 2
CONCURRENCY = 4


def cpu_ms(root: int) -> float:
    """CPU milliseconds of the process ``root`` and everything below it, children that ended too."""
    parents: dict[int, tuple[int, int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                stat = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry)] = (int(stat[1]), sum(map(int, stat[11:15])))

    def _tree(pid: int) -> int:
        below = sum(_tree(child) for child, (parent, _) in parents.items() if parent == pid)
        return parents.get(pid, (0, 0))[1] + below

    return _tree(root) * 1000 / TICKS


@contextlib.contextmanager
def gunicorn(application: str, port: int, environment: dict[str, str], log: Path) -> Iterator[int]:
    """A running server on the loopback address; yields the pid of its master."""
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
        "--workers", str(WORKERS), "--log-level", "warning",
    ]  # fmt: skip
    with log.open("w") as output:
        server = subprocess.Popen(  # noqa: S603
            command, env={**os.environ, **environment}, stdout=output, stderr=output
        )
    try:
        _wait(port, server, log)
        yield server.pid
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until every worker has loaded the application: the first page of each is asked here."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "localhost"})
    for _ in range(3 * WORKERS):
        if server.poll() is not None:
            raise SystemExit(f"The server ended at once:\n{log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(request, timeout=60).close()  # noqa: S310
        except urllib.error.HTTPError:
            continue
        except OSError:
            time.sleep(1)


@dataclass(frozen=True)
class Cost:
    """One round of load on one address."""

    requests: int
    seconds: float
    app_ms: float
    db_ms: float
    p50_ms: float
    p95_ms: float

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds a request, application and database together."""
        return self.app_ms + self.db_ms


def load(
    port: int, path: str, headers: dict[str, str], pids: tuple[int, int], seconds: float
) -> Cost:
    """Asks for ``path`` from a few connections for ``seconds``; any answer but 200 ends the run."""
    times: list[float] = []
    failures: list[int] = []
    until = time.perf_counter() + seconds

    def _ask() -> None:
        while time.perf_counter() < until and not failures:
            began = time.perf_counter()
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                    answer.read()
            except urllib.error.HTTPError as error:
                failures.append(error.code)
                return
            times.append(time.perf_counter() - began)

    before = [cpu_ms(pid) for pid in pids]
    began = time.perf_counter()
    threads = [threading.Thread(target=_ask) for _ in range(CONCURRENCY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failures or not times:
        raise SystemExit(f"{path} answered {failures[0] if failures else 'nothing'}.")
    app, database = (cpu_ms(pid) - was for pid, was in zip(pids, before, strict=True))
    ordered = sorted(times)
    return Cost(
        requests=len(times),
        seconds=took,
        app_ms=app / len(times),
        db_ms=database / len(times),
        p50_ms=statistics.median(ordered) * 1000,
        p95_ms=ordered[int(len(ordered) * 0.95)] * 1000,
    )
