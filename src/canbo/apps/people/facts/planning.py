"""Planning: the titles for which somebody is prepared."""

# ruff: noqa: S608  (the text is made of checked literals only, see core.engines.sql)

from __future__ import annotations

from canbo.apps.people.facts.shapes import flag, flags, lasts, may_last, or_none
from canbo.apps.people.facts.suppliers import PLANNING_BODY
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_PLANNED = "people_planned"


def planned_for(q: Query) -> Fold:
    """Planned on the day for one of `titles`. No only when the planning is confirmed complete."""
    listed = f"t.title in {q.codes('titles')}"
    return flags(_PLANNED, lasts(q), f"{listed} and {may_last(q)}", "planning")


def planned_titles(q: Query) -> str:
    """How many titles somebody is planned for on the day, each once whatever the term.

    0 only when the planning is confirmed complete.
    """
    rows = (
        f"select t.person_id as person_id, max({flag(lasts(q))}) as lo, 1 as hi, cast(null as bigint) as src "
        f"from {q.table(_PLANNED)} t where {may_last(q)} group by t.person_id, t.title"
    )
    return or_none(q, rows, "planning", "sum", "sum")


FACTS = (
    FactDef(
        "planned_for",
        "flag",
        "",
        Text("Được quy hoạch chức danh quy định", "Planned for one of the titles named"),
        planned_for,
        PLANNING_BODY,
        "planning",
        _PLANNED,
        params={"titles": "codes"},
    ),
    FactDef(
        "planned_titles",
        "quantity",
        "title",
        Text("Số chức danh được quy hoạch", "Number of titles planned for"),
        planned_titles,
        PLANNING_BODY,
        "planning",
        _PLANNED,
    ),
)
