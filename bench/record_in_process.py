"""The half of `bench.record` that runs inside a process with one database. Prints figures as JSON."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up before its models are imported
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from canbo.base.accounts.actions import system_account  # noqa: E402
from canbo.base.record.actions import acting  # noqa: E402
from canbo.base.record.chain import commitment_of, entry_hash, moment_text  # noqa: E402
from canbo.base.record.keys import secret  # noqa: E402
from canbo.base.record.models import Entry  # noqa: E402
from canbo.base.record.tests.a_bundle import repacked, small_bundle  # noqa: E402
from canbo.base.record.tree import leaf_of  # noqa: E402
from canbo.base.record.triggers import lift, restore  # noqa: E402
from canbo.base.record.verifying import verify  # noqa: E402
from canbo.lib import merkle  # noqa: E402
from canbo.verifier import canbo_verify  # noqa: E402

APPENDS = 1500
AT = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
PAYLOAD = {"person": "CB-000123", "title": "department_director", "clause": "DT1-2", "document": "Quyết định số 7"}
Line = tuple[str, float, str, str]


def append(name: str) -> Iterator[Line]:
    """Entries one by one, each in its own transaction, each on disk before the next."""
    account = system_account(at=AT)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma synchronous = full")
    begun = time.perf_counter()
    for number in range(APPENDS):
        with acting("bench.append", by=account, at=AT, payload={**PAYLOAD, "number": number}):
            pass
    yield f"{name}: durable entries one by one", APPENDS / (time.perf_counter() - begun), "a second", "at least 300"


def checked(entries: int) -> Iterator[Line]:
    """Fill the record without its guards, then verify it with everything read from disk."""
    account = system_account(at=AT)
    lifted = lift(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        last = Entry.objects.order_by("-seq").first()
        previous, edge, rows, nodes = last.hash, merkle.Edge().grown(leaf_of(last.hash))[0], [], []
        for seq in range(2, entries + 1):
            at = AT + dt.timedelta(microseconds=seq)
            payload, salt = f'{{"number":{seq}}}', f"{seq:064x}"
            bound = commitment_of(salt, payload)
            hash_ = entry_hash(seq, previous, moment_text(at), account.username, "bench", bound)
            rows.append(
                (seq, at.replace(tzinfo=None).isoformat(" "), account.pk, payload, salt, bound, previous, hash_)
            )
            edge, made = edge.grown(leaf_of(hash_))
            nodes += [(*node, value) for node, value in made]
            previous = hash_
            if len(rows) == 50_000 or seq == entries:
                cursor.executemany(
                    "insert into record_entry (seq, at, by_id, action, payload, salt, commitment, previous, hash) "
                    "values (%s, %s, %s, 'bench', %s, %s, %s, %s, %s)", rows,
                )  # fmt: skip
                cursor.executemany("insert into record_node (level, place, hash) values (%s, %s, %s)", nodes)
                rows, nodes = [], []
    restore(connection, lifted)
    begun, before = time.perf_counter(), os.times()
    found = verify()
    took, after = time.perf_counter() - begun, os.times()
    if found.breaks or found.root != edge.root or found.size != entries:
        raise SystemExit(f"the record is not whole: {found.breaks[:3]}")
    asked = f"at most 10 for a million; {sum(after[:4]) - sum(before[:4]):.1f} s of work on {os.cpu_count()} processors"
    yield f"{entries:,} entries verified: chain, commitments, tree", took, "seconds", asked


def flip(flips: int) -> Iterator[Line]:
    """Flip bytes of a bundle: half in the archive as it is, half in a member with manifest and archive made to fit."""
    data, key = small_bundle(), str(secret().key)
    files = canbo_verify.read_bundle(data)
    names = [name for name in sorted(files) if name not in ("documents.json", "manifest.json")]
    chance, found = random.Random(1), 0
    begun = time.perf_counter()
    for number in range(flips):
        bit = 1 << chance.randrange(8)
        if number % 2:
            at = chance.randrange(len(data))
            changed = data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]
        else:
            name = chance.choice(names)
            at = chance.randrange(len(files[name]))
            value = files[name]
            member = value[:at] + bytes([value[at] ^ bit]) + value[at + 1 :]
            changed = repacked(data, **{name.split(".")[0]: member})
        try:
            canbo_verify.check_bundle(changed, [key], None, [])
        except (canbo_verify.Fault, KeyError, TypeError, ValueError, AttributeError):
            found += 1
    yield "flipped bytes of a bundle found", found, f"of {flips:,}", f"all; {time.perf_counter() - begun:.0f} s"


def main(name: str, entries: str, flips: str, *parts: str) -> None:
    """Make the database, run the parts, print the figures."""
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, skip_checks=True)
    canbo_verify.say = lambda vi, en: None
    lines: list[Line] = []
    if "append" in parts:
        lines += append(name)
    if "verify" in parts:
        lines += checked(int(entries))
    if "flip" in parts:
        lines += flip(int(flips))
    sys.stdout.write(json.dumps(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
