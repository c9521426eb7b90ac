"""`make test`: every test on SQLite and on PostgreSQL, then the journeys in a browser. One failing part fails all.

All parts run even when one fails, so that one run tells everything; the table at the end gives each part's time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from tools import browser, postgres

JOURNEYS = Path("tests/journeys")
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
#: Everything but the journeys, in two processes; the tests of one file stay together for the sake of their fixtures,
#: and files begin in the order of conftest.py, those that take long first.
BY_TWO = ["-n", "2", "--dist", "loadscope"]
SHARED = [*PYTEST, f"--ignore={JOURNEYS}", *BY_TWO, "--no-loadscope-reorder"]
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


class Part:
    """A part of the run, begun at once; `said` takes what it prints, else the terminal. Awaited as a context."""

    def __init__(self, name: str, command: list[str], said: IO[bytes] | None = None, **settings: str) -> None:
        print(f"\n── {name}", flush=True)
        self.name, self.seconds, self._begun = name, 0.0, time.monotonic()
        environment = {**os.environ, "CANBO_DATABASE": "", **settings}
        self._process = subprocess.Popen(command, env=environment, stdout=said, stderr=said and subprocess.STDOUT)
        self._ending = threading.Thread(target=self._end)
        self._ending.start()

    def _end(self) -> None:
        self._process.wait()
        self.seconds = time.monotonic() - self._begun

    def __enter__(self) -> Part:
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        """Wait for its end; end it when the run is broken off."""
        try:
            if fault is None:
                self._ending.join()
        finally:
            self._process.kill()
            self._ending.join()

    @property
    def passed(self) -> bool:
        """Whether it ended without a fault."""
        return self._process.returncode == 0

    def __str__(self) -> str:
        return f"{'passed' if self.passed else 'FAILED'}  {self.seconds:6.1f} s  {self.name}"


def _on_both_databases() -> list[Part]:
    """Beside each other: while a process waits for its server or for the disk, another has the core."""
    on_postgresql = [*SHARED, *(f"--ignore={path}" for path in ONCE)]
    name = postgres.version()
    with postgres.running(**postgres.FOR_TESTS) as address, tempfile.TemporaryFile() as said:
        with Part(name, on_postgresql, said, CANBO_DATABASE=address) as second, Part("SQLite", SHARED) as first:
            pass
        print(f"\n── what {name} said", flush=True)
        said.seek(0)
        shutil.copyfileobj(said, sys.stdout.buffer)
        sys.stdout.flush()
    return [first, second]


def _journeys() -> list[Part]:
    if browser.ensure() is None:
        print("\n── journeys: LEFT OUT, there is no Chromium on this machine. These did not run:", flush=True)
        with Part("journeys: left out, no Chromium", [*PYTEST, "--collect-only", str(JOURNEYS)]) as left_out:
            return [left_out]
    with Part("journeys in a browser, SQLite", [*PYTEST, str(JOURNEYS), *BY_TWO]) as everything:
        pass
    # Each of these stories in a town of its own, so that they run beside each other.
    of_procedures = [*PYTEST, str(JOURNEYS / "test_procedures.py"), "-n", "2"]
    with (
        postgres.running() as address,
        Part("journeys of procedures, PostgreSQL", of_procedures, CANBO_TOWN_DATABASE=address) as procedures,
    ):
        pass
    return [everything, procedures]


def main() -> int:
    """Run the parts, print the table, and return 1 when one failed."""
    parts = [*_on_both_databases(), *_journeys()]
    print("", *parts, sep="\n")
    return 0 if all(part.passed for part in parts) else 1


if __name__ == "__main__":
    sys.exit(main())
