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


def select(folder: Path, road: str) -> str:
    """The whole screen as one SELECT. `road` maps sex and birth month to the months of age at retirement."""

    def file(name: str) -> str:
        return f"'{folder}/people_{name}.parquet'"

    return f"""
    with person as (
        select person_id, ((b + {road} + 1) * 64 + 2) as leaves, party_official_lo as official
        from (select person_id, sex, born_lo >> 6 as b, party_official_lo from {file("personversion")})
    ), degree as (
        select person_id, max(case when verified then {_DEGREE} else 0 end) as lo, max({_DEGREE}) as hi,
            max(case when verified and field in ({_FIELDS}) and {_DEGREE} >= 50 then 1 else 0 end) as fit_lo,
            max(case when field in ({_FIELDS}) and {_DEGREE} >= 50 then 1 end) as fit_hi
        from {file("degree")} where on_lo <= {ASOF} group by person_id
    ), theory as (
        select person_id, max({_THEORY}) as grade from {file("theory")} where on_lo <= {ASOF} group by person_id
    ), post as (
        select person_id, cast(substr(title, 2) as integer) as rank, title in ({_LISTED}) as listed,
            last_lo is null as now,
            least(coalesce(last_lo, {ASOF}), {ASOF}) - since_lo as length
        from {file("holding")} where since_lo <= {ASOF} and not concurrent
    ), posts as (
        select p.person_id, any_value(c.rank) as rank,
            sum(case when p.rank >= c.rank then p.length end) >> 6 as equal_months,
            sum(case when p.listed then p.length end) >> 6 as listed_months
        from post p join (select person_id, rank from post where now) c using (person_id) group by p.person_id
    ), rating as (
        select person_id, count(*) filter (year >= {YEAR - 3}) as told3, count(*) as told5,
            count(*) filter (year >= {YEAR - 3} and {_GRADE} >= 3) as good, count(*) filter ({_GRADE} = 1) as bad
        from {file("rating")} where year >= {YEAR - 5} and year < {YEAR} group by person_id
    ), discipline as (
        select person_id, max(case when last_lo is null or last_lo > {ASOF} then 1 else 0 end) as running,
            max(case when form = 'reprimand' then on_lo end) as reprimand
        from {file("discipline")} where on_lo <= {ASOF} group by person_id
    ), confirmed as (
        select person_id from {file("section")} where name = 'discipline' group by person_id
    )
    select p.person_id,
        (p.leaves >> 6) - ({ASOF} >> 6) - case when (p.leaves & 62) < ({ASOF} & 62) then 1 else 0 end
            >= {LEAST["left"]} as c1,
        case when d.lo >= {LEAST["degree"]} then true when d.hi < {LEAST["degree"]} then false end as c2,
        case when d.fit_lo = 1 then true end as c3,
        t.grade >= {LEAST["theory"]} as c4,
        ({ASOF} >> 6) - (p.official >> 6) - case when ({ASOF} & 62) < (p.official & 62) then 1 else 0 end
            >= {LEAST["member"]} as c5,
        h.listed_months >= {LEAST["listed"]} as c6,
        h.equal_months >= {LEAST["equal"]} as c7,
        case when r.good >= {LEAST["rated"]} then true
            when r.good + 3 - r.told3 < {LEAST["rated"]} then false end as c8,
        case when r.bad > 0 then false when r.told5 = 5 then true end as c9,
        case when i.running = 1 then false when k.person_id is not null then true end as c10,
        case when i.reprimand is null then case when k.person_id is not null then true end
            else ({ASOF} >> 6) - (i.reprimand >> 6) - case when ({ASOF} & 62) < (i.reprimand & 62) then 1 else 0 end
            >= {LEAST["after"]} end as c11,
        h.rank >= {LEAST["rank"]} as c12
    from person p left join degree d using (person_id) left join theory t using (person_id)
    left join posts h using (person_id) left join rating r using (person_id)
    left join discipline i using (person_id) left join confirmed k using (person_id)
    """
