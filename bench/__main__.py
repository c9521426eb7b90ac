"""`make bench`: what Canbo does, measured beside its peers in one run. `--quick` leaves out the largest sizes.

Machines are noisy: compare the ratios of one run, not the seconds of two.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import bodies, kills, record, workbooks
from bench.nation.world import write
from bench.record import Figure
from tools import postgres

SIZES = (56_000, 560_000, 5_600_000)
#: Parts that ended with a fault: the others are measured all the same, and the whole run has failed.
ENDED_EARLY: list[str] = []
NATION = {
    "duckdb": "DuckDB by hand",
    "polars": "Polars by hand",
    "ours": "Canbo, cold",
    "changed": "Canbo, changed clause",
}


def main() -> int:
    """Measure; 1 when contenders disagree about an answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the largest sizes")
    parts = ("nation", "dossiers", "register", "record", "access", "bodies", "ballots", "procedures", "workbooks")
    parser.add_argument("--only", choices=parts, help="one part alone")
    parser.add_argument("--folder", type=Path, help="where the nation's files are kept between runs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="canbo-bench-") as temporary:
        folder = asked.folder or Path(temporary)
        agreed = asked.only not in (None, "nation") or _nation(folder, SIZES[:2] if asked.quick else SIZES)
        if asked.only in (None, "dossiers"):
            _dossiers(Path(temporary) / "home")
        if asked.only in (None, "register"):
            _register(Path(temporary) / "register", 100_000 if asked.quick else 1_600_000)
        if asked.only in (None, "record"):
            _record(quick=asked.quick, home=Path(temporary) / "kills")
        if asked.only in (None, "access"):
            _access(Path(temporary))
        if asked.only in (None, "ballots"):
            _ballots(Path(temporary))
        if asked.only in (None, "procedures"):
            _heading("Procedures: one step, the pages of a body with 200 running cases")
            _in_process("bench.procedures_in_process", Path(temporary) / "procedures")
        if asked.only in (None, "bodies"):
            _heading("The tree: its page at 12,000 bodies, two districts merged")
            for figure in bodies.run():
                print(figure, flush=True)
        if asked.only in (None, "workbooks"):
            _heading("Broken workbooks given to the importer")
            agreed &= workbooks.run(500 if asked.quick else workbooks.TEN_THOUSAND, Path(temporary) / "workbooks")
    return 0 if agreed and not ENDED_EARLY else 1


def _heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def _nation(folder: Path, sizes: tuple[int, ...]) -> bool:
    """Twelve clauses over everybody, by hand and by Canbo; the answers must be the same."""
    agreed = True
    for people in sizes:
        files = folder / str(people)
        history = write(files, people)
        _heading(f"{people:,} people, {history:,} rows of history, 12 clauses, an answer to each for everybody")
        found: dict[str, dict[str, Any]] = {}
        for name, words in NATION.items():
            runs = [_contender(name, files) for _ in range(1 if people > SIZES[1] else 3)]
            found[name] = sorted(runs, key=lambda run: run["wall"])[len(runs) // 2]
            wall = found[name]["wall"]
            ratio = wall / found["duckdb"]["wall"]
            print(
                f"{words:<24}{wall:>9.2f} s {found[name]['peak']:>7.0f} MB {people / wall:>14,.0f} people/s"
                f"{ratio:>8.2f} × DuckDB by hand",
                flush=True,
            )
        if len({tuple(run["answers"]) for run in found.values()}) != 1:
            print("THE CONTENDERS DISAGREE", flush=True)
            agreed = False
        spent = statistics.median(_contender("one", files)["wall"] for _ in range(3))
        print(f"{'Canbo, one explained':<24}{spent * 1000:>9.0f} ms", flush=True)
    return agreed


def _contender(name: str, files: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.nation.contenders", name, str(files)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _dossiers(home: Path) -> None:
    _heading("A province on SQLite: pages, candidates, import")
    _in_process("bench.dossiers_in_process", home)


def _register(home: Path, people: int) -> None:
    _heading(f"A register of {people:,} people on PostgreSQL: the pages of a reader of a province, and of the whole")
    with postgres.running() as address:
        _in_process("bench.register_in_process", home, address, str(people))


def _access(homes: Path) -> None:
    _heading("Fifty officers at once: one case, their readings")
    _in_process("bench.access_in_process", homes / "officers", "", "SQLite")
    with postgres.running() as address:
        _in_process("bench.access_in_process", homes / "officers-on-a-server", address, "PostgreSQL")


def _ballots(homes: Path) -> None:
    _heading("Ballots on paper: keyed twice, compared, closed")
    _in_process("bench.ballots_in_process", homes / "ballots", "", "SQLite")
    with postgres.running() as address:
        _in_process("bench.ballots_in_process", homes / "ballots-on-a-server", address, "PostgreSQL")


def _in_process(module: str, home: Path, database: str = "", *arguments: str) -> None:
    """Run a module that prints figures, in a process and a home of its own."""
    environment = {
        **os.environ,
        "CANBO_HOME": str(home),
        "CANBO_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "canbo.config.settings",
    }
    (home / "static").mkdir(parents=True, exist_ok=True)  # pages are measured without their static files
    done = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )
    for line in done.stdout or ():
        print(Figure(*json.loads(line)) if line.startswith("[") else line.rstrip(), flush=True)
    if done.wait():
        ENDED_EARLY.append(module)
        print(f"{module} ended early with {done.returncode}: what it had still to measure is missing", flush=True)


def _record(*, quick: bool, home: Path) -> None:
    _heading("The record: durable entries, verification, flipped bytes, kills")
    for figure in record.run(*((100_000, 1_000) if quick else ())):
        print(figure, flush=True)
    wrong = kills.on_both(100 if quick else kills.THOUSAND, home)
    if wrong:
        ENDED_EARLY.append(f"kills: {wrong} entries lost, broken or half-written")


if __name__ == "__main__":
    sys.exit(main())
