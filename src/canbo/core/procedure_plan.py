"""The plan of a case: one version of a procedure with its numbers as they stood on the day the case was opened.

The case then runs by it to its end, whatever changes later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from canbo.core.errors import NotInForce, UnknownName, nearest_names
from canbo.core.procedure import Attendees, Procedure, ProcedureVersion, Share, Step
from canbo.core.rules import DatedValue, Rules
from canbo.core.tally_kinds import Kind
from canbo.core.tally_resolving import kind_on
from canbo.lib.text import Text

BASE_LIST, PAPER_LIST = "vote-bases", "case-papers"
#: The group of papers that are made public: they say where, too.
PUBLIC = "public"


@dataclass(frozen=True)
class Plan:
    """What a case runs by: one version of a procedure, its numbers and ballots as they stood on the day `on`.

    `public` are the papers that are made public.
    """

    procedure: Procedure
    version: ProcedureVersion
    numbers: Mapping[str, DatedValue]
    bases: Mapping[str, str]
    on: dt.date
    attendees: Mapping[str, Attendees]
    kinds: Mapping[str, Kind]
    papers: Mapping[str, Text]
    public: frozenset[str] = frozenset()

    def called(self, papers: Iterable[str]) -> Text:
        """Some papers by their names, one after the other."""
        found = [self.papers.get(code, Text(code, code)) for code in papers]
        return Text(", ".join(each.vi for each in found), ", ".join(each.en for each in found))

    @property
    def first(self) -> Step:
        """The step with which a case begins."""
        return self.version.steps[0]

    def step(self, code: str) -> Step:
        """The step of a code. Raises UnknownName."""
        for step in self.version.steps:
            if step.code == code:
                return step
        raise UnknownName("step", code, nearest_names(code, [step.code for step in self.version.steps]))

    def whole(self, name: str) -> int | None:
        """A whole number of the law; None when none is set, or none is named."""
        value = self.numbers[name].value if name else None
        return value if isinstance(value, int) else None

    def share(self, name: str) -> Fraction:
        """A share of the law."""
        value = self.numbers[name].value
        return value if isinstance(value, Fraction) else Fraction(0)

    def base(self, share: Share) -> str:
        """The denominator of a share: one of BASES."""
        return self.bases[share.of]

    def kind(self, step: Step) -> Kind:
        """The kind of ballot of a step that votes in secret."""
        return self.kinds[step.ballot]


def plan_on(rules: Rules, code: str, on: dt.date) -> Plan:
    """The plan of a procedure on a day. Raises UnknownName (no such procedure) or NotInForce (none on that day)."""
    procedure = rules.procedures.get(code)
    if procedure is None:
        raise UnknownName("procedure", code, nearest_names(code, rules.procedures))
    version = next((each for each in procedure.versions if each.holds(on)), None)
    if version is None:
        first = [each.cites.instrument for each in procedure.versions[:1]]
        raise NotInForce(code, on, first, procedure.name)
    names = sorted({name for step in version.steps for name in step.parameters()})
    numbers = {name: _held(rules, name, on) for name in names}
    ranks = {each.rank: each.code for each in rules.lists[BASE_LIST].codes.values()} if BASE_LIST in rules.lists else {}
    bases = {
        name: ranks[value.value]
        for name, value in numbers.items()
        if isinstance(value.value, int) and value.unit == "rank"
    }
    kinds = {code: kind_on(rules, code, on) for code in sorted({each for step in version.steps for each in step.kinds})}
    listed = rules.lists.get(PAPER_LIST)
    codes = listed.codes if listed else {}
    papers = {code: each.name for code, each in codes.items()}
    public = frozenset(code for code, each in codes.items() if each.group == PUBLIC)
    return Plan(procedure, version, numbers, bases, on, rules.attendees, kinds, papers, public)


def _held(rules: Rules, name: str, on: dt.date) -> DatedValue:
    parameter = rules.parameters[name]
    for value in parameter.values:
        if value.holds(on):
            return value
    raise NotInForce(name, on, (), parameter.meaning)
