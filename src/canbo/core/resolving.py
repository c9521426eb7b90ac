"""From clauses as written to clauses on a day: parameters become numbers with citations, groups lists of codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from canbo.core.calendar import stamp
from canbo.core.clauses import AllOf, AnyOf, AtLeast, Clause, Compare, Known, Limit, Not, Standard, Test, Unless
from canbo.core.errors import NotInForce, Spot, UnknownName, nearest_names
from canbo.core.facts import Argument, FactUse
from canbo.core.law import InstrumentKey
from canbo.core.rules import DatedValue, Rules, StandardVersion, Title
from canbo.core.written import (
    ClauseVersion,
    CodeRank,
    GroupTitles,
    Joined,
    ListCodes,
    Literal,
    Named,
    ParameterValue,
    RelatedTitles,
    ScreenedTitle,
    Source,
    TermSpans,
    UnitPlaces,
    WrittenCompare,
    WrittenHolds,
    WrittenKnown,
    WrittenMany,
    WrittenNot,
    WrittenTest,
    WrittenUse,
)
from canbo.lib.text import Text, share_text

#: The parameter that says whether an old unit inside a merged one counts as the locality (flag).
OLD_UNITS = "old_unit_counts_as_local"
#: Stands where a rule is asked for no title.
NO_TITLE = Title("", Text("–", "–"), "", 0, "", "", False, (), None, Spot("", 0))
#: The list whose codes are terms with days.
TERMS = "terms"


class Unresolved(Exception):
    """A name that leads nowhere for this title and day; the loader turns it into a fault."""

    def __init__(self, says: Text) -> None:
        self.says = says
        super().__init__(says.en)


def parameter_on(rules: Rules, name: str, on: dt.date) -> DatedValue:
    """The value of a parameter on a day. Raises UnknownName or NotInForce."""
    parameter = rules.parameters.get(name)
    if parameter is None:
        raise UnknownName("parameter", name, nearest_names(name, rules.parameters))
    for value in parameter.values:
        if value.holds(on):
            return value
    raise NotInForce(name, on, [parameter.values[0].cites.instrument] if parameter.values else [])


def standard_version(rules: Rules, title: str, purpose: str, on: dt.date) -> StandardVersion:
    """The version of a title's standard that holds on a day. Raises UnknownName or NotInForce."""
    written = rules.standards.get((title, purpose))
    if written is None:
        if title not in rules.titles:
            raise UnknownName("title", title, nearest_names(title, rules.titles))
        have = [each for each, meant in rules.standards if meant == purpose]
        raise UnknownName("standard", title, nearest_names(title, have) or sorted(have)[:3])
    for version in written.versions:
        if version.since <= on and (version.until is None or on < version.until):
            return version
    earliest: list[InstrumentKey] = [written.versions[0].cites.instrument] if written.versions else []
    name = rules.titles[title].name if title in rules.titles else Text(title, title)
    named = Text(f"tiêu chuẩn chức danh {name.vi}", f"the standard of {name.en}")
    raise NotInForce(
        f"standards/{title}", on, earliest, named, written.versions[-1].until if written.versions else None
    )


def clause_version(rules: Rules, code: str, on: dt.date) -> ClauseVersion:
    """The version of a clause that holds on a day. Raises UnknownName or NotInForce."""
    written = rules.clauses.get(code)
    if written is None:
        raise UnknownName("clause", code, nearest_names(code, rules.clauses))
    for version in written.versions:
        if version.since <= on and (version.until is None or on < version.until):
            return version
    raise NotInForce(code, on, [written.versions[0].cites.instrument] if written.versions else [])


def ranks_of_code(rules: Rules, code: str) -> dict[str, int]:
    """The lists in which a code has a rank, for a code written without its list: {list: rank}."""
    found = {name: codes.codes.get(code) for name, codes in rules.lists.items() if codes.ordered}
    return {name: each.rank for name, each in found.items() if each is not None and each.rank is not None}


