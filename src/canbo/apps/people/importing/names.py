"""Names for people whose source publishes none: drawn from real frequencies, the same for the same seed every time."""

from __future__ import annotations

import bisect
import csv
import functools
import hashlib
import itertools
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "name-frequencies.csv"

#: Part and sex ("" for family names) → values with their cumulated counts.
Frequencies = dict[tuple[str, str], tuple[list[str], list[int]]]


def generated_name(seed: str, sex: str) -> str:
    """A full name for a seed; women get the middle and given names of women. Unknown sex draws from the men's."""
    kind = sex if sex == "F" else "M"
    parts = (("family", ""), ("middle", kind), ("given", kind))
    return " ".join(_draw(part, of, seed) for part, of in parts)


@functools.cache
def _frequencies() -> Frequencies:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for row in rows:
        found.setdefault((row["part"], row["sex"]), []).append((row["value"], int(row["count"])))
    return {
        key: ([value for value, _ in pairs], list(itertools.accumulate(count for _, count in pairs)))
        for key, pairs in found.items()
    }


def _draw(part: str, sex: str, seed: str) -> str:
    values, sums = _frequencies()[part, sex]
    digest = hashlib.sha256(f"{seed}:{part}".encode()).digest()
    return values[bisect.bisect_right(sums, int.from_bytes(digest, "big") % sums[-1])]
