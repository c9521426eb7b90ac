"""`make check`: what a change must pass besides its tests. All checks run; one failure fails the command."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

#: House tests that build a town in a database: `make test` runs them, on both.
WITH_A_TOWN = [f"tests/house/test_{name}.py" for name in ("doors", "matrix", "hardening", "state")]
CHECKS = {
    "lint": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy"],
    "imports": ["lint-imports", "--no-cache"],
    "migrations": ["canbo", "makemigrations", "--check", "--dry-run"],
    "rule pack": ["canbo", "policy"],
    "reference": ["python", "-m", "tools.reference", "--check"],
    "audit": ["python", "-m", "tools.audit"],
    "house": ["pytest", "-q", "-p", "no:cacheprovider", "tests/house", *(f"--ignore={each}" for each in WITH_A_TOWN)],
}


def main() -> int:
    """Run every check; print its output only when it fails, and a line for each. 1 when one failed."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="canbo-check-") as home:
        environment = {**os.environ, "CANBO_HOME": home, "CANBO_DATABASE": ""}
        for name, (program, *arguments) in CHECKS.items():
            begun = time.monotonic()
            command = [os.path.join(os.path.dirname(sys.executable), program), *arguments]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr)
            print(f"{'FAILED' if done.returncode else 'passed'}  {time.monotonic() - begun:5.1f} s  {name}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
