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
#: What knows no database is asked once: the pure floors, the engines among themselves, the law's own arithmetic, and
#: what reads the house's own files.
ONCE = [
    "src/canbo/core",
    "src/canbo/lib",
    "src/canbo/apps/people/tests/test_facts_declared.py",
    "src/canbo/apps/regulations/tests/test_decisions.py",
    *(f"tests/spec/test_{part}.py" for part in ("calendar_twins", "central_planning", "code_lists", "engines_agree")),
    *(f"tests/spec/test_{part}.py" for part in ("kleene", "published_results", "register", "tables", "tally")),
    "tests/spec/test_tally_entry.py",
    *(f"tests/house/test_{part}.py" for part in ("deciding", "documents", "languages", "law", "pages", "python")),
    "tests/house/test_requirements.py",
]


def _run(name: str, command: list[str], **settings: str) -> tuple[str, bool, float]:
    print(f"\n── {name}", flush=True)
    begun = time.monotonic()
    code = subprocess.run(command, env={**os.environ, "CANBO_DATABASE": "", **settings}, check=False).returncode
    return name, code == 0, time.monotonic() - begun


def _journeys() -> list[tuple[str, bool, float]]:
    if browser.ensure() is None:
        print("\n── journeys: LEFT OUT, there is no Chromium on this machine. These did not run:", flush=True)
        subprocess.run([*PYTEST, "--collect-only", str(JOURNEYS)], check=False)
        return [("journeys: left out, no Chromium", True, 0.0)]
    parts = [_run("journeys in a browser, SQLite", [*PYTEST, str(JOURNEYS), *BY_TWO])]
    of_procedures = [*PYTEST, str(JOURNEYS / "test_procedures.py")]
    with postgres.running() as address:
        parts.append(_run("journeys of procedures, PostgreSQL", of_procedures, CANBO_TOWN_DATABASE=address))
    return parts


def main() -> int:
    """Run the parts, print the table, and return 1 when one failed."""
    parts = [_run("SQLite", SHARED)]
    with postgres.running(**postgres.FOR_TESTS) as address:
        parts.append(
            _run(postgres.version(), [*SHARED, *(f"--ignore={path}" for path in ONCE)], CANBO_DATABASE=address)
        )
    parts += _journeys()
    print()
    for name, passed, seconds in parts:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {name}")
    return 0 if all(passed for _, passed, _ in parts) else 1


if __name__ == "__main__":
    sys.exit(main())
