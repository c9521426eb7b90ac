"""Building the world: bodies, then people in batches, then what happened since, moment by moment, each under its entry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction

from canbo.apps.bodies.models import Act, Body
from canbo.apps.people.models import Person
from canbo.base.accounts.actions import system_account
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from tools.world.bodies import tree
from tools.world.catalogue import code_of
from tools.world.conduct import conduct
from tools.world.decrees import AllotmentRow, acts, allotments, enter_decrees, seats
from tools.world.details import details
from tools.world.establishment import Establishment, slots
from tools.world.identity import describe, person
from tools.world.leavers import leavers, part
from tools.world.life import Life
from tools.world.rows import BODY_ROWS, PERSON_ROWS, PostRow
from tools.world.service import serve
from tools.world.size import FULL, SMALL, Size
from tools.world.study import study
from tools.world.timeline import FIRST, LATEST, MOMENTS, iso, when_written
from tools.world.tree import Tree
from tools.world.writing import Table, Writer

SEED = "Lam Giang 2026"
BATCH = 4_000
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Built(NamedTuple):
    """What was built: rows by register, and the digest of everything that was said."""

    counts: dict[str, int]
    digest: str


def moment_at(moment: int, minutes: int) -> dt.datetime:
    """A time on the day of a moment: so many minutes after eight."""
    return dt.datetime.combine(MOMENTS[moment].day, dt.time(8, 0), _ZONE) + dt.timedelta(minutes=minutes)


def lives(size: Size, seed: str = SEED) -> tuple[Tree, Establishment, Iterator[Life]]:
    """The bodies, the posts, and everybody's dossier one after the other. Pure: nothing is written."""
    grown = tree(size, Random(f"{seed}/bodies"))
    established = Establishment(grown)
    places = slots(size, established, Random(f"{seed}/slots"))
    seen: Counter[str] = Counter()
    serving = (person(number, slot, seed, established, seen) for number, slot in enumerate(places, start=1))
    return grown, established, map(_told, chain(serving, leavers(size, established, seed)))


def _told(life: Life) -> Life:
    """A life with everything that the registers say of it."""
    for tell in (describe, study, serve, conduct, details, part):
        tell(life)
    return life


def build(size: Size = FULL, seed: str = SEED, say: Callable[[str], None] = lambda line: None) -> Built:
    """Write the world into an empty register; gives counts and digest. Raises Refusal when somebody is there already."""
    if Person.objects.exists() or Body.objects.exists():
        raise Refusal(
            "demo.inhabited",
            Text(
                "Sổ hồ sơ đã có người; chỉ dựng dữ liệu trình diễn trong sổ trống.",
                "The registers hold people already; the demo world is built in empty registers only.",
            ),
            Text("Chọn một thư mục CANBO_HOME khác.", "Choose another CANBO_HOME."),
        )
    with transaction.atomic():  # the whole world or nothing
        return _Builder(size, seed, say).run()


def build_small(seed: str = SEED) -> Built:
    """A world of 300 people, for tests."""
    return build(SMALL, seed)


