"""Readers of dated documents: parameters and standards."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from canbo.core.errors import Spot, nearest_names
from canbo.core.loading.draft import Draft, Span, spans
from canbo.core.loading.tree import Fields, Node
from canbo.core.rules import (
    PURPOSES,
    UNITS,
    DatedValue,
    Parameter,
    Plain,
    StandardVersion,
    Table,
    WrittenStandard,
)

KEYED_BY = ("level", "group", "managed_by", "title")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_SHARE = re.compile(r"(\d+)/(\d+)")


def read_parameter(draft: Draft, node: Node) -> None:
    """parameters/<name>.yaml: one number of the law with its dated values."""
    mark = draft.book.mark()
    keys = {key: value.plain for key, value in node.pairs()}
    before = draft.base.parameters.get(keys.get("parameter", ""))
    if before is None and draft.base.parameters and not {"unit", "meaning"} & keys.keys():
        _misspelt(draft, node, keys["parameter"])
        return
    optional = "by of columns note"
    fields = (
        node.fields("parameter values", f"unit meaning {optional}")
        if before
        else node.fields("parameter unit meaning values", optional)
    )
    name = fields["parameter"].text()
    unit = before.unit if before and "unit" not in fields else fields["unit"].one_of(UNITS, "đơn vị", "unit")
    by = fields["by"].one_of(KEYED_BY, "khóa của giá trị", "key of values") if "by" in fields else ""
    of = fields["of"].text()
    if before is not None:
        unit, by, of = _as_before(fields, before, unit, by, of)
    columns = fields["columns"].texts() if "columns" in fields else ("sex", "born")
    reader = _Values(draft, unit, by, of, columns)
    values = [reader.row(each) for each in fields["values"].elements()]
    if not values and fields["values"].is_list:
        fields["values"].note(f"tham số {name} không có giá trị nào", f"parameter {name} has no values")
    meaning = before.meaning if before and "meaning" not in fields else fields["meaning"].both()
    made = Parameter(name, unit, meaning, by, of, closed(draft, name, values), node.spot)
    if draft.once("parameter", name, name in draft.parameters, node):
        draft.parameters[name] = made
    if not draft.book.sound(mark):
        draft.broken.add(("parameter", name))


def _misspelt(draft: Draft, node: Node, name: str) -> None:
    """Rows alone, for a parameter that does not stand: a name written wrong, not a new parameter.

    The rows are read as those of the likeliest name, so that their faults are told at once and not the next time.
    """
    draft.broken.add(("parameter", name))
    draft.book.note_unknown(node.spot, "tham số", "parameter", name, draft.base.parameters)
    for likeliest in nearest_names(name, draft.base.parameters)[:1]:
        meant = draft.base.parameters[likeliest]
        reader = _Values(draft, meant.unit, meant.by, meant.of, ("sex", "born"))
        for row in node.fields("parameter values", "by of columns note")["values"].elements():
            reader.row(row)


def value_of(draft: Draft, parameter: Parameter, node: Node) -> Plain:
    """One value written as the parameter writes its own; notes a fault where it cannot be one."""
    return _Values(draft, parameter.unit, "", parameter.of, ("sex", "born")).plain(node)


def _as_before(fields: Fields, before: Parameter, unit: str, by: str, of: str) -> tuple[str, str, str]:
    """What a draft leaves out of a parameter that stands already holds on; what it says otherwise is a fault.

    Rows of other units under one name could not be compared with each other.
    """
    for key, given, stands in (("unit", unit, before.unit), ("by", by, before.by), ("of", of, before.of)):
        if key in fields and given != stands:
            fields[key].note(
                f"tham số {before.name} đang có {key}: {stands or '–'}, dự thảo ghi {given}",
                f"parameter {before.name} has {key}: {stands or '–'}, the draft says {given}",
            )
    return before.unit, before.by, before.of


def closed(draft: Draft, name: str, values: list[DatedValue]) -> tuple[DatedValue, ...]:
    """Dated values with the ends that the next one's beginning gives them; notes gaps, overlaps, unsorted rows."""
    ends = spans(draft.book, name, [Span(value.since, value.until, value.spot) for value in values])
    return tuple(replace(value, until=end) for value, end in zip(values, ends, strict=True))


