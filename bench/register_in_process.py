"""In a process of its own, on PostgreSQL: the register of a nation, and the pages of two readers, one of a province and
one of the whole.

`python -m bench.register_in_process [PEOPLE]` with CANBO_DATABASE naming an empty database prints its figures as JSON
lines. The rows are written by the database itself, past the actions; the guards are set again before anything is asked.
"""

from __future__ import annotations

import datetime as dt
import importlib
import itertools
import json
import sys
import time
from collections.abc import Mapping
from random import Random
from typing import Any

from django.core.management import call_command

importlib.import_module("canbo.config.wsgi")  # the process starts as a server does

from django.core.management.color import no_style  # noqa: E402 - what follows needs Django set up
from django.db import connection, models, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from canbo.apps.bodies.models import Body, BodyVersion  # noqa: E402
from canbo.apps.people.models import Degree, Holding, Person, PersonVersion, Rating, Theory  # noqa: E402
from canbo.base.access.actions import grant_role  # noqa: E402
from canbo.base.access.models import Role  # noqa: E402
from canbo.base.accounts.actions import open_account, system_account  # noqa: E402
from canbo.base.accounts.models import Account  # noqa: E402
from canbo.base.record.actions import acting  # noqa: E402
from canbo.base.record.rows import closed, copied  # noqa: E402
from canbo.base.record.triggers import lift, restore  # noqa: E402
from canbo.base.walls.asking import everything  # noqa: E402
from canbo.core.calendar import PartialDate  # noqa: E402
from canbo.lib.names import sort_key  # noqa: E402
from canbo.lib.text import fold  # noqa: E402

PEOPLE, PROVINCES, BODIES = 1_600_000, 34, 12_000
TURNS, ENTRIES = 40, 10
ASKED = "200 ms"
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Lý", "Lương")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Thanh", "Quốc", "Ngọc", "Xuân", "Hồng", "Thu", "Công")
_GIVEN = (
    "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hòa", "Hùng", "Lan", "Linh", "Long", "Mai",
    "Nam", "Nga", "Phúc", "Quang", "Sơn", "Tâm", "Thảo", "Thủy", "Tuấn", "Tuyết", "Vân", "Yến",
)  # fmt: skip
_TITLES = ("specialist", "principal_specialist", "division_deputy_head", "teacher", "doctor", "nurse", "staff")
_FIRST_DAY, _DAYS = dt.date(1964, 1, 1), 22_000
#: SQL for a day's place in `days`, by a person's number: of the birth, the earlier post and the present one.
_SINCE = {"since": "s.written", "since_lo": "s.lo", "since_hi": "s.hi"}
_BORN, _EARLIER, _NOW = "(g * 7 %% 10000)", "(13000 + g * 11 %% 4000)", "(17500 + g * 3 %% 4000)"


def _say(what: str, value: float, unit: str, asked: str = "") -> None:
    print(json.dumps([what, value, unit, asked]), flush=True)


