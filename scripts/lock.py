"""Makes the requirement locks again: hashed, for every platform, without an address in them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["uv", "pip", "compile", "--universal", "--generate-hashes", "--no-header", "-q"]
LOCKS = [
    ["pyproject.toml", "-o", "requirements.txt"],
    # The dev lock takes the runtime's versions, so that tests run what production runs.
    ["pyproject.toml", "--group", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"],
    ["requirements-node.in", "-o", "requirements-node.txt"],
]


def main() -> None:
    for arguments in LOCKS:
        try:
            subprocess.run([*COMPILE, *arguments], cwd=ROOT, check=True)
        except FileNotFoundError:
            sys.exit("make lock needs uv: install it with: pip install uv")
        except subprocess.CalledProcessError as error:
            sys.exit(error.returncode)
        print(arguments[-1])


if __name__ == "__main__":
    main()
