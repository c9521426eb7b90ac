"""A database of an older version with a case under way, upgraded by the program itself. Run apart: see test_upgrade.

Arguments: the file with the rows (JSON), the number of the case. Prints one line of JSON: how the record stood after
the upgrade, and at which step the case stands once its first one is closed.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - once Django stands
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.utils import timezone  # noqa: E402

from canbo.apps.ballots.models import KeyedPaper  # noqa: E402
from canbo.apps.people.models import Person  # noqa: E402
from canbo.apps.people.reach import people_within, reach_of  # noqa: E402
from canbo.apps.procedures.actions import happen  # noqa: E402
from canbo.apps.procedures.models import Case  # noqa: E402
from canbo.apps.procedures.queries import newest, state_of  # noqa: E402
from canbo.apps.procedures.testing import AT  # noqa: E402
from canbo.base.accounts.models import Account  # noqa: E402
from canbo.base.record.models import Entry  # noqa: E402
from canbo.base.record.triggers import faulty_guards, lift, restore  # noqa: E402
from canbo.base.record.verifying import verify  # noqa: E402
from canbo.base.walls.asking import everything, only  # noqa: E402
from canbo.base.walls.policies import walled_tables  # noqa: E402
from canbo.core.procedure_state import Closed  # noqa: E402

#: The version from which is upgraded, by the last migration of each app; the others stand as they are now.
OLD = {
    "accounts": "0005_organisations_accounts", "record": "0003_merkle_record", "access": "0004_readings",
    "authority": "0002_guards", "packs": "0002_guards", "bodies": "0004_guards_decrees", "people": "0009_walls",
    "regulations": "0006_guard_reminders", "papers": "0002_guards", "ballots": "0002_guards",
    "procedures": "0002_guards", "eligibility": "0003_walls", "planning": "0003_walls",
}  # fmt: skip


def migrate_to_old() -> None:
    """Every table as the older version had it."""
    executor = MigrationExecutor(connection)
    leaves = dict(executor.loader.graph.leaf_nodes())
    executor.migrate([(app, OLD.get(app, name)) for app, name in leaves.items()])


def load(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Put rows into the older tables, without the columns and tables that came later."""
    guards = lift(connection)
    with transaction.atomic(), connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in rows.keys() & there:
            cursor.execute(f'select * from "{table}" limit 0')
            known = {column[0] for column in cursor.description}
            for row in rows[table]:
                names = [name for name in row if name in known]
                columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
                cursor.execute(f'insert into "{table}" ({columns}) values ({marks})', [plain(row[n]) for n in names])
        if connection.vendor == "postgresql":
            cursor.execute("set constraints all immediate")
    restore(connection, guards)


def plain(value: Any) -> Any:
    """A value of a row as the database takes it; bytes came as {"hex": …}."""
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value


def behind_walls(officer: Account) -> dict[str, list[int]]:
    """How many rows of walled tables a process sees that never said who asks, whom somebody sees who asks for the own
    rows, and whom an officer sees of whom the pages would tell."""
    person = Person.objects.order_by("pk").values_list("pk", flat=True)[0]
    tables = walled_tables(connection) if connection.vendor == "postgresql" else []
    with only(()):
        nobody = [asked(f'select count(*) from "{table}"')[0][0] for table in tables]
    with only([person]):
        own = [number for (number,) in asked("select distinct person_id from people_personversion")]
    reached = people_within(reach_of(officer, timezone.localdate())).order_by("person_id")
    return {"nobody": nobody, "own": own, "officer": list(reached.values_list("person_id", flat=True))}


def asked(statement: str) -> list[tuple[Any, ...]]:
    """What a statement written by hand is answered."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def main(file: str, number: str) -> None:
    """Build the old database, upgrade it, and go on with the case."""
    with everything(), open(file, encoding="utf-8") as kept:
        migrate_to_old()
        load(json.load(kept))
        call_command("migrate", verbosity=0)
        resets = connection.ops.sequence_reset_sql(no_style(), list(django.apps.apps.get_models()))
        with connection.cursor() as cursor:
            for statement in resets:
                cursor.execute(statement)
        walls = behind_walls(newest(Case.objects.get(pk=number)).entry.by)
        before = Entry.objects.count()
        case = Case.objects.get(pk=number)
        happen(case=case, seen=newest(case).number, event=Closed(), by=newest(case).entry.by, at=AT)
        told = {
            "entries": before, "breaks": [str(each) for each in verify().breaks], "guards": faulty_guards(connection),
            "step": state_of(newest(case)).step, "keyed": KeyedPaper.objects.count(), "now": Entry.objects.count(),
            "walls": walls,
        }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
