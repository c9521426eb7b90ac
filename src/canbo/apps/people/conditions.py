"""One condition on a fact: written in an address, read back, said in a sentence, and who surely meets it."""

# ruff: noqa: S608 - the statement is made of checked literals only, see core.engines.sql

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from canbo.apps.people import models
from canbo.apps.people.measures import Measure, levels_of, offered
from canbo.apps.people.visibility import sealed_tables
from canbo.base.packs.registry import FACTS
from canbo.core.calendar import stamp
from canbo.core.clauses import Compare, Limit
from canbo.core.engines.sets import answer_column, compile_facts, sheet_columns
from canbo.core.engines.sql import Scope
from canbo.core.facts import FactUse
from canbo.core.pack import Pack
from canbo.core.refusal import Refusal
from canbo.core.wording import NUMBERS, RANKS, counted
from canbo.lib.text import Text
from canbo.shell.fields import read_count

#: Relations to a limit, as an address writes them; a flag is met or not, and anything may be unknown.
RELATIONS = {"ge": ">=", "lt": "<", "le": "<=", "gt": ">", "eq": "==", "ne": "!="}
FLAGS = {"yes": Text("có", "yes"), "no": Text("không", "no")}
UNKNOWN = "unknown"
NOT_KNOWN = Text("chưa rõ", "not known")
_CURE = Text("Bỏ điều kiện này rồi chọn lại trong trang Thêm điều kiện.", "Take it away, and choose it anew.")


@dataclass(frozen=True)
class Condition:
    """That a fact stands in a relation to a limit, surely; or (`relation` UNKNOWN) that its value is left open."""

    use: FactUse
    relation: str
    limit: int = 0
    says: Text = field(default=NOT_KNOWN, compare=False)

    def sealed(self, day: dt.date) -> str:
        """The sealed table (a name of PRIVACY) that the fact reads; "" where it reads none."""
        return sealed_behind(self.use, day)


def sealed_behind(use: FactUse, day: dt.date) -> str:
    """The table that a fact reads (a name of PRIVACY), where the law of a day seals it; else ""."""
    source = FACTS[use.name].source
    return next((name for name in sealed_tables(day) if getattr(models, name)._meta.db_table == source), "")


def relations_of(measure: Measure) -> dict[str, Text]:
    """The relations that may be asked of a measure, in words."""
    words = {"quantity": NUMBERS, "code": {op: _bare(says) for op, says in RANKS.items()}}.get(measure.fact.kind)
    found = {name: Text(*words[op]) for name, op in RELATIONS.items()} if words else dict(FLAGS)
    return {**found, UNKNOWN: NOT_KNOWN}


def _bare(says: tuple[str, str]) -> tuple[str, str]:
    """The words of a relation to a rank, without the rank."""
    vi, en = (each.replace("{}", "…").strip() for each in says)
    return (vi, en) if vi != "…" else ("đúng …", "exactly …")


def written(measure: Measure, relation: str, value: str) -> str:
    """A condition as an address holds it."""
    return "~".join((measure.use.name, measure.token, relation, value))


def read(text: str, pack: Pack, day: dt.date) -> Condition:
    """The condition that an address holds. Refuses (422) a fact that is not offered, a relation or a value that it does
    not have."""
    name, token, relation, value, *_ = [*text.split("~"), "", "", "", ""]
    measure = offered(pack, day).get(name, {}).get(token)
    if measure is None or relation not in relations_of(measure):
        raise Refusal(
            "people.no_such_condition",
            Text(
                f"Không có điều kiện “{text}” theo tiêu chuẩn của ngày này.", f"No standard of the day asks “{text}”."
            ),
            _CURE,
            status=422,
        )
    return condition(measure, relation, value, pack)


def condition(measure: Measure, relation: str, value: str, pack: Pack) -> Condition:
    """A condition on a measure. Refuses (422) a value that is no count, or no level of its scale."""
    if relation == UNKNOWN:
        return Condition(measure.use, UNKNOWN, says=_together(measure, NOT_KNOWN))
    if relation in FLAGS:
        return Condition(measure.use, "==", int(relation == "yes"), _together(measure, FLAGS[relation]))
    op = RELATIONS[relation]
    if measure.fact.kind == "code":
        level = levels_of(measure.scale, pack).get(value)
        if level is None:
            raise _no_value(measure, Text("chọn một mức trong danh sách", "choose a level of the list"))
        said = [words.format(name) for words, name in zip(RANKS[op], (level.name.vi, level.name.en), strict=True)]
        return Condition(measure.use, op, level.rank or 0, _together(measure, Text(*said)))
    number = read_count(value)
    if number is None or number > LARGEST:
        raise _no_value(measure, Text("viết một số nguyên, ví dụ 5", "write a whole number, such as 5"))
    return Condition(measure.use, op, number, _together(measure, _counted(measure, op, number)))


#: The largest number that may be asked for.
LARGEST = 100_000


def _counted(measure: Measure, op: str, number: int) -> Text:
    """A relation to a number; whole years are said as years."""
    unit = measure.fact.unit
    if unit == "month" and number and number % 12 == 0:
        number, unit = number // 12, "year"
    told, (vi, en) = counted(number, unit), NUMBERS[op]
    return Text(f"{vi} {told.vi}", f"{en} {told.en}")


def _together(measure: Measure, what: Text) -> Text:
    says = measure.says
    return Text(f"{says.vi[:1].lower()}{says.vi[1:]}: {what.vi}", f"{says.en[:1].lower()}{says.en[1:]}: {what.en}")


def _no_value(measure: Measure, expected: Text) -> Refusal:
    says = measure.fact.says
    return Refusal(
        "people.condition_value",
        Text(f"Điều kiện “{says.vi}”: {expected.vi}.", f"“{says.en}”: {expected.en}."),
        status=422,
    )


def who_meets(asked: Condition, pack: Pack, day: dt.date, known: int | None, people: Sequence[int] | None) -> str:
    """The SELECT of the ids of those who surely meet a condition on a day, among `people` (None: everybody), as the
    record stands or stood at a position."""
    scope = Scope(stamp(day), known, people, pack.scales(day), pack.tables(day))
    facts = compile_facts([asked.use], FACTS, scope)
    columns = sheet_columns([asked.use])
    lo, hi = columns[asked.use.key]
    if asked.relation == UNKNOWN:
        met = f"{lo} is null or {hi} is null or {lo} < {hi}"
    else:
        met = answer_column(Compare(asked.use, asked.relation, Limit(asked.limit)), columns)
    return f"select s.person_id from ({facts}) s where {met}"
