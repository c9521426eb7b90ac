"""Carrying rows from one body to another when a decree says so: whatever points at bodies adds itself here.

Lower capabilities never call higher ones, so a capability with a table that points at bodies hands a Carrier to
`registry.carry_with` at start (`config/wiring`). A decree then finds, counts and carries its rows with all others.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from django.db import connection
from django.utils.module_loading import import_string

from canbo.apps.bodies.registry import carrier_lists
from canbo.base.record.models import Entry, Recorded
from canbo.core.calendar import PartialDate
from canbo.lib.text import Text

#: Ids named in one statement.
_BATCH = 800
#: In `Carrier.after`: the number of the decree.
DECREE = "%decree%"


@dataclass(frozen=True)
class Move:
    """Where things go from a day on: body → body, and post (by code) → body. A post goes before its body."""

    effective: dt.date
    decree: str
    bodies: Mapping[int, int]
    posts: Mapping[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The stamp of the first day."""
        return PartialDate(self.effective.isoformat()).stamps[0]

    def goes(self, body: int | None, post: str = "") -> int | None:
        """Where a row of a body (and a post) goes; None when it stays."""
        target = self.posts.get(post) if post else None
        if target is None and body is not None:
            target = self.bodies.get(body)
        return None if target == body else target


class Found(NamedTuple):
    """A row to carry: its id, where it goes (None: nowhere), and whether it began before the day (it is cut in two)."""

    row: int
    to: int | None
    cut: bool


@dataclass(frozen=True)
class Carrier:
    """How the rows of one table follow their bodies.

    `column` points at the body; `post` is the column with a post's code, if there is one; `lasts` tells rows with first
    and last day, which are cut at the day of the decree, from rows that only point. `after` sets columns of the later
    part, each by an SQL expression over the row, or DECREE. Rows that point at something of a body instead of at the
    body say with `lands` at what of the new body they point then, and see to it that it is there.
    """

    model: type[Recorded]
    says: Text
    column: str = "body_id"
    post: str = ""
    lasts: bool = True
    after: Mapping[str, str] = field(default_factory=dict)
    find: Callable[[Carrier, Move], list[Found]] | None = None
    lands: Callable[[list[Found], Move, Entry], list[Found]] | None = None

    def found(self, move: Move) -> list[Found]:
        """The rows that a move carries."""
        return self.find(self, move) if self.find else rows_to_carry(self, move)


def carriers() -> list[Carrier]:
    """All carriers, in the order in which their lists were added."""
    return [carrier for each in carrier_lists() for carrier in import_string(each)]


def rows_to_carry(carrier: Carrier, move: Move) -> list[Found]:
    """The open rows of a carrier's table that certainly last on the day of a move and point at what it moves."""
    return [
        Found(row, target, cut)
        for row, body, post, cut in _pointing(carrier, move)
        if (target := move.goes(body, post)) is not None
    ]


def unsure(carrier: Carrier, move: Move) -> int:
    """How many rows may have ended before the day or may not (their end is a month or a year): they are left alone."""
    if not carrier.lasts or not move.bodies:
        return 0
    marks = ", ".join(["%s"] * len(move.bodies))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*) from {carrier.model._meta.db_table} where {carrier.column} in ({marks}) "  # noqa: S608
            "and entry_to_id is null and last_lo <= %s and last_hi > %s",
            [*move.bodies, move.first, move.first],
        )
        return int(cursor.fetchone()[0])


def carry(
    carrier: Carrier, move: Move, found: list[Found], entry: Entry, also: Mapping[str, str] | None = None
) -> None:
    """Close these rows and write them again: until the eve as they were, from the day on where they go.

    `also` sets further columns of the later part.
    """
    groups: dict[tuple[int | None, bool], list[int]] = defaultdict(list)
    for row, to, cut in carrier.lands(found, move, entry) if carrier.lands else found:
        groups[to, cut and carrier.lasts].append(row)
    for (to, cut), rows in groups.items():
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            _close(carrier.model, batch, entry)
            if cut:
                _copy(carrier.model, batch, entry, _until_the_eve(move))
            later = _from_the_day(carrier, move, to, cut=cut)
            _copy(carrier.model, batch, entry, {**later, **_values(also or {})})