def build(people: int, house: Account) -> None:
    """The tree and everybody in it, as one entry of the record."""
    guards, links = lift(connection), _without_links()
    with transaction.atomic(), connection.cursor() as cursor:
        with acting("bench.register", by=house, at=timezone.now(), payload={"people": people}) as entry:
            _helpers(cursor)
            _bodies(entry.seq)
            for model, given, source in _registers(people):
                _insert(model, entry.seq, given, source)
        for line in connection.ops.sequence_reset_sql(no_style(), [Body, Person]):
            cursor.execute(line)
    restore(connection, [*links, *guards])
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def _without_links() -> list[str]:
    """Take the foreign keys away; gives the statements that set them again, when all rows are checked at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select conrelid::regclass, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint "
            "where contype = 'f' and conrelid::regclass::text ~ '^(people|bodies)_'"
        )
        found = cursor.fetchall()
        for table, name, _ in found:
            cursor.execute(f"alter table {table} drop constraint {name}")
    return [f"alter table {table} add constraint {name} {words}" for table, name, words in found]


def _helpers(cursor: Any) -> None:
    """Names with their forms for search and sorting, and days with their stamps."""
    cursor.execute("create temp table called (i integer primary key, name text, folded text, sorted text)")
    names = [" ".join(parts) for parts in itertools.product(_FAMILY, _MIDDLE, _GIVEN)]
    rows = [(i, name, fold(name), sort_key(name)) for i, name in enumerate(names)]
    cursor.executemany("insert into called values (%s, %s, %s, %s)", rows)
    cursor.execute("create temp table days (i integer primary key, written text, lo integer, hi integer)")
    texts = [(_FIRST_DAY + dt.timedelta(days=i)).isoformat() for i in range(_DAYS)]
    cursor.executemany(
        "insert into days values (%s, %s, %s, %s)",
        [(i, text, *PartialDate(text).stamps) for i, text in enumerate(texts)],
    )
    cursor.execute("analyze called; analyze days")


def _bodies(entry: int) -> None:
    """The nation, its provinces, and the bodies of each."""
    count = f"generate_series(1, {BODIES}) g"
    parent = f"case when g = 1 then null when g <= {PROVINCES + 1} then 1 else 2 + g %% {PROVINCES} end"
    _insert(Body, entry, {"id": "g", "code": "'B' || lpad(g::text, 5, '0')"}, count)
    level = f"case when g = 1 then 'central' when g <= {PROVINCES + 1} then 'province' else 'grassroots' end"
    given = {"body_id": "g", "parent_id": parent, "name": "'Cơ quan ' || g", "kind": "'agency'", "level": level}
    _insert(BodyVersion, entry, given | _SINCE, f"{count} join days s on s.i = 15000")


def _registers(people: int) -> list[tuple[type[models.Model], Mapping[str, str], str]]:
    count = f"generate_series(1, {people}) g"
    body = f"{PROVINCES + 2} + g %% {BODIES - PROVINCES - 1}"
    titles = "(array[" + ", ".join(f"'{title}'" for title in _TITLES) + "])"
    version = {
        "person_id": "g", "name": "n.name", "name_fold": "n.folded", "name_key": "n.sorted", "body_id": body,
        "sex": "case when g %% 9 < 4 then 'F' else 'M' end", "category": "'public_employee'",
        "ethnicity": "case when g %% 7 = 0 then 'GSO:02' else 'GSO:01' end",
        "born": "s.written", "born_lo": "s.lo", "born_hi": "s.hi",
    }  # fmt: skip
    named = f"{count} join called n on n.i = g * 31 %% {len(_FAMILY) * len(_MIDDLE) * len(_GIVEN)}"
    post = {"person_id": "g", "body_id": body, "title": f"{titles}[1 + g %% {len(_TITLES)}]"}
    ended = {"last": "e.written", "last_lo": "e.lo", "last_hi": "e.hi"}
    until = f"join days e on e.i = {_NOW}"
    return [
        (Person, {"id": "g", "key": "'VN-' || lpad(g::text, 7, '0')"}, count),
        (PersonVersion, version, f"{named} join days s on s.i = {_BORN}"),
        (Holding, post | _SINCE | ended, f"{count} join days s on s.i = {_EARLIER} {until}"),
        (Holding, post | _SINCE, f"{count} join days s on s.i = {_NOW}"),
        (Degree, {"person_id": "g", "grade": "'university'", "on": "s.written", "on_lo": "s.lo", "on_hi": "s.hi",
                  "verified": "true"}, f"{count} join days s on s.i = {_EARLIER}"),
        (Theory, {"person_id": "g", "grade": "'intermediate'", "verified": "true"}, f"{count} where g %% 4 = 0"),
        (Rating, {"person_id": "g", "year": "2025", "system": "'government'", "grade": "'good'"}, count),
    ]  # fmt: skip


def _insert(model: type[models.Model], entry: int, given: Mapping[str, str], source: str) -> None:
    """One statement: the columns given, the entry, and the default of every other column that may not be null."""
    said = {"entry_from_id": str(entry), **given}
    blanks = {}
    for field in model._meta.concrete_fields:
        if field.column not in said and not field.null and not field.primary_key:
            blanks[str(field.column)] = field.get_default()
    columns = ", ".join(f'"{name}"' for name in (*said, *blanks))
    values = ", ".join([*said.values(), *("%s" for _ in blanks)])
    with connection.cursor() as cursor:
        cursor.execute(
            f'insert into "{model._meta.db_table}" ({columns}) select {values} from {source}', list(blanks.values())
        )


def readers(house: Account) -> dict[str, Account]:
    """An officer of one province and one of the whole nation."""
    found = {}
    for name, body in (("a province", "B00002"), ("the nation", "B00001")):
        at = timezone.now()
        found[name] = open_account(username=body.lower(), shown_as=name, by=house, at=at)
        grant_role(account=found[name], role=Role.OFFICER, body_code=body, since=dt.date(2026, 1, 1), by=house, at=at)
    return found


def pages(name: str, account: Account, people: int) -> None:
    """List, a page far down, three searches, and dossiers of others each time."""
    client = Client(headers={"host": "localhost"})
    client.force_login(account)
    chance = Random(1)
    some = iter([f"/people/VN-{_somebody(chance, people):07}/" for _ in range(1000)])
    _say(f"{name}: the first list page of a new process", _turn(client, "/people/"), "ms", "once")
    _say(f"{name}: the first search of a new process", _turn(client, "/people/?q=thanh+an"), "ms", "once")
    for what, asked in (("list page", "/people/"), ("search", "/people/?q=dang+thi")):
        spent = []
        for _ in range(ENTRIES):
            _enter(people)
            spent.append(_turn(client, asked))
        _say(f"{name}: {what} right after an entry, slowest of {ENTRIES}", max(spent), "ms", ASKED)
    shown = {
        "list page": lambda: "/people/",
        "list, page 400": lambda: "/people/?page=400",
        "list of a title": lambda: "/people/?title=teacher",
        "list of women": lambda: "/people/?sex=F",
        "search by two words": lambda: "/people/?q=dang+thi",
        "search by a rare name": lambda: "/people/?q=luong+cong+yen",
        "search by a syllable that half of them have": lambda: "/people/?q=an",
        "search by staff number": lambda: "/people/?q=VN-0000036",
        "dossier page": lambda: next(some),
    }
    for what, path in shown.items():
        spent = sorted(_turn(client, path()) for _ in range(TURNS))
        _say(f"{name}: {what}, p95", spent[int(TURNS * 0.95)], "ms", ASKED)
        with CaptureQueriesContext(connection) as seen:
            client.get(path())
        _say(f"{name}: {what}, queries", len(seen), "", "does not grow with rows")


def _enter(people: int) -> None:
    """Somebody's version is closed and written anew, as by a correction."""
    with (
        everything(),
        acting("bench.register", by=system_account(at=timezone.now()), at=timezone.now(), payload={}) as entry,
    ):
        old = PersonVersion.objects.get(person__key=f"VN-{1 + entry.seq * 7919 % people:07}", entry_to__isnull=True)
        closed(old, entry)
        copied(old, entry)


def _somebody(chance: Random, people: int) -> int:
    """The number of somebody in a body of the first province."""
    leaves = BODIES - PROVINCES - 1
    body = PROVINCES * chance.randrange(2, BODIES // PROVINCES - 1)
    return body - PROVINCES - 2 + leaves * chance.randrange(people // leaves)


def _turn(client: Client, path: str) -> float:
    begun = time.perf_counter()
    assert client.get(path).status_code == 200, path
    return (time.perf_counter() - begun) * 1000


def main(people: int) -> None:
    """Build and measure."""
    call_command("migrate", verbosity=0)
    with everything():
        house = system_account(at=timezone.now())
        begun = time.perf_counter()
        build(people, house)
        _say(f"a register of {people:,} people is loaded", time.perf_counter() - begun, "s")
        found = readers(house)
    for name, account in found.items():
        pages(f"reader of {name}", account, people)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