class _Values:
    """Reads the rows of one parameter."""

    def __init__(self, draft: Draft, unit: str, by: str, of: str, columns: tuple[str, ...]) -> None:
        self.draft, self.unit, self.by, self.of, self.columns = draft, unit, by, of, columns

    def row(self, node: Node) -> DatedValue:
        fields = node.fields("since value cites", "until why note")
        until, why = fields.given("until"), fields.given("why")
        found = fields["value"]
        if found.is_null and why is None:
            node.note("giá trị null cần nêu lý do (why)", "a null value must say why")
        return DatedValue(
            value=None if found.is_null else self.value(found),
            since=fields["since"].day(),
            until=until.day() if until else None,
            cites=self.draft.citation(fields["cites"]),
            unit=self.unit,
            why=why.both() if why else None,
            spot=node.spot,
        )

    def value(self, node: Node) -> Plain | dict[str, Plain]:
        if self.by:
            return {key: self.plain(each) for key, each in node.pairs()}
        return self.plain(node)

    def plain(self, node: Node) -> Plain:
        if node.raw is None:
            return 0
        if self.unit == "table":
            return self.table(node)
        if self.unit == "flag":
            return node.flag()
        if self.unit == "month_number":
            return month_number(node)
        if self.unit == "share":
            return self.share(node)
        if self.unit == "date":
            return node.day().toordinal()
        if self.unit == "rank" and self.of:
            return self.ranked(node)
        return node.whole()

    def ranked(self, node: Node) -> int:
        """A code of the parameter's list, as its rank. Code lists are read first."""
        codes = self.draft.code_list(self.of)
        if codes is None or node.text() not in codes.codes:
            known = codes.codes if codes else self.draft.lists
            self.draft.book.note_unknown(node.spot, "mã", "code", node.text() if codes else self.of, known)
            return 0
        return codes.codes[node.text()].rank or 0

    def share(self, node: Node) -> Fraction:
        found = _SHARE.fullmatch(node.plain)
        if not found or int(found[2]) == 0:
            node.note(f"phải là phân số a/b, không phải “{node.plain}”", f"must be a fraction a/b, not “{node.plain}”")
            return Fraction(0)
        return Fraction(int(found[1]), int(found[2]))

    def table(self, node: Node) -> Table:
        rows = []
        for each in node.elements():
            fields = each.fields("when is")
            rows.append((self.conditions(fields["when"]), fields["is"].whole()))
        self._no_holes(node, tuple(rows))
        return tuple(rows)

    def conditions(self, node: Node) -> tuple[tuple[int, int | str | None, int | str | None], ...]:
        bounds: dict[int, list[int | str | None]] = {}
        for key, value in node.pairs():
            column, _, end = key.rpartition("_") if key.endswith(("_from", "_to")) else (key, "", "")
            if column not in self.columns:
                self.draft.book.note_unknown(value.spot, "cột", "column", column, self.columns)
                continue
            found: int | str = month_number(value) if _MONTH.fullmatch(value.plain) else _number_or_code(value)
            pair = bounds.setdefault(self.columns.index(column), [None, None])
            if end != "to":
                pair[0] = found
            if end != "from":
                pair[1] = found
        return tuple((index, low, high) for index, (low, high) in sorted(bounds.items()))

    def _no_holes(self, node: Node, table: Table) -> None:
        """Rows that agree in their exact columns must follow each other month by month in the open one."""
        last: dict[object, int | str | None] = {}
        for conditions, _ in table:
            fixed = tuple(each for each in conditions if each[1] == each[2])
            for _, low, high in (each for each in conditions if each[1] != each[2]):
                before = last.get(fixed)
                if isinstance(before, int) and low != before + 1:
                    node.note(
                        f"bảng có chỗ trống hoặc chồng lấn ở {fixed}: {before} rồi {low}",
                        f"the table has a gap or an overlap at {fixed}: {before}, then {low}",
                    )
                if fixed in last and before is None:
                    node.note(
                        f"bảng còn dòng sau dòng không giới hạn ở {fixed}",
                        f"the table goes on after a row without end at {fixed}",
                    )
                last[fixed] = high


def _number_or_code(node: Node) -> int | str:
    return int(node.plain) if node.plain.isdigit() else node.text()


def month_number(node: Node) -> int:
    """Read "2025-09" as the number of the month: year * 12 + month - 1."""
    found = _MONTH.fullmatch(node.plain)
    if not found or not 1 <= int(found[2]) <= 12:
        node.note(f"phải là tháng YYYY-MM, không phải “{node.plain}”", f"must be a month YYYY-MM, not “{node.plain}”")
        return 0
    return int(found[1]) * 12 + int(found[2]) - 1


def read_standard(draft: Draft, node: Node) -> None:
    """standards/<title>.yaml: the clauses of a title, or of each title of a group, for a purpose, dated."""
    mark = draft.book.mark()
    fields = node.fields("versions", "title group purpose note")
    purpose = fields["purpose"].one_of(PURPOSES, "mục đích", "purpose") if "purpose" in fields else PURPOSES[0]
    versions = [_standard_version(draft, each) for each in fields["versions"].elements()]
    if not versions and fields["versions"].is_list:
        fields["versions"].note("tiêu chuẩn không có phiên bản nào", "the standard has no versions")
    for title in _titles_bound(draft, fields, node):
        made = WrittenStandard(title, purpose, closed_standard(draft, title, versions), node.spot)
        if draft.once("standard", f"{title} ({purpose})", (title, purpose) in draft.standards, node):
            draft.standards[title, purpose] = made
        if not draft.book.sound(mark):
            draft.broken.add(("standard", f"{title}/{purpose}"))


def _titles_bound(draft: Draft, fields: Fields, node: Node) -> tuple[str, ...]:
    """The titles that a standard is for: one, or those of a group. Groups are read first."""
    if ("title" in fields) == ("group" in fields):
        node.note("cần đúng một trong: title, group", "exactly one is needed of: title, group")
        return ()
    if "title" in fields:
        return (fields["title"].text(),)
    name, groups = fields["group"].text(), {**draft.base.groups, **draft.groups}
    if name not in groups:
        draft.book.note_unknown(fields["group"].spot, "nhóm chức danh", "group", name, groups)
    return groups.get(name, ())


def closed_standard(draft: Draft, title: str, versions: list[StandardVersion]) -> tuple[StandardVersion, ...]:
    """Versions of a standard with their ends."""
    ends = spans(draft.book, title, [Span(each.since, each.until, each.spot) for each in versions])
    return tuple(replace(each, until=end) for each, end in zip(versions, ends, strict=True))


def _standard_version(draft: Draft, node: Node) -> StandardVersion:
    fields = node.fields("since cites clauses", "until note")
    until = fields.given("until")
    listed = fields["clauses"].elements()
    codes = [each.text() for each in listed]
    for place, each in enumerate(listed):
        if codes.index(codes[place]) != place:
            each.note(f"điều khoản {codes[place]} lặp lại", f"clause {codes[place]} is listed twice")
    return StandardVersion(
        since=fields["since"].day(),
        until=until.day() if until else None,
        cites=draft.citation(fields["cites"]),
        clauses=tuple(dict.fromkeys(codes)),
        spot=Spot(node.file, node.line),
    )
