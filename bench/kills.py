"""A writer killed at random moments, again and again: what was acknowledged is there, the record is whole.

`run()` kills on one database; `python -m bench.kills` a thousand times on each. A kill ends the writer and not the
machine: that the last commit survives a loss of power as well rests on the database syncing each commit to the disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.record import Figure
from tools import postgres

THOUSAND = 1000


@dataclass(frozen=True)
class Outcome:
    """What a series of kills has left: `half` counts rows without their entry and entries without their row.

    `closed` counts were closed in spite of a kill, `reopened` were closed once more after it. Of imports killed
    while they wrote, `imported` had been done by then, `run_again` were done once more.
    """

    kills: int
    acknowledged: int
    lost: int
    breaks: int
    half: int
    entries: int
    closed: int
    reopened: int
    imported: int
    run_again: int


def run(kills: int, home: Path, database: str = "", seed: int = 1, counts: int = 10, files: int = 10) -> Outcome:
    """Kill a writer so many times in an empty home and database, looking after each hundredth; and head tellers at
    the closing of so many counts, and officers at the import of so many files.

    Raises CalledProcessError when the database cannot be made or read, or a writer ends by itself.
    """
    environment = {
        **os.environ,
        "CANBO_HOME": str(home),
        "CANBO_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "canbo.config.settings",
    }
    command = [sys.executable, "-m", "bench.kill_in_process", str(kills), str(seed), str(counts), str(files)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def on_both(kills: int, home: Path) -> int:
    """Kill so many times on SQLite and on a PostgreSQL that syncs, print what was left; how many entries were lost,
    broken or half-written.
    """
    postgres.OPTIONS.update({"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"})
    wrong = 0
    with postgres.running() as address:
        for name, database in (("SQLite", ""), ("PostgreSQL", address)):
            own = home / name
            own.mkdir(parents=True)
            begun = time.monotonic()
            found = run(kills, own, database)
            took = f"{time.monotonic() - begun:.0f} s"
            faults = found.lost + found.breaks + found.half
            print(Figure(f"{name}: killed while writing", found.kills, "times", took))
            print(Figure(f"{name}: acknowledged", found.acknowledged, "entries", "all of them present"))
            print(Figure(f"{name}: lost, broken or half-written", faults, "entries", "none"), flush=True)
            wrong += faults
    return wrong


def main() -> int:
    """A thousand kills (or as many as the argument says) on each database; 1 when anything was lost."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else THOUSAND
    with tempfile.TemporaryDirectory(prefix="canbo-kills-") as scratch:
        return 1 if on_both(kills, Path(scratch)) else 0


if __name__ == "__main__":
    sys.exit(main())
