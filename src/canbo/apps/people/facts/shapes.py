"""Shapes that many facts share, as SQL text of the small subset: flags, spells, "none when confirmed", pooled months.

Three rules hold for every fact and are written down here once:

* *What is recorded counts as it stands; nothing recorded means "none" only when somebody confirmed that section of the
  dossier complete* (`or_none`). A section row on the record at the position asked about is enough.
* *A spell counts up to the day asked about.* Its inner ends (latest beginning, earliest end) give `lo`, its outer ends
  `hi`.
* *Months of several spells are pooled, not rounded one by one* (`length`): spells that adjoin count as one, as after a
  reappointment or a merger of bodies; loose days of separate spells make a month when they are more than 31.
"""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from canbo.core.facts import Query

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


def at_least_zero(expression: str) -> str:
    """The expression, or 0 where it is negative."""
    return f"(case when {expression} < 0 then 0 else {expression} end)"


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

    Spans that adjoin add up to the span from the first beginning to the last end, so that `pooled` of an unbroken run
    is its complete months. That the last day of a short month completes it is granted to the span that reaches the
    day asked about: `pooled` never gives a month too many.
    """
    whole = f"({end}) - ({end} & 1) - ({start}) + ({start} & 1)"
    if int(q.asof) & 1:
        short = f"{end} = {q.asof} and ({end} & 62) < ({start} & 62)"
        whole += f" + (case when {short} then ({start} & 62) - ({end} & 62) else 0 end)"
    return f"(case when {end} > {start} then {whole} else 0 end)"


def pooled(column: str) -> str:
    """Complete months in a pool; 0 when there is nothing in it."""
    return f"(cast(coalesce(sum({column}), 0) as bigint) >> 6)"


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
    both = f"max(coalesce({value}, 0) * {_ID_SPACE} + coalesce({identifier}, 0))"
    return f"nullif(cast({both} as bigint) & {_ID_SPACE - 1}, 0)"


def flags(q: Query, table: str, surely: str, perhaps: str) -> str:
    """Rows for `or_none`: a flag for every row of a table that may be meant; certain where `surely` holds too."""
    return (
        f"select t.person_id as person_id, {flag(surely)} as lo, 1 as hi, t.id as src "
        f"from {q.table(table)} t where {perhaps}"
    )


def spans(q: Query, table: str, where: str, extra: str = "") -> str:
    """Spells as spans up to the day: inner ends a1, b1, outer ends a2, b2, and further columns."""
    return (
        f"select t.person_id as person_id, t.id as id{extra}, t.since_hi as a1, {inner_end(q)} as b1, "
        f"t.since_lo as a2, {outer_end(q)} as b2 from {q.table(table)} t where {begun(q)} and {where}"
    )


def spans_without_overlap(q: Query, spans_text: str) -> str:
    """Rows (person_id, lo, hi, src) whose sums are the lengths of the union of the spans.

    Time that two spans share is taken away once. Where three share it, it is taken away three times: the sum is then
    too low, never too high.
    """
    common = [length(q, greater(f"x.a{end}", f"y.a{end}"), smaller(f"x.b{end}", f"y.b{end}")) for end in (1, 2)]
    return (
        f"select s.person_id as person_id, {length(q, 's.a1', 's.b1')} as lo, {length(q, 's.a2', 's.b2')} as hi, "
        f"s.id as src from ({spans_text}) s union all "
        f"select x.person_id, -{common[0]}, -{common[1]}, cast(null as bigint) from ({spans_text}) x "
        f"join ({spans_text}) y on y.person_id = x.person_id and x.id < y.id"
    )


def months_of(q: Query, rows: str, section: str) -> str:
    """One row a person: pooled months over rows (person_id, lo, hi, src) of lengths; 0 when the section is there.

    Where three spans share time `hi` loses too much, and is never below `lo`.
    """
    sums = (
        f"select r.person_id as person_id, {at_least_zero(pooled('r.lo'))} as lo, "
        f"{at_least_zero(pooled('r.hi'))} as hi from ({rows} union all {confirmed(q, section)}) r group by r.person_id"
    )
    return (
        f"select m.person_id as person_id, m.lo as lo, {greater('m.lo', 'm.hi')} as hi, cast(null as bigint) as src "
        f"from ({sums}) m"
    )
