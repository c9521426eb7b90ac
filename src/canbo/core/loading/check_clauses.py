"""Checks of clauses: every name leads somewhere, every parameter holds as long as the clause, facts fit their use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from canbo.core.errors import Spot
from canbo.core.facts import FactDef
from canbo.core.loading.draft import Draft
from canbo.core.resolving import OLD_UNITS, TERMS, ranks_of_code
from canbo.core.rules import Parameter, Rules
from canbo.core.written import (
    ClauseVersion,
    CodeRank,
    GroupTitles,
    Joined,
    ListCodes,
    Literal,
    Named,
    ParameterValue,
    Source,
    TermSpans,
    UnitPlaces,
    WrittenCompare,
    WrittenHolds,
    WrittenKnown,
    WrittenUse,
    leaves,
    sources,
)

#: Units that measure time or number: a fact and a limit of two different ones cannot be compared.
MEASURES = ("month", "year", "day", "working_day", "term", "percent", "month_number", "point", "date", "money", "share")


@dataclass(frozen=True)
class ClauseChecks:
    """Checks the clauses of a pack; without `facts` their names and kinds go unchecked.

    Only with `shares` may a fraction be a limit: registers hold whole numbers, decisions are given fractions too.
    """

    draft: Draft
    rules: Rules
    facts: Mapping[str, FactDef] | None
    shares: bool = False

    def run(self) -> None:
        """Note every fault of every clause whose own text is sound."""
        for clause in self.rules.clauses.values():
            if ("clause", clause.code) in self.draft.broken:
                continue
            for version in clause.versions:
                self.version(version)

    def version(self, version: ClauseVersion) -> None:
        """Note every fault of one version."""
        for source, spot in sources(version):
            self.source(source, version, spot)
        for leaf in leaves(version.test):
            self.arguments(leaf.fact, version)
            self.fact(leaf.fact)
            self.fits(leaf, version)

    def unknown(self, spot: Spot, vi: str, en: str, name: str, known: Mapping[str, object], kind: str = "") -> None:
        """A dead reference, unless the thing exists but is itself faulty."""
        if (kind, name) not in self.draft.broken:
            self.draft.book.note_unknown(spot, vi, en, name, known)

    def source(self, source: Source, version: ClauseVersion, spot: Spot) -> None:
        """One source leads somewhere."""
        rules = self.rules
        if isinstance(source, ParameterValue):
            self.parameter(source, version, spot)
        elif isinstance(source, GroupTitles) and source.name not in rules.groups:
            self.unknown(spot, "nhóm chức danh", "group", source.name, rules.groups)
        elif isinstance(source, ListCodes) and source.name not in rules.lists:
            self.unknown(spot, "danh mục", "list", source.name, rules.lists, "list")
        elif isinstance(source, TermSpans):
            self.terms(source, spot)
        elif isinstance(source, UnitPlaces) and OLD_UNITS not in rules.parameters:
            self.unknown(spot, "tham số", "parameter", OLD_UNITS, rules.parameters, "parameter")
        elif isinstance(source, CodeRank) and source.of:
            self.code(source.code, source.of, spot)

    def parameter(self, source: ParameterValue, version: ClauseVersion, spot: Spot) -> None:
        """The parameter exists, is keyed as said, and has a value as long as the clause holds."""
        parameter = self.rules.parameters.get(source.name)
        if parameter is None:
            self.unknown(spot, "tham số", "parameter", source.name, self.rules.parameters, "parameter")
            return
        if source.by and source.by != parameter.by:
            self.draft.book.note(
                spot,
                f"tham số {source.name} không chia theo {source.by}",
                f"parameter {source.name} is not given by {source.by}",
            )
        if parameter.unit == "table" or (parameter.unit == "share" and not self.shares):
            self.draft.book.note(
                spot,
                f"tham số {source.name} ({parameter.unit}) không dùng làm số so sánh được",
                f"parameter {source.name} is a {parameter.unit} and no whole number",
            )
        for hole in holes(parameter, version.since, version.until):
            self.draft.book.note(
                spot,
                f"tham số {source.name} không có giá trị vào ngày {hole}, khi điều khoản có hiệu lực",
                f"parameter {source.name} has no value on {hole}, while the clause holds",
            )

    def terms(self, source: TermSpans, spot: Spot) -> None:
        """The list of terms exists and has a term of that kind."""
        terms = self.rules.lists.get(TERMS)
        kinds = {code.group: code for code in terms.codes.values()} if terms else {}
        if source.kind not in kinds:
            self.unknown(spot, "loại nhiệm kỳ", "kind of term", source.kind, kinds)

    def code(self, code: str, name: str, spot: Spot) -> None:
        """A code is in its list and has a rank there."""
        if name == "title-ranks":
            if code not in self.rules.titles:
                self.unknown(spot, "chức danh", "title", code, self.rules.titles, "title")
            return
        codes = self.rules.lists.get(name)
        if codes is None:
            self.unknown(spot, "danh mục", "list", name, self.rules.lists, "list")
        elif code not in codes.codes:
            self.unknown(spot, f"mã trong danh mục {name}", f"code of list {name}", code, codes.codes)
        elif codes.codes[code].rank is None:
            self.draft.book.note(spot, f"mã {code} của {name} không có hạng", f"code {code} of {name} has no rank")

    @cached_property
    def vocabulary(self) -> dict[str, object]:
        """Every word that may stand as an argument: codes of lists, titles, names of lists and levels."""
        known: dict[str, object] = dict.fromkeys(self.rules.titles)
        known |= dict.fromkeys(title.level for title in self.rules.titles.values())
        for name, codes in self.rules.lists.items():
            known[name] = None
            known |= dict.fromkeys(codes.codes)
        return known

    def arguments(self, use: WrittenUse, version: ClauseVersion) -> None:
        """Codes written as arguments are codes of the pack, and no name under `with` stands in the way of one.

        A mistyped code would match nobody; a name that is a code too could mean either.
        """
        for name, source in use.args:
            for each in source.parts if isinstance(source, Joined) else (source,):
                if isinstance(each, Named) and each.name in self.vocabulary:
                    self.draft.book.note(
                        use.spot,
                        f"“{each.name}” vừa là tên trong with vừa là mã của gói; đặt tên khác trong with",
                        f"“{each.name}” is both a name under with and a code of the pack; choose another name",
                    )
                found = version.names.get(each.name) if isinstance(each, Named) else each
                if isinstance(found, Literal) and isinstance(found.value, str) and found.value not in self.vocabulary:
                    self.unknown(
                        use.spot, f"mã (đối số {name})", f"code (argument {name})", found.value, self.vocabulary
                    )

    def fact(self, use: WrittenUse) -> None:
        """The fact is declared and gets exactly its arguments."""
        if self.facts is None:
            return
        known = self.facts.get(use.name)
        if known is None:
            self.unknown(use.spot, "dữ kiện", "fact", use.name, self.facts)
            return
        given = dict(use.args)
        for name in given:
            if name not in known.params:
                self.unknown(use.spot, f"đối số của {use.name}", f"argument of {use.name}", name, known.params)
        for name in known.params:
            if name not in given:
                self.draft.book.note(
                    use.spot,
                    f"dữ kiện {use.name} thiếu đối số {name}",
                    f"fact {use.name} lacks its argument {name}",
                )

    def fits(self, leaf: WrittenCompare | WrittenHolds | WrittenKnown, version: ClauseVersion) -> None:
        """The kind of the fact and of what it is compared with go together."""
        known = (self.facts or {}).get(leaf.fact.name)
        kind = known.kind if known else ""
        if isinstance(leaf, WrittenHolds) and kind not in ("", "flag"):
            self.draft.book.note(
                leaf.fact.spot,
                f"holds chỉ dùng cho dữ kiện có/không; {leaf.fact.name} thì không phải",
                f"holds is for flags; {leaf.fact.name} is a {kind}",
            )
        if not isinstance(leaf, WrittenCompare):
            return
        than = version.names.get(leaf.than.name) if isinstance(leaf.than, Named) else leaf.than
        if kind == "flag" and leaf.op not in ("==", "!="):
            self.draft.book.note(
                leaf.spot,
                f"{leaf.fact.name} là dữ kiện có/không, không so sánh lớn nhỏ được; dùng holds",
                f"{leaf.fact.name} is a flag and cannot be compared with {leaf.op}; use holds",
            )
        if isinstance(than, CodeRank):
            self.ranked(than, leaf, known)
        elif kind == "code" and isinstance(than, ParameterValue):
            self.rank_unit(than, leaf)
        elif known is not None and isinstance(than, ParameterValue):
            self.same_unit(than, leaf, known)

    def ranked(self, than: CodeRank, leaf: WrittenCompare, known: FactDef | None) -> None:
        """A code as limit belongs to one list, and the fact is a code."""
        if known is not None and known.kind != "code":
            self.draft.book.note(
                leaf.spot,
                f"{leaf.fact.name} không phải là mã, không so sánh với mã {than.code} được",
                f"{leaf.fact.name} is no code and cannot be compared with code {than.code}",
            )
            return
        if than.of:
            return  # checked where it is written, see `source`
        scale = dict(leaf.fact.args).get("scale")
        name = str(scale.value) if isinstance(scale, Literal) else known.scale if known else ""
        if name:
            self.code(than.code, name, leaf.spot)
            return
        found = ranks_of_code(self.rules, than.code)
        if not found:
            codes = {code: None for codes in self.rules.lists.values() for code in codes.codes}
            self.unknown(leaf.spot, "mã", "code", than.code, codes)
        elif len(found) > 1:
            names = ", ".join(sorted(found))
            self.draft.book.note(
                leaf.spot,
                f"mã {than.code} có hạng trong nhiều danh mục ({names}); thêm of",
                f"code {than.code} has ranks in several lists ({names}); add of",
            )

    def rank_unit(self, than: ParameterValue, leaf: WrittenCompare) -> None:
        """A code is compared with a rank."""
        parameter = self.rules.parameters.get(than.name)
        if parameter is not None and parameter.unit != "rank":
            self.draft.book.note(
                leaf.spot,
                f"{leaf.fact.name} là mã, phải so sánh với tham số đơn vị rank, không phải {parameter.unit}",
                f"{leaf.fact.name} is a code and needs a parameter of unit rank, not {parameter.unit}",
            )

    def same_unit(self, than: ParameterValue, leaf: WrittenCompare, known: FactDef) -> None:
        """Months are compared with months."""
        parameter = self.rules.parameters.get(than.name)
        units = (known.unit, parameter.unit if parameter else "")
        if units[0] != units[1] and all(unit in MEASURES for unit in units):
            self.draft.book.note(
                leaf.spot,
                f"{leaf.fact.name} tính bằng {units[0]}, tham số {than.name} bằng {units[1]}",
                f"{leaf.fact.name} is in {units[0]}, parameter {than.name} in {units[1]}",
            )


def holes(parameter: Parameter, since: dt.date, until: dt.date | None) -> list[dt.date]:
    """The first days, within a time, of each stretch in which a parameter has no value."""
    found: list[dt.date] = []
    day = since
    for value in parameter.values:
        if value.until is not None and value.until <= day:
            continue
        if until is not None and value.since >= until:
            break
        if value.since > day:
            found.append(day)
        if value.value is None:
            found.append(max(day, value.since))
        if value.until is None:
            return found
        day = value.until
    if until is None or day < until:
        found.append(day)
    return found
