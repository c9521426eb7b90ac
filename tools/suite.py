"""`make test`: every test on SQLite and on PostgreSQL, then the journeys in a browser. One failing part fails all.

All parts run even when one fails, so that one run tells everything; the table at the end gives each part's time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tools import browser, postgres

JOURNEYS = Path("tests/journeys")
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
#: Everything but the journeys, in two processes; the tests of one file stay together for the sake of their fixtures.
BY_TWO = ["-n", "2", "--dist", "loadscope"]
SHARED = [*PYTEST, f"--ignore={JOURNEYS}", *BY_TWO]
#: What knows no database is asked once: the pure floors, the engines among themselves, the law's own arithmetic.
ONCE = [
    "src/canbo/core",
    "src/canbo/lib",
    *(f"tests/spec/test_{part}.py" for part in ("calendar_twins", "engines_agree", "kleene", "tables", "tally")),
    "tests/house/test_python.py",
]


def _run(name: str, command: list[str], database: str = "") -> tuple[str, bool, float]:
    print(f"\n── {name}", flush=True)
    begun = time.monotonic()
    code = subprocess.run(command, env={**os.environ, "CANBO_DATABASE": database}, check=False).returncode
    return name, code == 0, time.monotonic() - begun


def _journeys() -> list[tuple[str, bool, float]]:
    if browser.ensure() is None:
        print("\n── journeys: LEFT OUT, there is no Chromium on this machine. These did not run:", flush=True)
        subprocess.run([*PYTEST, "--collect-only", str(JOURNEYS)], check=False)
        return [("journeys: left out, no Chromium", True, 0.0)]
    parts = [_run("journeys in a browser, SQLite", [*PYTEST, str(JOURNEYS), *BY_TWO])]
    with postgres.running() as address:
        os.environ["CANBO_TOWN_DATABASE"] = address
        parts.append(_run("journeys of procedures, PostgreSQL", [*PYTEST, str(JOURNEYS / "test_procedures.py")]))
        del os.environ["CANBO_TOWN_DATABASE"]
    return parts


def main() -> int:
    """Run the parts, print the table, and return 1 when one failed."""
    parts = [_run("SQLite", SHARED)]
    with postgres.running() as address:
        parts.append(_run(postgres.version(), [*SHARED, *(f"--ignore={path}" for path in ONCE)], address))
    parts += _journeys()
    print()
    for name, passed, seconds in parts:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {name}")
    return 0 if all(passed for _, passed, _ in parts) else 1


if __name__ == "__main__":
    sys.exit(main())
