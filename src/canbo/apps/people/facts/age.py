"""Age, sex and the end of working age."""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from collections.abc import Callable

from canbo.apps.people.facts.shapes import flag, greater, months_since, smaller
from canbo.apps.people.facts.suppliers import FILE_KEEPER
from canbo.core.facts import Beside, FactDef, Fold, Query
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


def months_to_retirement(q: Query) -> Fold:
    """Complete months from the day to the end of the retirement month, negative once it is past by a month or more.

    The retirement month is the month in which the age of the parameter `retirement_age` (by sex and month of birth)
    is reached. A decision to work longer, made by the day, puts its last month in the place of it; of several the
    latest month counts; one whose date leaves open whether it was made by the day only widens the interval. A sex or
    a birth date that is partly unknown gives the interval over all that it can be.
    """
    to_the_first_of_month_0 = q.months(q.asof, "2")
    return _retirement(q, lambda month: f"({month}) + 1 + {to_the_first_of_month_0}")


def within_working_age(q: Query) -> Fold:
    """The retirement month is not over on the day: still so on its last day, no longer on the first of the next.

    Retirement month as in months_to_retirement.
    """
    this_month = f"({q.asof} >> 6)"
    return _retirement(q, lambda last: f"case when {last} >= {this_month} then 1 when {last} < {this_month} then 0 end")


def months_left_at_month(q: Query) -> Fold:
    """Month number of the retirement month minus that of the reckoning month (a man born in 9/1965 who retires at 60
    has 60 left at 9/2020). Retirement month as in months_to_retirement."""
    return _retirement(q, lambda month: f"({month}) - {q.arg('month')}")


def _retirement(q: Query, told: Callable[[str], str]) -> Fold:
    """What is told of the retirement month (a month number), as an interval.

    A month of birth for which the parameter has no value leaves nothing known but a decision.
    """
    early, late = "(t.born_lo >> 6)", "(t.born_hi >> 6)"
    decided = ("kept_lo", "kept_hi", "maybe_lo", "maybe_hi")
    return Fold(
        _VERSION,
        lo=("", told(f"coalesce(g.kept_lo, {smaller('g.maybe_lo', 'g.early')})")),
        hi=("", told(greater("g.maybe_hi", "coalesce(g.kept_hi, g.late)"))),
        row=("max", "case when t.kept_lo is null and t.maybe_lo is null then t.id end"),
        values={
            "woman": _by_law(q, "F", early),
            "man": _by_law(q, "M", early),
            # Nearly everybody's month of birth is known: then the other end need not be looked up.
            "late_woman": f"case when {early} <> {late} then {_by_law(q, 'F', late)} end",
            "late_man": f"case when {early} <> {late} then {_by_law(q, 'M', late)} end",
            **{name: f"e.{name}" for name in decided},
        },
        parts={
            "early": ("max", _hull("<", "t.woman", "t.man")),
            "late": (
                "max",
                f"case when {early} = {late} then {_hull('>', 't.woman', 't.man')} "
                f"else {_hull('>', 't.late_woman', 't.late_man')} end",
            ),
            **{name: ("max", f"t.{name}") for name in decided},
        },
        beside={"e": Beside(_decided(q), "person_id", "person_id")},
    )


def _by_law(q: Query, sex: str, born: str) -> str:
    """The retirement month by law of those born in a month, unless they are of the other sex."""
    other = "M" if sex == "F" else "F"
    return f"case when t.sex <> '{other}' then {born} + {q.table_value('retirement_age', repr(sex), born)} end"


def _hull(order: str, woman: str, man: str) -> str:
    """The month for the sex stated; else the one that comes first (`<`) or last (`>`), if there is one for both."""
    return (
        f"(case when t.sex = 'F' then {woman} when t.sex = 'M' then {man} "
        f"when {woman} {order} {man} then {woman} when {man} {order}= {woman} then {man} end)"
    )


def _decided(q: Query) -> str:
    """The last months by decisions: kept_* of those made by the day, maybe_* of those perhaps made by it."""
    first, last = (f"((t.last_{end} >> 6) - {flag(f'(t.last_{end} & 62) = 2')})" for end in ("lo", "hi"))
    made, perhaps = f"t.on_hi <= {q.asof}", f"(t.on_hi is null or t.on_hi > {q.asof})"
    columns = (
        f"max(case when {made} then {first} end) as kept_lo",
        f"max(case when {made} then {last} end) as kept_hi",
        f"min(case when {perhaps} then {first} end) as maybe_lo",
        f"max(case when {perhaps} then {last} end) as maybe_hi",
    )
    return (
        f"select t.person_id as person_id, {', '.join(columns)} from {q.table('people_extension')} t "
        f"where t.on_lo is null or t.on_lo <= {q.asof} group by t.person_id"
    )


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
        "within_working_age",
        "flag",
        "",
        Text("Chưa hết tháng nghỉ hưu", "The retirement month is not over"),
        within_working_age,
        FILE_KEEPER,
        "",
        _VERSION,
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
