"""Readers of decision tables, of conflicts between rules, and of what stands for the tables of the digests."""

from __future__ import annotations

from canbo.core.loading.clauses import VersionReader
from canbo.core.loading.draft import Draft
from canbo.core.loading.tree import Node
from canbo.core.rules import UNITS
from canbo.core.tables import INPUTS, Conflict, Crosswalk, Input, Option, WrittenDecision, WrittenRow
from canbo.core.tables import Written as InThePack


def read_decision(draft: Draft, node: Node) -> None:
    """decisions/<name>.yaml: one decision table, its rows in the order of reading."""
    mark = draft.book.mark()
    fields = node.fields("decision says of inputs rows", "note")
    name = fields["decision"].text()
    inputs = {key: _input(key, each) for key, each in fields["inputs"].pairs()}
    rows = tuple(_row(draft, each) for each in fields["rows"].elements())
    if not rows and fields["rows"].is_list:
        fields["rows"].note(f"bảng quyết định {name} không có dòng nào", f"decision {name} has no rows")
    made = WrittenDecision(name, fields["says"].both(), fields["of"].text(), inputs, rows, node.spot)
    if draft.once("decision", name, name in draft.decisions, node):
        draft.decisions[name] = made
    if not draft.book.sound(mark):
        draft.broken.add(("decision", name))


def _input(name: str, node: Node) -> Input:
    fields = node.fields("kind says", "unit of")
    unit = fields["unit"].one_of(UNITS, "đơn vị", "unit") if "unit" in fields else ""
    kind = fields["kind"].one_of(INPUTS, "loại dữ kiện", "kind of input")
    if (kind == "code") != ("of" in fields):
        node.note("of đi với kind: code, và chỉ với nó", "of goes with kind: code, and with nothing else")
    return Input(name, kind, "share" if kind == "share" else unit, fields["of"].text(), fields["says"].both())


def _row(draft: Draft, node: Node) -> WrittenRow:
    reader = VersionReader(draft, node, "row gives since cites says", "test until with conflict note")
    gives = reader.fields["gives"]
    return WrittenRow(
        code=reader.fields["row"].text(),
        gives=gives.texts() if gives.is_list else (gives.text(),),
        version=reader.read(),
        conflict=reader.fields["conflict"].text(),
    )


def read_conflict(draft: Draft, node: Node) -> None:
    """conflicts/<code>.yaml: rules that differ on the same case, and what would settle it."""
    fields = node.fields("conflict says since options suggests settled_by", "until clauses note")
    code, until = fields["conflict"].text(), fields.given("until")
    options = tuple(_option(draft, each) for each in fields["options"].elements())
    suggests = fields["suggests"].one_of([each.code for each in options] or [""], "phương án", "option")
    made = Conflict(
        code, fields["says"].both(), fields["since"].day(), until.day() if until else None, options, suggests,
        fields["settled_by"].both(), fields["clauses"].texts() if "clauses" in fields else (), node.spot,
    )  # fmt: skip
    if draft.once("conflict", code, code in draft.conflicts, node):
        draft.conflicts[code] = made


def _option(draft: Draft, node: Node) -> Option:
    fields = node.fields("code says cites")
    return Option(fields["code"].text(), fields["says"].both(), draft.citation(fields["cites"]))


def read_crosswalk(draft: Draft, node: Node) -> None:
    """crosswalk/<name>.yaml: what stands in the pack for each row of the tables of one digest."""
    fields = node.fields("crosswalk says rows", "note")
    name = fields["crosswalk"].text()
    rows = tuple(_written(each) for each in fields["rows"].elements())
    made = Crosswalk(name, fields["says"].both(), rows, node.spot)
    if draft.once("crosswalk", name, name in draft.crosswalks, node):
        draft.crosswalks[name] = made


def _written(node: Node) -> InThePack:
    fields = node.fields("row about", "by note")
    by = fields["by"].texts() if "by" in fields else ()
    pairs = tuple((kind, name) for kind, _, name in (each.partition(" ") for each in by))
    if not pairs and not fields["note"].text():
        node.note("dòng này không do đâu thực hiện: nêu lý do (note)", "nothing stands for this row: say why (note)")
    return InThePack(fields["row"].text(), fields["about"].both(), pairs, fields["note"].text(), node.spot)
