"""The writers that are killed, each a fork of this process, so that a thousand of them take minutes: see bench.kills.

Arguments: how many kills, the seed of chance, how many closings of counts, how many imports. Prints one
line of JSON: the fields of bench.kills.Outcome.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - once Django stands
from django.db import connection, connections  # noqa: E402

from bench.closings import close_and_kill  # noqa: E402 - once Django stands
from bench.imports import import_and_kill  # noqa: E402
from canbo.base.accounts.actions import open_account, system_account  # noqa: E402
from canbo.base.accounts.models import Account  # noqa: E402
from canbo.base.record.models import Entry  # noqa: E402
from canbo.base.record.triggers import faulty_guards  # noqa: E402
from canbo.base.record.verifying import verify  # noqa: E402
from canbo.base.walls.asking import everything  # noqa: E402

AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
#: Seconds after its first acknowledged entry within which a writer is killed.
LONGEST = 0.06


def write(told: int) -> None:
    """Open accounts until killed: each is one entry and one row; its name is told once it is acknowledged."""
    house = system_account(at=AT)
    number = Account.objects.count()
    while True:
        open_account(username=f"nguoi-{number}", shown_as=f"Người {number}", by=house, at=AT)
        os.write(told, f"nguoi-{number}\n".encode())
        number += 1


def killed(after: float) -> list[str]:
    """Start a writer, kill it so many seconds after its first word; what it had acknowledged."""
    connections.close_all()  # a fork must not speak over our connection
    hears, told = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(hears)
        try:
            write(told)
        finally:
            os._exit(1)
    os.close(told)
    with os.fdopen(hears, "rb") as pipe:
        said = pipe.readline()
        time.sleep(after)
        os.kill(writer, signal.SIGKILL)
        said += pipe.read()
    _, status = os.waitpid(writer, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the writer ended by itself")
    return said.decode().split("\n")[:-1]  # a last line without its end was never wholly told


def main(kills: int, seed: int, counts: int, files: int) -> None:
    """Kill, look after every hundredth kill and at the end, and say what was found."""
    call_command("migrate", verbosity=0)
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    lost: set[str] = set()
    breaks = half = size = 0
    for number in range(1, kills + 1):
        acknowledged.update(killed(chance.uniform(0, LONGEST)))
        if number % 100 == 0 or number == kills:
            found = verify()
            present = set(Account.objects.values_list("username", flat=True))
            size, lost = found.size, lost | (acknowledged - present)
            breaks += len(found.breaks) + len(faulty_guards(connection))
            half += abs(Entry.objects.filter(action="accounts.open").count() - len(present))
    closings = close_and_kill(counts, chance)
    imports = import_and_kill(files, chance)
    breaks += len(verify().breaks)
    half += closings.faults + imports.faults
    ended = {"closed": closings.before, "reopened": closings.again}
    ended |= {"imported": imports.before, "run_again": imports.again}
    told = {"kills": kills, "acknowledged": len(acknowledged), "lost": len(lost)}
    print(json.dumps({**told, "breaks": breaks, "half": half, "entries": size, **ended}))


if __name__ == "__main__":
    with everything():
        main(*map(int, sys.argv[1:]))
