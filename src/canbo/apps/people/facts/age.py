"""Age, sex and the end of working age."""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from canbo.apps.people.facts.shapes import flag, months_since
from canbo.apps.people.facts.suppliers import FILE_KEEPER
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_VERSION = "people_personversion"


def age_months(q: Query) -> Fold:
    """Complete months from birth to the day. A birth known only to the month or year gives an interval."""
    return Fold(
        _VERSION,
        lo=("max", q.months("t.born_hi", q.asof)),
        hi=("max", q.months("t.born_lo", q.asof)),
        where="t.born_lo is not null",
        row=("max", "t.id"),
    )


def birth_known(q: Query) -> Fold:
    """A birth date to the day stands in the dossier. Never unknown for a person with a dossier."""
    known = flag("t.born_lo = t.born_hi")
    return Fold(_VERSION, lo=("max", known), hi=("max", known), row=("max", "t.id"))


def birth_month(q: Query) -> Fold:
    """The month of birth as a month number (year × 12 + month − 1), for rules that say "born from 9/1965"."""
    return Fold(
        _VERSION,
        lo=("max", "(t.born_lo >> 6)"),
        hi=("max", "(t.born_hi >> 6)"),
        where="t.born_lo is not null",
        row=("max", "t.id"),
    )


def is_female(q: Query) -> Fold:
    """The dossier says female; unknown where it does not state the sex."""
    female = flag("t.sex = 'F'")
    return Fold(_VERSION, lo=("max", female), hi=("max", female), where="t.sex <> ''", row=("max", "t.id"))


def service_months(q: Query) -> Fold:
    """Complete months since recruitment."""
    return Fold(
        _VERSION,
        lo=("max", months_since(q, "t.recruited_hi")),
        hi=("max", months_since(q, "t.recruited_lo")),
        where="t.recruited_lo is not null",
        row=("max", "t.id"),
    )


def months_to_retirement(q: Query) -> str:
    """Complete months from the day to the end of the retirement month, negative once it is past by a month or more.

    The retirement month is the month in which the age of the parameter `retirement_age` (by sex and month of birth)
    is reached. A decision to work longer, made by the day, puts its last month in the place of it; of several the
    latest month counts; one whose date leaves open whether it was made by the day only widens the interval. A sex or
    a birth date that is partly unknown gives the interval over all that it can be.
    """
    lo, hi = (q.months(q.asof, f"((w.{end} + 1) * 64 + 2)") for end in ("lo", "hi"))
    return f"select w.person_id as person_id, {lo} as lo, {hi} as hi, w.src as src from ({_month(q)}) w"


def months_left_at_month(q: Query) -> str:
    """Month number of the retirement month minus that of the reckoning month (a man born in 9/1965 who retires at 60
    has 60 left at 9/2020). Retirement month as in months_to_retirement."""
    month = q.arg("month")
    return (
        f"select w.person_id as person_id, w.lo - {month} as lo, w.hi - {month} as hi, w.src as src "
        f"from ({_month(q)}) w"
    )


def _month(q: Query) -> str:
    """The retirement month (month number) as an interval, from the roads of `_roads`."""
    lo = (
        "case when max(r.kept_lo) is not null then max(r.kept_lo) "
        "when min(r.maybe_lo) < min(r.base_lo) then min(r.maybe_lo) else min(r.base_lo) end"
    )
    settled = "coalesce(max(r.kept_hi), max(r.base_hi))"
    hi = f"case when max(r.maybe_hi) > {settled} then max(r.maybe_hi) else {settled} end"
    return (
        f"select r.person_id as person_id, {lo} as lo, {hi} as hi, "
        f"case when count(r.extension) = 0 then max(r.version) end as src from ({_roads(q)}) r group by r.person_id "
        "having max(r.kept_lo) is not null or (count(r.version) > 0 and count(r.gap) = 0)"
    )


