"""The peer in SQL: the same twelve answers as an analyst would write them for DuckDB over Parquet."""

from __future__ import annotations

from pathlib import Path

from bench.nation.standard import FIELDS, LEAST, LISTED
from bench.nation.world import ASOF, YEAR

_FIELDS = ", ".join(f"'{field}'" for field in FIELDS)
_LISTED = ", ".join(f"'{title}'" for title in LISTED)
_DEGREE = "case grade when 'secondary' then 10 when 'college' then 40 when 'university' then 50 when 'master' then 60 when 'doctor' then 70 end"  # noqa: E501
_THEORY = "case grade when 'elementary' then 10 when 'intermediate' then 20 when 'advanced' then 30 end"
_GRADE = "case grade when 'not_done' then 1 when 'done' then 2 when 'good' then 3 when 'excellent' then 4 end"


def _months(start: str) -> str:
    """Complete months from a stamp to the day of the screen; no stamp of the nation is the last day of its month."""
    return f"({ASOF} >> 6) - ({start} >> 6) - case when ({ASOF} & 62) < ({start} & 62) then 1 else 0 end"


def _since(start: str) -> str:
    return f"case when {start} >= {ASOF} then 0 else {_months(start)} end"


def _interval(lo: str, hi: str, least: int) -> str:
    """At least so many, for a number of which two ends are known."""
    return f"case when {lo} >= {least} then true when {hi} < {least} then false end"


_YEARS = range(YEAR - 5, YEAR)


def _good(open_year: str) -> str:
    """How many of the last three years were rated good or better, where a year without a rating counts as given."""
    return " + ".join(f"case when y{y} >= 3 then 1 when y{y} is null then {open_year} else 0 end" for y in _YEARS[2:])


def _bad(open_year: str) -> str:
    return " + ".join(f"case when y{y} = 1 then 1 when y{y} is null then {open_year} else 0 end" for y in _YEARS)


def select(folder: Path, road: str) -> str:
    """The whole screen as one SELECT. `road` maps sex and birth month to the months of age at retirement."""

    def file(name: str) -> str:
        return f"(select * from '{folder}/people_{name}.parquet' where entry_to_id is null)"

    told3 = " or ".join(f"y{y} is not null" for y in _YEARS[2:])
    return f"""
    with person as (
        select person_id, ((b + {road} + 1) * 64 + 2) as leaves, party_official_lo as member_lo,
            party_official_hi as member_hi
        from (
            select person_id, sex, born_lo >> 6 as b, party_official_lo, party_official_hi
            from {file("personversion")}
        )
    ), degree as (
        select person_id, max(case when verified then {_DEGREE} else 0 end) as lo, max({_DEGREE}) as hi,
            max(case when verified and field in ({_FIELDS}) and {_DEGREE} >= 50 then 1 else 0 end) as fit_lo
        from {file("degree")} where on_lo <= {ASOF} group by person_id
    ), theory as (
        select person_id, max(case when verified then {_THEORY} else 0 end) as lo, max({_THEORY}) as hi
        from {file("theory")} where on_lo <= {ASOF} group by person_id
    ), post as (
        select person_id, id, cast(substr(title, 2) as integer) as rank, title in ({_LISTED}) as listed,
            last_lo is null as now, since_lo, since_hi,
            least(coalesce(last_lo, {ASOF}), {ASOF}) as last_lo, least(coalesce(last_hi, {ASOF}), {ASOF}) as last_hi
        from {file("holding")} where since_lo <= {ASOF} and not concurrent
    ), posts as (
        select p.person_id, any_value(c.rank) as rank,
            least(sum(greatest(p.last_lo - p.since_hi, 0)), max(p.last_lo) - min(p.since_hi)) >> 6 as lo,
            least(sum(p.last_hi - p.since_lo), max(p.last_hi) - min(p.since_lo)) >> 6 as hi
        from post p join (select person_id, rank from post where now) c using (person_id)
        where p.rank >= c.rank group by p.person_id
    ), listed as (
        select person_id, sum(greatest(last_lo - greatest(since_hi, coalesce(until_lo, 0)), 0)) >> 6 as lo,
            sum(greatest(last_hi - greatest(since_lo, coalesce(until_hi, 0)), 0)) >> 6 as hi
        from (
            select *, max(last_lo) over (
                partition by person_id order by since_hi, id rows between unbounded preceding and 1 preceding
            ) as until_lo, max(last_hi) over (
                partition by person_id order by since_lo, id rows between unbounded preceding and 1 preceding
            ) as until_hi
            from post where listed
        ) group by person_id
    ), rating as (
        select person_id, {", ".join(f"min(case when year = {y} then {_GRADE} end) as y{y}" for y in _YEARS)}
        from {file("rating")} where year >= {YEAR - 5} and year < {YEAR} group by person_id
    ), discipline as (
        select person_id,
            max(case when last_hi > {ASOF} then 1 else 0 end) as running_hi,
            max(case when on_hi <= {ASOF} and last_lo > {ASOF} then 1 else 0 end) as running_lo,
            max(case when form = 'reprimand' then 1 else 0 end) as had_hi,
            max(case when form = 'reprimand' and on_hi <= {ASOF} then 1 else 0 end) as had_lo,
            min(case when form = 'reprimand' then {_since("on_hi")} end) as since_lo,
            coalesce(
                min(case when form = 'reprimand' and on_hi <= {ASOF} then {_since("on_lo")} end),
                max(case when form = 'reprimand' then {_since("on_lo")} end)
            ) as since_hi
        from {file("discipline")} where on_lo <= {ASOF} group by person_id
    ), confirmed as (
        select person_id from {file("section")} where name = 'discipline' group by person_id
    )
    select p.person_id,
        (p.leaves >> 6) - ({ASOF} >> 6) - case when (p.leaves & 62) < ({ASOF} & 62) then 1 else 0 end
            >= {LEAST["left"]} as c1,
        {_interval("d.lo", "d.hi", LEAST["degree"])} as c2,
        case when d.fit_lo = 1 then true end as c3,
        {_interval("t.lo", "t.hi", LEAST["theory"])} as c4,
        {_interval(_since("p.member_hi"), _since("p.member_lo"), LEAST["member"])} as c5,
        {_interval("l.lo", "l.hi", LEAST["listed"])} as c6,
        {_interval("h.lo", "h.hi", LEAST["equal"])} as c7,
        case when {told3} then {_interval(_good("0"), _good("1"), LEAST["rated"])} end as c8,
        case when {_bad("0")} > 0 then false when {_bad("1")} = 0 then true end as c9,
        case when i.running_lo = 1 then false
            when coalesce(i.running_hi, 0) = 0 and k.person_id is not null then true end as c10,
        case when (coalesce(i.had_hi, 0) = 0 and k.person_id is not null) or i.since_lo >= {LEAST["after"]} then true
            when i.had_lo = 1 and i.since_hi < {LEAST["after"]} then false end as c11,
        h.rank >= {LEAST["rank"]} as c12
    from person p left join degree d using (person_id) left join theory t using (person_id)
    left join posts h using (person_id) left join listed l using (person_id) left join rating r using (person_id)
    left join discipline i using (person_id) left join confirmed k using (person_id)
    """