class _Builder:
    """The state of one building: tables, writer, and rows that wait for their moment."""

    def __init__(self, size: Size, seed: str, say: Callable[[str], None]) -> None:
        self.size, self.say = size, say
        self.clock = 0
        self.bodies: dict[str, int] = {}
        self.writer = Writer(self.bodies)
        self.body_table = Table("bodies.Body", None, "")
        self.person_table = Table("people.Person", None, "")
        self.tables = {name: Table(f"people.{name}", row, "person") for name, row in PERSON_ROWS.items()}
        self.tables |= {name: Table(f"bodies.{name}", row, "body") for name, row in BODY_ROWS.items()}
        self.allotment_table = Table("bodies.Allotment", AllotmentRow, "body")
        self.waiting: list[dict[str, list[Any]]] = [{} for _ in MOMENTS]
        self.newcomers: list[list[tuple[int, str]]] = [[] for _ in MOMENTS]
        self.closing: list[dict[str, list[int]]] = [{} for _ in MOMENTS]
        self.by: Account = system_account(at=self.at(FIRST))
        self.grown, self.established, self.lives = lives(size, seed)

    def at(self, moment: int) -> dt.datetime:
        """The time of the next entry of a moment: some minutes after the one before."""
        self.clock += 3
        return moment_at(moment, self.clock)

    def run(self) -> Built:
        """Everything, in the order of time."""
        self._found_bodies()
        batch: list[Life] = []
        for life in self.lives:
            batch.append(life)
            if len(batch) == BATCH:
                self._first_load(batch)
                batch = []
        self._first_load(batch)
        for moment in range(FIRST + 1, len(MOMENTS)):
            self._later(moment)
        self._decrees()
        Writer.reset_sequences([self.body_table, self.person_table, *self.tables.values(), self.allotment_table])
        return Built(dict(sorted(self.writer.counts.items())), self.writer.digest)

    # -- bodies ------------------------------------------------------------------------------------------------

    def _found_bodies(self) -> None:
        """Bodies and posts as they stood at the first moment; what came later waits."""
        kept: dict[str, list[Any]] = {}
        for number, code in enumerate(self.grown.units, start=self.body_table.next_id):
            self.bodies[code] = number
        new: list[list[tuple[int, str]]] = [[] for _ in MOMENTS]
        for unit in self.grown.units.values():
            first = when_written(unit.since)
            new[first].append((self.bodies[unit.code], unit.code))
            self.writer.note(unit.code, [tuple(version) for version in unit.versions])
            for version in unit.versions:
                self._spell(first, "BodyVersion", version, self.bodies[unit.code], kept)
        for post in self.established.posts:
            founded, title = post.unit.versions[0].since, code_of(post.title, post.unit, post.code)
            for code, first_day, last_day in post.unit.homes:
                since = founded if code == post.unit.code else iso(first_day)
                row = PostRow(post.code, title, since, iso(last_day) if last_day else "")
                self._spell(when_written(post.unit.since), "Post", row, self.bodies[code], kept)
        self.new_bodies = new
        with self._acting(FIRST, "demo.bodies", "Cây tổ chức và chức danh", {"bodies": len(new[FIRST])}) as entry:
            self.writer.insert(self.body_table, [[i, 0, code] for i, code in new[FIRST]], entry)
            self._insert(kept, entry)
        self.say(f"{len(self.grown.units):,} bodies")

    def _spell(self, first: int, table: str, row: Any, owner: int, kept: dict[str, list[Any]]) -> None:
        """A row of a body that lasts: open until the moment at which its end was written."""
        begun = max(first, when_written(dt.date.fromisoformat(row.since).toordinal()))
        ended = max(begun, when_written(dt.date.fromisoformat(row.last).toordinal())) if row.last else begun
        versions = [(begun, ended, row._replace(last=""))] if ended > begun else []
        for moment, until, said in [*versions, (ended, None, row)]:
            self._keep(moment, until, table, said, owner, 0, kept)

    # -- people ------------------------------------------------------------------------------------------------

    def _first_load(self, batch: list[Life]) -> None:
        kept: dict[str, list[Any]] = {}
        opened: list[tuple[int, str]] = []
        for life in batch:
            owner = self.person_table.next_id
            self.person_table.next_id += 1
            (opened if life.first == FIRST else self.newcomers[life.first]).append((owner, life.key))
            papers = self.tables["Paper"].next_id - 1
            for moment, until, table, row in sorted(life.rows, key=lambda kept_row: kept_row[2] != "Paper"):
                self._keep(moment, until, table, row, owner, papers, kept)
            self.writer.note(life.key, [(m, u, t, tuple(r)) for m, u, t, r in life.rows])
        what = {"people": len(opened), "from": batch[0].key, "to": batch[-1].key, "digest": self.writer.digest}
        with self._acting(FIRST, MOMENTS[FIRST].action, MOMENTS[FIRST].note, what) as entry:
            self.writer.insert(self.person_table, [[i, 0, key] for i, key in opened], entry)
            self._insert(kept, entry)
        self.say(f"{batch[-1].number:,} people")

    def _keep(
        self, moment: int, until: int | None, table: str, row: Any, owner: int, papers: int, kept: dict[str, list[Any]]
    ) -> None:
        """Give a row its id and put it where its moment finds it."""
        shape = self.tables[table]
        flat = self.writer.flat(shape, row, 0, owner, papers)
        (kept if moment == FIRST else self.waiting[moment]).setdefault(table, []).append(flat)
        if until is not None:
            self.closing[until].setdefault(table, []).append(flat[0])

    # -- moments -----------------------------------------------------------------------------------------------

    def _later(self, moment: int) -> None:
        """Close and write what came onto the record at a moment."""
        waiting, closing = self.waiting[moment], self.closing[moment]
        what = {
            "written": {name: len(rows) for name, rows in waiting.items()},
            "closed": {name: len(ids) for name, ids in closing.items()},
            "people": len(self.newcomers[moment]),
            "bodies": len(self.new_bodies[moment]),
        }
        with self._acting(moment, MOMENTS[moment].action, MOMENTS[moment].note, what) as entry:
            for name, ids in closing.items():
                Writer.close(self.tables[name], ids, entry)
            self.writer.insert(self.body_table, [[i, 0, code] for i, code in self.new_bodies[moment]], entry)
            self.writer.insert(self.person_table, [[i, 0, key] for i, key in self.newcomers[moment]], entry)
            self._insert(waiting, entry)
        self.say(f"{MOMENTS[moment].day:%d/%m/%Y} {MOMENTS[moment].note}")
        self.waiting[moment], self.closing[moment] = {}, {}

    def _decrees(self) -> None:
        """The decrees behind the reforms of 2025, and who may have how many people."""
        with self._acting(LATEST, "demo.decrees", "Quyết định về tổ chức và biên chế", {}) as entry:
            decrees = enter_decrees(entry)
            done = list(acts(self.grown, self.bodies, decrees, entry))
            self.writer.note([row[2:] for row in done])
            Act.objects.bulk_create([Act(**row._asdict()) for row in done], batch_size=500)
            day = MOMENTS[LATEST].day
            rows = [
                self.writer.flat(self.allotment_table, row, 0, self.bodies[code])
                for code, row in (*allotments(self.grown, day, decrees), *seats(self.grown, decrees))
            ]
            named = {decree.pk: name for name, decree in decrees.items()}  # the database numbers them as it likes
            self.writer.note([(*row[2:5], named[row[5]], *row[6:]) for row in rows])
            self.writer.insert(self.allotment_table, rows, entry)
        self.say(f"{len(rows):,} allotments")

    def _insert(self, kept: dict[str, list[Any]], entry: Entry) -> None:
        for name, rows in kept.items():
            self.writer.insert(self.tables[name], rows, entry)

    def _acting(self, moment: int, action: str, note: str, what: dict[str, Any]) -> Any:
        return acting(action, by=self.by, at=self.at(moment), payload={"note": note, **what})
