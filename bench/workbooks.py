"""Ten thousand broken workbooks given to the importer: none may break it, none may be half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TEN_THOUSAND = 10_000


def run(count: int, home: Path) -> bool:
    """Try so many in an empty home, print what became of them, and say whether all went well."""
    environment = {
        **os.environ,
        "CANBO_HOME": str(home),
        "CANBO_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "canbo.config.settings",
    }
    command = [sys.executable, "-m", "bench.workbooks_in_process", str(count)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    told = ", ".join(f"{number:,} {outcome}" for outcome, number in sorted(found["outcomes"].items()))
    print(f"{count:,} mutated workbooks: {told}; peak memory {found['peak']:.0f} MB", flush=True)
    for seed, fault in list(found["wrong"].items())[:20]:
        print(f"  number {seed}: {fault}", flush=True)
    return not found["wrong"]
