"""The tree measured: its page at 12,000 bodies with roll-ups, and two districts of 400 bodies merged into one.

`run()` gives the figures, on SQLite and on PostgreSQL; every database is a throw-away one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from bench.record import Figure
from tools import postgres


def run() -> list[Figure]:
    """Measure both databases, each in a process of its own. Raises CalledProcessError when one fails."""
    figures = _measured("SQLite", "")
    with postgres.running() as address:
        return figures + _measured("PostgreSQL", address)


def _measured(name: str, database: str) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="canbo-bench-") as home:
        told = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "bench.bodies_in_process"],
            env={**os.environ, "CANBO_HOME": home, "CANBO_DATABASE": database},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    found = json.loads(told.stdout.splitlines()[-1])
    return [Figure(f"{name}: {what}", value, unit, asked) for what, value, unit, asked in found]


if __name__ == "__main__":
    for figure in run():
        print(figure)