def end(model: type[Recorded], rows: list[int], move: Move, entry: Entry, **also: str) -> None:
    """Close spells and write them again with the eve of a move as their last day; `also` sets further columns."""
    _close(model, rows, entry)
    _copy(model, rows, entry, {**_until_the_eve(move), **_values(also)})


#: Column → the SQL that gives its value and the parameter in it, if there is one.
_Set = Mapping[str, tuple[str, object]]


def _until_the_eve(move: Move) -> _Set:
    eve = PartialDate((move.effective - dt.timedelta(days=1)).isoformat())
    low, high = eve.until_stamps
    return {"last": ("%s", eve.written), "last_lo": ("%s", low), "last_hi": ("%s", high)}


def _values(also: Mapping[str, str]) -> _Set:
    return {name: ("%s", value) for name, value in also.items()}


def _from_the_day(carrier: Carrier, move: Move, to: int | None, *, cut: bool) -> _Set:
    day = PartialDate(move.effective.isoformat())
    low, high = day.stamps
    changes: dict[str, tuple[str, object]] = {carrier.column: ("%s", to)}
    if cut:
        changes |= {"since": ("%s", day.written), "since_lo": ("%s", low), "since_hi": ("%s", high)}
    for name, value in carrier.after.items():
        changes[name] = ("%s", move.decree) if value == DECREE else (value, None)
    return changes


def _pointing(carrier: Carrier, move: Move) -> list[tuple[int, int, str, bool]]:
    """Rows that point at a body or a post of the move: id, body, post, whether they began before the day."""
    table = carrier.model._meta.db_table
    post = carrier.post or "''"
    begun = "since_lo < %s" if carrier.lasts else "1 = 0"
    lasting = "and (last_lo is null or last_lo > %s)" if carrier.lasts else ""
    found: list[tuple[int, int, str, bool]] = []
    asked: list[tuple[str, list[int] | list[str]]] = [(carrier.column, list(move.bodies))]
    if carrier.post:
        asked.append((carrier.post, list(move.posts)))
    with connection.cursor() as cursor:
        for column, keys in asked:
            for start in range(0, len(keys), _BATCH):
                batch = keys[start : start + _BATCH]
                marks = ", ".join(["%s"] * len(batch))
                cursor.execute(
                    f"select id, {carrier.column}, {post}, {begun} from {table} "  # noqa: S608 - names from models
                    f"where {column} in ({marks}) and entry_to_id is null {lasting} order by id",
                    [*([move.first] if carrier.lasts else []), *batch, *([move.first] if carrier.lasts else [])],
                )
                found += cursor.fetchall()
    return [(row, body, post_code, bool(cut)) for row, body, post_code, cut in dict.fromkeys(found)]


def _close(model: type[Recorded], rows: list[int], entry: Entry) -> None:
    marks = ", ".join(["%s"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {model._meta.db_table} set entry_to_id = %s where id in ({marks}) and entry_to_id is null",  # noqa: S608
            [entry.pk, *rows],
        )


def _copy(model: type[Recorded], rows: list[int], entry: Entry, changes: _Set) -> None:
    """Insert open rows that say what these rows say, with changes. The database looks at each as at any other."""
    quote = connection.ops.quote_name
    fields = [str(each.column) for each in model._meta.concrete_fields if not each.primary_key]
    ours: _Set = {"entry_from_id": ("%s", entry.pk), "entry_to_id": ("null", None), **changes}
    values = [ours[name] if name in ours else (quote(name), None) for name in fields]
    marks = ", ".join(["%s"] * len(rows))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({', '.join(map(quote, fields))}) "  # noqa: S608 - names from models
            f"select {', '.join(sql for sql, _ in values)} from {table} where id in ({marks}) order by id",
            [*(cast("int | str", value) for sql, value in values if sql == "%s"), *rows],
        )