def _roads(q: Query) -> str:
    """Rows that each tell a retirement month: by law for every sex the person can have, and by decision.

    `gap` marks a month of birth for which the parameter has no value: then nothing is known but a decision.
    """
    versions = q.table(_VERSION)
    columns = "t.person_id as person_id, t.id as id, t.born_lo >> 6 as early, t.born_hi >> 6 as late"
    born = f"select {columns}, {{sex}} as sex from {versions} t where t.born_lo is not null and t.sex {{which}}"
    possible = " union all ".join(
        (
            born.format(sex="t.sex", which="<> ''"),
            born.format(sex="'F'", which="= ''"),
            born.format(sex="'M'", which="= ''"),
        )
    )
    early, late = (f"b.{end} + {q.table_value('retirement_age', 'b.sex', f'b.{end}')}" for end in ("early", "late"))
    by_law = (
        "select p.person_id as person_id, p.id as version, cast(null as bigint) as extension, p.base_lo as base_lo, "
        "p.base_hi as base_hi, cast(null as integer) as kept_lo, cast(null as integer) as kept_hi, "
        "cast(null as integer) as maybe_lo, cast(null as integer) as maybe_hi, "
        "case when p.base_lo is null or p.base_hi is null then 1 end as gap "
        f"from (select b.person_id as person_id, b.id as id, {early} as base_lo, {late} as base_hi "
        f"from ({possible}) b) p"
    )
    first, last = (f"((t.last_{end} >> 6) - {flag(f'(t.last_{end} & 62) = 2')})" for end in ("lo", "hi"))
    made, perhaps = f"t.on_hi <= {q.asof}", f"(t.on_hi is null or t.on_hi > {q.asof})"
    by_decision = (
        "select t.person_id, cast(null as bigint), t.id, cast(null as integer), cast(null as integer), "
        f"case when {made} then {first} end, case when {made} then {last} end, "
        f"case when {perhaps} then {first} end, case when {perhaps} then {last} end, cast(null as integer) "
        f"from {q.table('people_extension')} t where t.on_lo is null or t.on_lo <= {q.asof}"
    )
    return f"{by_law} union all {by_decision}"


FACTS = (
    FactDef(
        "age_months",
        "quantity",
        "month",
        Text("Số tháng tuổi", "Months of age"),
        age_months,
        FILE_KEEPER,
        "",
        _VERSION,
        drift=1,
    ),
    FactDef(
        "birth_known",
        "flag",
        "",
        Text("Ngày sinh ghi đủ ngày, tháng, năm", "Birth date known to the day"),
        birth_known,
        FILE_KEEPER,
        "",
        _VERSION,
    ),
    FactDef(
        "birth_month",
        "quantity",
        "month_number",
        Text("Tháng sinh", "Month of birth"),
        birth_month,
        FILE_KEEPER,
        "",
        _VERSION,
    ),
    FactDef(
        "is_female",
        "flag",
        "",
        Text("Giới tính nữ", "Female"),
        is_female,
        FILE_KEEPER,
        "",
        _VERSION,
    ),
    FactDef(
        "service_months",
        "quantity",
        "month",
        Text("Số tháng công tác kể từ khi tuyển dụng", "Months of service since recruitment"),
        service_months,
        FILE_KEEPER,
        "",
        _VERSION,
        drift=1,
    ),
    FactDef(
        "months_to_retirement",
        "quantity",
        "month",
        Text("Số tháng công tác còn lại đến hết tháng nghỉ hưu", "Months left to the end of the retirement month"),
        months_to_retirement,
        FILE_KEEPER,
        "",
        _VERSION,
        drift=-1,
    ),
    FactDef(
        "months_left_at_month",
        "quantity",
        "month",
        Text("Số tháng công tác còn lại tại tháng tính tuổi", "Months of working time left at the reckoning month"),
        months_left_at_month,
        FILE_KEEPER,
        "",
        _VERSION,
        params={"month": "month_number"},
    ),
)