@dataclass(frozen=True)
class Resolver:
    """Resolves for one title, day and place. `fact_scales` {fact: list} settles codes written without their list."""

    rules: Rules
    title: Title
    on: dt.date
    place: str = ""
    fact_scales: Mapping[str, str] = field(default_factory=dict)

    def standard(self, purpose: str) -> Standard:
        """The standard of the title for a purpose."""
        version = standard_version(self.rules, self.title.code, purpose, self.on)
        return Standard(self.title.code, purpose, tuple(self.clause(code) for code in version.clauses))

    def clause(self, code: str) -> Clause:
        """One clause as it stands."""
        version = clause_version(self.rules, code, self.on)
        return Clause(
            code=code,
            kind=self.rules.clauses[code].kind,
            says=self.says(version),
            test=self.test(version.test, version.names),
            cites=version.cites,
            excepted_by=version.excepted_by,
        )

    def test(self, test: WrittenTest, names: Mapping[str, Source]) -> Test:
        """A test with numbers in the place of names."""
        if isinstance(test, WrittenCompare):
            fact = self.use(test.fact, names)
            return Compare(fact, test.op, self.limit(test.than, names, test.fact))
        if isinstance(test, WrittenHolds):
            return Compare(self.use(test.fact, names), ">=", Limit(1))
        if isinstance(test, WrittenKnown):
            return Known(self.use(test.fact, names))
        if isinstance(test, WrittenNot):
            return Not(self.test(test.part, names))
        if isinstance(test, WrittenMany):
            parts = tuple(self.test(part, names) for part in test.parts)
            if test.need == "n":
                return AtLeast(test.n, parts)
            return AllOf(parts) if test.need == "all" else AnyOf(parts)
        return Unless(self.test(test.when, names), self.test(test.then, names))

    def use(self, use: WrittenUse, names: Mapping[str, Source]) -> FactUse:
        """A fact with plain arguments, in the order of their names."""
        return FactUse(use.name, tuple(sorted((name, self.argument(source, names)) for name, source in use.args)))

    def limit(self, source: Source, names: Mapping[str, Source], use: WrittenUse) -> Limit:
        """What the fact is compared with: a number with the parameter and citation it came from."""
        if isinstance(source, Named):
            return self.limit(names[source.name], names, use)
        if isinstance(source, ParameterValue):
            dated, value = self._parameter(source)
            return Limit(value, source.name, dated.cites)
        if isinstance(source, CodeRank):
            return Limit(self._rank(source, use, names))
        if isinstance(source, Literal) and isinstance(source.value, int):
            return Limit(source.value)
        raise Unresolved(
            Text("vế so sánh phải là một số, tham số hoặc mã", "a limit is a number, a parameter or a code")
        )

    def argument(self, source: Source, names: Mapping[str, Source]) -> Argument:
        """An argument as a number, a code or a list of codes."""
        if isinstance(source, Literal):
            return source.value
        if isinstance(source, Named):
            return self.argument(names[source.name], names)
        if isinstance(source, ParameterValue):
            value = self._parameter(source)[1]
            if isinstance(value, int):
                return value
            raise Unresolved(Text("một tỷ lệ không làm đối số được", "a share cannot be an argument"))
        if isinstance(source, ScreenedTitle):
            return self.title.code
        if isinstance(source, CodeRank):
            return source.code
        if isinstance(source, Joined):
            return self._joined(source, names)
        return self._codes(source)

    def _joined(self, source: Joined, names: Mapping[str, Source]) -> Argument:
        found: dict[str, None] = {}
        for part in source.parts:
            value = self.argument(part, names)
            found.update(dict.fromkeys(map(str, value if isinstance(value, tuple) else (value,))))
        return tuple(found)

    def _codes(self, source: GroupTitles | RelatedTitles | ListCodes | UnitPlaces | TermSpans) -> tuple[str, ...]:
        if isinstance(source, GroupTitles):
            return self.rules.groups[source.name]
        if isinstance(source, RelatedTitles):
            return self._related(source.relation)
        if isinstance(source, ListCodes):
            return tuple(self.rules.lists[source.name].codes)
        if isinstance(source, TermSpans):
            return self._terms(source.kind)
        return self._places()

    def _related(self, relation: str) -> tuple[str, ...]:
        own = self.title.rank
        if relation == "directly_below":
            return self.title.below
        equal, higher = relation in ("equal", "equal_or_higher"), relation in ("higher", "equal_or_higher")
        ranks = sorted((code, title.rank) for code, title in self.rules.titles.items())
        return tuple(code for code, rank in ranks if (equal and rank == own) or (higher and rank > own))

    def _terms(self, kind: str) -> tuple[str, ...]:
        return tuple(
            f"{stamp(term.since)}:{stamp(term.until)}"
            for term in self.rules.lists[TERMS].codes.values()
            if term.group == kind and term.since is not None and term.until is not None
        )

    def _places(self) -> tuple[str, ...]:
        """The place itself; a unit renamed without merger is the same place, old units of a merger as the flag says."""
        if not self.place:
            return ()
        found = [self.place]
        merged = bool(parameter_on(self.rules, OLD_UNITS, self.on).value)
        for codes in self.rules.lists.values():
            for code in codes.codes.values():
                if code.code == self.place and (merged or len(code.parts) == 1):
                    found.extend(code.parts)
                elif code.parts == (self.place,):
                    found.append(code.code)
        return tuple(found)

    def _parameter(self, source: ParameterValue) -> tuple[DatedValue, int | Fraction]:
        dated = parameter_on(self.rules, source.name, self.on)
        value = dated.value
        if isinstance(value, Mapping):
            by = self.rules.parameters[source.name].by
            key = str(getattr(self.title, "code" if by == "title" else by, ""))
            if key not in value:
                raise Unresolved(
                    Text(
                        f"tham số {source.name} không có giá trị cho “{key}” ({by} của {self.title.code})",
                        f"parameter {source.name} has no value for “{key}” ({by} of {self.title.code})",
                    )
                )
            value = value[key]
        if not isinstance(value, int | Fraction):
            raise Unresolved(
                Text(
                    f"tham số {source.name} không có giá trị là một số vào ngày {self.on:%d/%m/%Y}",
                    f"parameter {source.name} has no number as its value on {self.on:%d/%m/%Y}",
                )
            )
        return dated, value

    def _rank(self, source: CodeRank, use: WrittenUse, names: Mapping[str, Source]) -> int:
        name = source.of or self._scale_of(use, names)
        if name == "title-ranks":
            return self.rules.titles[source.code].rank
        if name:
            return self.rules.lists[name].rank(source.code)
        return ranks_of_code(self.rules, source.code).popitem()[1]

    def _scale_of(self, use: WrittenUse, names: Mapping[str, Source]) -> str:
        scale = dict(use.args).get("scale")
        if scale is not None:
            return str(self.argument(scale, names))
        return self.fact_scales.get(use.name, "")

    def says(self, version: ClauseVersion) -> Text:
        """The sentence of a version with its names filled in."""
        vi: dict[str, str] = {}
        en: dict[str, str] = {}
        for name, source in version.names.items():
            said = self._said(source)
            vi[name], en[name] = said.vi, said.en
        return Text(version.says.vi.format(**vi), version.says.en.format(**en))

    def _said(self, source: Source) -> Text:
        """A source in words, for the sentence of a clause."""
        if isinstance(source, ParameterValue):
            return self._said_number(self._parameter(source)[1], source.name)
        if isinstance(source, CodeRank) and source.of in self.rules.lists:
            return self.rules.lists[source.of].codes[source.code].name
        value = self.argument(source, {})
        codes = value if isinstance(value, tuple) else (value,)
        names = [self._name(code) for code in codes]
        return Text(", ".join(name.vi for name in names) or "—", ", ".join(name.en for name in names) or "—")

    def _said_number(self, value: int | Fraction, parameter: str) -> Text:
        unit, of = self.rules.parameters[parameter].unit, self.rules.parameters[parameter].of
        if isinstance(value, Fraction):
            return Text(share_text(value), share_text(value))
        if unit == "month_number":
            month = f"{value % 12 + 1}/{value // 12}"
            return Text(month, month)
        if unit == "date":
            day = f"{dt.date.fromordinal(value):%d/%m/%Y}"
            return Text(day, day)
        if of in self.rules.lists:
            return self.rules.lists[of].name_of_rank(value) or Text(str(value), str(value))
        return Text(str(value), str(value))

    def _name(self, code: int | str) -> Text:
        if isinstance(code, str):
            if code in self.rules.titles:
                return self.rules.titles[code].name
            for codes in self.rules.lists.values():
                if code in codes.codes:
                    return codes.codes[code].name
        return Text(str(code), str(code))
