"""The record measured: durable entries one by one on both databases, a million entries verified, flipped bytes found.

`run()` gives the figures; `python -m bench.record` prints them. Every database is a throw-away one. Durable means that
an entry is on disk before it is acknowledged: SQLite with synchronous=FULL, PostgreSQL with fsync on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from tools import postgres

MILLION = 1_000_000
FLIPS = 10_000


@dataclass(frozen=True)
class Figure:
    """One thing measured: what, how much, in what, and what is asked for."""

    what: str
    value: float
    unit: str
    asked: str

    def __str__(self) -> str:
        return f"{self.what:<58} {self.value:>12,.1f} {self.unit:<10} ({self.asked})"


def run(entries: int = MILLION, flips: int = FLIPS) -> list[Figure]:
    """Measure everything, each database in a process of its own. Raises CalledProcessError when one fails."""
    figures = [floor(), *_measured("sqlite", "", "append", "flip", entries=entries, flips=flips)]
    figures += _measured("sqlite", "", "verify", entries=entries, flips=flips)
    durable = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    unsafe = {name: postgres.OPTIONS[name] for name in durable}
    postgres.OPTIONS.update(durable)
    try:
        with postgres.running() as address:
            figures += _measured("PostgreSQL", address, "append", entries=entries, flips=flips)
    finally:
        postgres.OPTIONS.update(unsafe)
    return figures


def floor(seconds: float = 1.0) -> Figure:
    """How often this machine syncs a page of 8 kB to its disk, one after the other: no durable entry can be faster."""
    syncs, page = 0, os.urandom(8192)
    with tempfile.TemporaryFile() as file:
        file.write(page * 256)
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            file.seek(syncs % 256 * len(page))
            file.write(page)
            file.flush()
            os.fdatasync(file.fileno())
            syncs += 1
    return Figure("the disk alone: pages synced one by one", syncs / seconds, "a second", "the floor under all entries")


def _measured(name: str, database: str, *parts: str, entries: int, flips: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="canbo-bench-") as home:
        environment = {
            **os.environ,
            "CANBO_HOME": home,
            "CANBO_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "canbo.config.settings",
        }
        command = [sys.executable, "-m", "bench.record_in_process", name, str(entries), str(flips), *parts]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [Figure(*line) for line in json.loads(done.stdout.splitlines()[-1])]


def main() -> int:
    """Print the figures; arguments: how many entries to verify, how many bytes to flip."""
    for figure in run(*map(int, sys.argv[1:])):
        print(figure, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
