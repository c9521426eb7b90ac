"""Shapes that many facts share, as folds and SQL text of the small subset: flags, counts, spells, pooled months.

Three rules hold for every fact and are written down here once:

* *What is recorded counts as it stands; nothing recorded means "none" only when somebody confirmed that section of the
  dossier complete* (`Fold.none_when`, `or_none`). A section row on the record at the position asked about is enough.
* *A spell counts up to the day asked about.* Its inner ends (latest beginning, earliest end) give `lo`, its outer ends
  `hi`.
* *Months of several spells are pooled, not rounded one by one* (`length`): spells that adjoin count as one, as after a
  reappointment or a merger of bodies; loose days of separate spells make a month when they are more than 31.
"""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from canbo.core.facts import Beside, Fold, Query

#: Identifiers below this share one integer with a rank, so that one MAX finds both the rank and the row that gave it.
_ID_SPACE = 1 << 32


def yes(column: str) -> str:
    """A boolean column is true: the form that reads alike on booleans and on the 0 and 1 of SQLite."""
    return f"cast({column} as integer) = 1"


def not_no(column: str) -> str:
    """A boolean column is true or nobody has answered."""
    return f"({column} is null or {yes(column)})"


def flag(condition: str) -> str:
    """1 where the condition holds, else 0 (also where it is null)."""
    return f"(case when {condition} then 1 else 0 end)"


def smaller(a: str, b: str) -> str:
    """The smaller of two expressions; `b` where `a` is null."""
    return f"(case when {a} < {b} then {a} else {b} end)"


def greater(a: str, b: str) -> str:
    """The greater of two expressions; `b` where `a` is null."""
    return f"(case when {a} > {b} then {a} else {b} end)"


def months_since(q: Query, start: str) -> str:
    """Complete months from a stamp to the day asked about, 0 when it still lies ahead."""
    return f"(case when {start} >= {q.asof} then 0 else {q.months(start, q.asof)} end)"


def happened(q: Query, alias: str = "t", column: str = "on") -> str:
    """The event has certainly happened by the day."""
    return f"{alias}.{column}_hi <= {q.asof}"


def maybe_happened(q: Query, alias: str = "t", column: str = "on") -> str:
    """The event may have happened by the day; one without a date may have happened at any time."""
    return f"({alias}.{column}_lo is null or {alias}.{column}_lo <= {q.asof})"


def obtained(q: Query) -> str:
    """A qualification was certainly held by the day. One without a date counts: the dossier lists it as obtained."""
    return f"(t.on_hi is null or t.on_hi <= {q.asof})"


def begun(q: Query, alias: str = "t") -> str:
    """The spell may have begun by the day."""
    return f"{alias}.since_lo <= {q.asof}"


def lasts(q: Query, alias: str = "t") -> str:
    """The spell certainly holds on the day."""
    return f"({alias}.since_hi <= {q.asof} and ({alias}.last_lo is null or {alias}.last_lo > {q.asof}))"


def may_last(q: Query, alias: str = "t") -> str:
    """The spell may hold on the day."""
    return f"({alias}.since_lo <= {q.asof} and ({alias}.last_hi is null or {alias}.last_hi > {q.asof}))"


def main(alias: str = "t") -> str:
    """The post is the main one."""
    return f"cast({alias}.concurrent as integer) = 0"


def inner_end(q: Query, alias: str = "t") -> str:
    """The earliest stamp at which the spell, cut off at the day asked about, may have ended."""
    return smaller(f"{alias}.last_lo", q.asof)


def outer_end(q: Query, alias: str = "t") -> str:
    """The latest stamp at which the spell, cut off at the day asked about, may have ended."""
    return smaller(f"{alias}.last_hi", q.asof)


def length(q: Query, start: str, end: str) -> str:
    """What a span adds to a pool of months, in 64ths of a month; nothing when it is empty.

    Spans that adjoin add up to the span from the first beginning to the last end, so that the pool of an unbroken run
    gives its complete months. That the last day of a short month completes it is granted to the span that reaches the
    day asked about: a pool never gives a month too many.
    """
    whole = f"({end}) - ({end} & 1) - ({start}) + ({start} & 1)"
    if int(q.asof) & 1:
        short = f"{end} = {q.asof} and ({end} & 62) < ({start} & 62)"
        whole += f" + (case when {short} then ({start} & 62) - ({end} & 62) else 0 end)"
    return f"(case when {end} > {start} then {whole} else 0 end)"


def confirmed(q: Query, section: str, columns: str = "lo, hi, src") -> str:
    """Rows without values for the people whose section is confirmed complete, to be added by UNION ALL."""
    nothing = ", ".join(f"cast(null as bigint) as {name}" for name in columns.split(", "))
    return f"select s.person_id as person_id, {nothing} from {q.table('people_section')} s where s.name = '{section}'"


