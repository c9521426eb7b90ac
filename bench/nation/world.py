"""A nation of made-up dossiers as Parquet, written by the columnar engine from hashes of row numbers: always the same.

The tables have the columns of the registers that facts read. Rows are in order of person, as a snapshot of a live
register would be. They have what real registers have: rows that a correction replaced, dates known to the month only,
posts that overlap, years rated twice, levels that nobody verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

#: The day of the screen, as a stamp and in words: 1 November 2026.
YEAR, MONTH = 2026, 10
ASOF = (YEAR * 12 + MONTH) * 64 + 2

#: A stamp from a month number and a day that every month has and that is never its last.
_STAMP = "cast((({month}) << 6) + 2 * ({day}) as integer)"


def _draw(seed: int, size: int, of: str = "i") -> str:
    """A number from 0 to size-1 that depends on the row alone."""
    return f"cast(hash({of} * 1000003 + {seed}) % {size} as integer)"


def _stamp(month: str, seed: int, of: str = "i") -> str:
    return _STAMP.format(month=month, day=f"1 + {_draw(seed, 27, of)}")


#: The last day that a date known to the month only can be: the 28th, so that no stamp of the nation ends a month.
_LATEST = "(({column} >> 6) << 6) + 56"


def _until(column: str, seed: int, percent: int, of: str = "i") -> str:
    """The latest that a date can be: later than the earliest for the few that are known to the month only."""
    return f"case when {_draw(seed, 100, of)} < {percent} then {_LATEST.format(column=column)} else {column} end"


#: Small row groups: one person is found by reading a few thousand rows of a table, not a hundred thousand.
_FORMAT = "format parquet, compression zstd, row_group_size 16384"
_NOW_MONTH = YEAR * 12 + MONTH
#: Columns that every register row has: written by entry 2 and never superseded.
_RECORDED = "2::bigint as entry_from_id, null::bigint as entry_to_id"
#: What stood before some of the rows, until a correction replaced it: written by entry 1, superseded by entry 2.
_REPLACED = (
    "select * replace (-id as id, 1::bigint as entry_from_id, 2::bigint as entry_to_id) "
    f"from made where {_draw(81, 100, 'id')} < 8"
)


def _tables(people: int) -> Mapping[str, str]:
    """SELECT per table. `i` numbers people from 1; rows of a person follow from what is drawn for that person."""
    ids = f"range(1, {people + 1}) r(i)"
    many = "from (select i, k from {ids}, range(0, 7) s(k)) where k < {number}"
    row = "i * 8 + k"
    rated = f"case when {_draw(43, 2)} = 1 then 0 when {_draw(44, 10)} = 0 then 7 else 5 end"
    return {
        "people_personversion": f"""
            select i as id, i as person_id, case when {_draw(1, 100)} < 47 then 'F' else 'M' end as sex,
            {_stamp(f"{_NOW_MONTH} - 22 * 12 - {_draw(2, 480)}", 3)} as born_lo,
            {_until("born_lo", 9, 8)} as born_hi,
            case when {_draw(4, 100)} < 70 then {_stamp(f"{_NOW_MONTH} - {_draw(5, 360)}", 6)} end as party_admitted_lo,
            {_until("party_admitted_lo", 10, 10)} as party_admitted_hi, party_admitted_lo as party_official_lo,
            party_admitted_hi as party_official_hi,
            'GSO:' || case when {_draw(7, 100)} < 86 then '01' else '02' end as ethnicity,
            {_draw(8, 40000)} as body_id, {_RECORDED} from {ids}""",
        "people_degree": f"""
            select {row} as id, i as person_id,
            ['secondary', 'college', 'university', 'university', 'master', 'doctor'][1 + {_draw(11, 6, row)}] as grade,
            'F' || {_draw(12, 20, row)} as field, case when {_draw(13, 100, row)} < 94 then true end as verified,
            {_stamp(f"{_NOW_MONTH} - 12 - {_draw(14, 300, row)}", 15, row)} as on_lo, on_lo as on_hi, {_RECORDED}
            {many.format(ids=ids, number="case when " + _draw(16, 100) + " < 93 then 1 else 2 end")}""",
        "people_theory": f"""
            select i as id, i as person_id,
            ['elementary', 'intermediate', 'intermediate', 'advanced'][1 + {_draw(21, 4)}] as grade,
            false as equivalent, case when {_draw(25, 100)} < 95 then true end as verified,
            {_stamp(f"{_NOW_MONTH} - 6 - {_draw(22, 240)}", 23)} as on_lo, on_lo as on_hi, {_RECORDED}
            from {ids} where {_draw(24, 100)} < 30""",
        "people_holding": f"""
            select {row} as id, i as person_id, 'T' || {_draw(31, 60, row)} as title,
            {_stamp(f"{_NOW_MONTH} - 1 - 48 * k - {_draw(32, 47, 'i * 8 + k')}", 33, row)} as since_lo,
            {_until("since_lo", 36, 10, row)} as since_hi, null::integer as began_lo, null::integer as began_hi,
            case when k > 0 then (since_lo >> 6 << 6) + 64 * 44 + 2 end as last_lo,
            {_until("last_lo", 37, 10, row)} as last_hi,
            false as concurrent, k = 0 and {_draw(34, 50)} = 0 as brought_in, 'P34:40' as place,
            {_draw(8, 40000)} as body_id, '' as post_code, {_RECORDED}
            {many.format(ids=ids, number="1 + case when " + _draw(35, 100) + " < 50 then 1 else 0 end")}""",
        "people_rating": f"""
            select {row} as id, i as person_id, ({YEAR - 1} - k % 5)::integer as year,
            case when k < 5 then 'government' else 'party' end as system,
            ['not_done', 'done', 'good', 'good', 'good', 'excellent'][
                1 + case when {_draw(41, 200, row)} = 0 then 0 else 1 + {_draw(42, 5, row)} end] as grade, {_RECORDED}
            {many.format(ids=ids, number=rated)}""",
        "people_discipline": f"""
            select i as id, i as person_id, ['reprimand', 'warning', 'removal'][1 + {_draw(51, 3)}] as form,
            'government' as system, '' as reason, false as with_removal,
            {_stamp(f"{_NOW_MONTH} - {_draw(52, 120)}", 53)} as on_lo, {_until("on_lo", 55, 5)} as on_hi,
            (on_lo >> 6 << 6) + 64 * 12 + 2 as last_lo, last_lo as last_hi, {_RECORDED}
            from {ids} where {_draw(54, 1000)} < 54""",
        "people_proceeding": f"""
            select i as id, i as person_id, 'inspection' as kind,
            {_stamp(f"{_NOW_MONTH} - {_draw(61, 60)}", 62)} as since_lo, since_lo as since_hi,
            null::integer as last_lo, null::integer as last_hi, {_RECORDED}
            from {ids} where {_draw(63, 1000)} < 3""",
        "people_section": f"""
            select i as id, i as person_id, 'discipline' as name, {_RECORDED}
            from {ids} where {_draw(71, 100)} < 97""",
    }


def write(folder: Path, people: int) -> int:
    """Write the tables of a nation of `people` to `folder`; returns the number of history rows. Existing files stay."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    with duckdb.connect(config={"threads": 2, "memory_limit": "3GB"}) as engine:
        for name, select in _tables(people).items():
            file = folder / f"{name}.parquet"
            if not file.exists():
                rows_of = f"with made as ({select}) select * from made union all {_REPLACED} order by person_id, id"
                engine.execute(f"copy ({rows_of}) to '{file}' ({_FORMAT})")
            if name != "people_personversion":
                rows += engine.execute(f"select count(*) from '{file}'").fetchall()[0][0]
    return rows
