"""Runs every check that needs no test run, to the end, and lists what failed.

Called by `make check`, in the environment of .venv.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PACKAGES = [
    path.parent.name
    for path in sorted(ROOT.glob("*/__init__.py"))
    if path.parent.name not in {"tests", "node_modules", "var"}
]
# Production settings refuse to start without these; none of them opens a connection here.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM",
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "DATABASE_URL": "postgres://nobody@localhost/nothing",
}
LONGEST_REPORT = 80  # lines
MANAGE = [BIN / "python", "manage.py"]


def templates():
    """Every template of ours, tracked or new."""
    folders = [ROOT / "templates", *(ROOT / name / "templates" for name in PACKAGES)]
    return sorted(str(path.relative_to(ROOT)) for each in folders for path in each.rglob("*.html"))


def checks():
    """Name, command and environment of each check."""
    # A database without history: what somebody's own holds is no matter of the code.
    development = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": "sqlite://:memory:",
    }
    html = templates()
    return [
        ("ruff check", [BIN / "ruff", "check", "."], {}),
        ("ruff format", [BIN / "ruff", "format", "--check", "."], {}),
        ("import contracts", [BIN / "lint-imports"], {}),
        ("types", [BIN / "mypy", *PACKAGES], {}),
        ("template indent", [BIN / "djhtml", "--check", "-t", "2", *html], {}),
        ("template lint", [BIN / "djlint", "--lint", "--quiet", *html], {}),
        ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], development),
        ("translations", [*MANAGE, "update_translations", "--check"], development),
        (
            "production settings",
            [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            PRODUCTION,
        ),
    ]


def shortened(text):
    """The first and the last lines; a tool that found a thousand things says so at its end."""
    lines = text.splitlines()
    if len(lines) > LONGEST_REPORT:
        left_out = len(lines) - LONGEST_REPORT
        lines[LONGEST_REPORT - 10 : -10] = [f"… {left_out} more lines …"]
    return "\n".join(lines)


def run(name, command, environment):
    started = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    verdict = "FAILED" if done.returncode else "ok"
    print(f"{name:<20} {verdict:<6} {time.monotonic() - started:6.1f} s", flush=True)
    if done.returncode:
        print(shortened(done.stdout.decode(errors="replace").rstrip()), flush=True)
    return done.returncode == 0


def main():
    if not shutil.which("xgettext"):
        sys.exit("make check reads the messages with gettext: install it: apt-get install gettext")
    failed = [
        name for name, command, environment in checks() if not run(name, command, environment)
    ]
    if failed:
        sys.exit(f"\nmake check failed: {', '.join(failed)}.")
    print("\nmake check passed.")


if __name__ == "__main__":
    main()