def or_none(q: Query, rows: str, section: str, lo: str = "max", hi: str = "max") -> str:
    """One row a person over rows (person_id, lo, hi, src): aggregates of lo and hi, 0 when only the section is there.

    `src` is the row with the highest `hi` (the youngest of several), none when the values are added up.
    """
    src = "cast(null as bigint)" if hi == "sum" else winner("r.hi", "r.src")
    return (
        f"select r.person_id as person_id, coalesce({lo}(r.lo), 0) as lo, coalesce({hi}(r.hi), 0) as hi, {src} as src "
        f"from ({rows} union all {confirmed(q, section)}) r group by r.person_id"
    )


def winner(value: str, identifier: str) -> str:
    """The identifier of the row with the highest value (the highest identifier among equals), in one aggregate."""
    return winning_row(f"max({with_row(value, identifier)})")


def with_row(value: str, identifier: str) -> str:
    """A value and the identifier of its row in one integer that sorts by value, then by identifier."""
    return f"(coalesce({value}, 0) * {_ID_SPACE} + coalesce({identifier}, 0))"


def winning_row(both: str) -> str:
    """The identifier in what `with_row` made."""
    return f"nullif(cast({both} as bigint) & {_ID_SPACE - 1}, 0)"


def flags(table: str, surely: str, perhaps: str, section: str) -> Fold:
    """A flag: yes where a row may be meant (`perhaps`), certainly where `surely` holds for one of those too.

    No only when the section is confirmed complete.
    """
    return Fold(table, lo=("max", flag(surely)), hi=("max", "1"), where=perhaps, row=("max", "t.id"), none_when=section)


def counted(table: str, surely: str, perhaps: str, section: str) -> Fold:
    """How many rows may be meant (`perhaps`); at the lower end those for which `surely` holds too.

    0 only when the section is confirmed complete.
    """
    return Fold(table, lo=("sum", flag(surely)), hi=("sum", "1"), where=perhaps, none_when=section)


def spell_lengths(q: Query) -> dict[str, str]:
    """Values of a spell: what it adds to a pool of months, from its inner ends and from its outer ends."""
    return {
        "shortest": length(q, "t.since_hi", inner_end(q)),
        "longest": length(q, "t.since_lo", outer_end(q)),
    }


def months_once(q: Query, table: str, listed: str, section: str) -> Fold:
    """Pooled months of the spells that `listed` keeps; time that several of them share counts once.

    0 only when the section is confirmed complete.
    """
    where = f"{listed} and {begun(q)}"
    lo, hi = (f"t.{end} - coalesce(t.shared_{end}, 0)" for end in ("shortest", "longest"))
    # What `length` grants at the end of a short month goes to one span only, which may be another at each end.
    uneven = bool(int(q.asof) & 1)
    return Fold(
        table,
        lo=("months", lo),
        hi=("", greater("g.least", "g.most")) if uneven else ("months", hi),
        where=where,
        parts={"least": ("months", lo), "most": ("months", hi)} if uneven else {},
        values=spell_lengths(q) | {"shared_shortest": "o.shortest", "shared_longest": "o.longest"},
        beside={"o": Beside(_shared(q, table, where), "id", "id")},
        none_when=section,
    )


def _shared(q: Query, table: str, where: str) -> str:
    """What spells share with spells that began before them (columns id, shortest, longest), for those that do.

    Earlier spells that reach into a spell cover it without a gap, from its beginning to the latest of their ends.
    """
    spans = (
        f"select t.person_id as person_id, t.id as id, t.since_hi as a1, {inner_end(q)} as b1, "
        f"t.since_lo as a2, {outer_end(q)} as b2 from {q.table(table)} t where {where}"
    )
    reached = ", ".join(
        f"max(case when y.a{end} < x.a{end} or (y.a{end} = x.a{end} and y.id < x.id) then y.b{end} end) as r{end}"
        for end in (1, 2)
    )
    overlaps = (
        f"select x.id as id, x.a1 as a1, x.b1 as b1, x.a2 as a2, x.b2 as b2, {reached} from s x "
        "join s y on y.person_id = x.person_id and y.id <> x.id and y.a2 < x.b2 and y.b2 > x.a2 "
        "group by x.id, x.a1, x.b1, x.a2, x.b2"
    )
    shortest, longest = (length(q, f"l.a{end}", smaller(f"l.b{end}", f"l.r{end}")) for end in (1, 2))
    return f"with s as ({spans}) select l.id as id, {shortest} as shortest, {longest} as longest from ({overlaps}) l"
