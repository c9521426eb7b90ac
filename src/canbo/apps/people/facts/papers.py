"""Papers of the dossier, and how old the declaration of the family is.

A paper counts when somebody confirmed it; one that nobody has looked at yet leaves the answer open; one that was
refused does not count.
"""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

import datetime as dt

from canbo.apps.people.facts.shapes import confirmed, flags, maybe_happened, months_since, not_no, yes
from canbo.apps.people.facts.suppliers import FILE_KEEPER, PERSON
from canbo.core.calendar import day_of, stamp
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_PAPER = "people_paper"


def paper_present(q: Query) -> Fold:
    """A confirmed paper of the kind, not issued after the day, is on file.

    No only when the papers are confirmed complete.
    """
    return flags(_PAPER, _on_file(q), f"t.kind = {q.arg('kind')} and {_may_be_on_file(q)}", "papers")


def paper_in_date(q: Query) -> Fold:
    """A confirmed paper of the kind was issued by the day and not more than `months` months before it.

    The day of the same number that many months later is the last good one. A paper without a date leaves it open.
    """
    surely = f"{_on_file(q)} and {_in_date(q, 't.issued_lo')}"
    fresh = f"(t.issued_hi is null or {_in_date(q, 't.issued_hi')})"
    perhaps = f"t.kind = {q.arg('kind')} and {_may_be_on_file(q)} and {fresh}"
    return flags(_PAPER, surely, perhaps, "papers")


def papers_missing(q: Query) -> str:
    """How many of the listed `kinds` have no confirmed paper on file.

    Papers nobody has looked at count at the upper end only; so do kinds without any paper while the papers are not
    confirmed complete. Unknown for a dossier without any paper that is not confirmed complete.
    """
    kinds = q.codes("kinds")
    asked = kinds.count("'") // 2
    listed = f"count(distinct case when t.kind in {kinds} and"
    rows = (
        f"select t.person_id as person_id, {listed} {_on_file(q)} then t.kind end) as sure, "
        f"{listed} {_may_be_on_file(q)} then t.kind end) as maybe, 0 as complete "
        f"from {q.table(_PAPER)} t group by t.person_id"
    )
    complete = f"select s.person_id, 0 as sure, 0 as maybe, 1 as complete from ({confirmed(q, 'papers')}) s"
    least = f"(case when max(r.complete) = 1 then {asked} - max(r.maybe) else 0 end)"
    return (
        f"select r.person_id as person_id, {least} as lo, "
        f"{asked} - max(r.sure) as hi, cast(null as bigint) as src "
        f"from ({rows} union all {complete}) r group by r.person_id"
    )


def relatives_declared_months(q: Query) -> Fold:
    """Complete months since the family was last declared: since the section `family` was last confirmed complete."""
    return Fold(
        "people_section",
        lo=("min", months_since(q, "t.confirmed_hi")),
        hi=("min", months_since(q, "t.confirmed_lo")),
        where=f"t.name = 'family' and t.confirmed_lo <= {q.asof}",
        row=("max", "t.id"),
    )


def _on_file(q: Query) -> str:
    return f"{yes('t.confirmed')} and (t.issued_hi is null or t.issued_hi <= {q.asof})"


def _may_be_on_file(q: Query) -> str:
    return f"{not_no('t.confirmed')} and {maybe_happened(q, column='issued')}"


def _in_date(q: Query, issued: str) -> str:
    """Fewer complete months up to the day before than the paper is good for; a paper without a date never certainly."""
    day_before = stamp(day_of(int(q.asof)) - dt.timedelta(days=1))
    return f"{q.months(issued, str(day_before))} < {q.arg('months')} and {issued} is not null"


FACTS = (
    FactDef(
        "paper_present",
        "flag",
        "",
        Text("Có giấy tờ trong hồ sơ", "Paper on file"),
        paper_present,
        FILE_KEEPER,
        "papers",
        _PAPER,
        params={"kind": "code"},
    ),
    FactDef(
        "paper_in_date",
        "flag",
        "",
        Text("Giấy tờ còn thời hạn sử dụng", "Paper still in date"),
        paper_in_date,
        FILE_KEEPER,
        "papers",
        _PAPER,
        params={"kind": "code", "months": "integer"},
    ),
    FactDef(
        "papers_missing",
        "quantity",
        "paper",
        Text("Số giấy tờ còn thiếu trong hồ sơ", "Papers missing from the dossier"),
        papers_missing,
        FILE_KEEPER,
        "papers",
        _PAPER,
        params={"kinds": "codes"},
    ),
    FactDef(
        "relatives_declared_months",
        "quantity",
        "month",
        Text("Số tháng kể từ lần kê khai quan hệ gia đình gần nhất", "Months since the family was last declared"),
        relatives_declared_months,
        PERSON,
        "family",
        "people_section",
        drift=1,
    ),
)
