"""Checks of decision tables: on every day one row is left when no other holds, and every name leads somewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from canbo.core.facts import FactDef, Fold, Query
from canbo.core.loading.check_clauses import ClauseChecks
from canbo.core.loading.clauses import NO_TEST
from canbo.core.loading.draft import Draft
from canbo.core.pack import Pack
from canbo.core.resolving import NO_TITLE, Resolver, Unresolved
from canbo.core.rules import Rules
from canbo.core.tables import DecisionCase, Given, Input, WrittenDecision, WrittenRow
from canbo.core.written import leaves
from canbo.lib.text import Text

_KINDS = {"flag": "flag", "code": "code", "share": "quantity", "number": "quantity"}
_NOBODY = Text("–", "–")


def check_decisions(draft: Draft, rules: Rules) -> None:
    """Outcomes, inputs, rows and conflicts of every decision; what the crosswalk names."""
    for decision in rules.decisions.values():
        if ("decision", decision.name) not in draft.broken:
            _Checks(draft, rules, decision).run()
    for conflict in rules.conflicts.values():
        if len({each.code for each in conflict.options}) < 2:
            draft.book.note(
                conflict.spot,
                f"mâu thuẫn {conflict.code} cần ít nhất hai phương án khác nhau",
                f"conflict {conflict.code} needs two different options",
            )
        for code in conflict.clauses:
            if code not in rules.clauses and ("clause", code) not in draft.broken:
                draft.book.note_unknown(conflict.spot, "điều khoản", "clause", code, rules.clauses)
    _check_crosswalks(draft, rules)


class _Checks:
    """The checks of one decision table."""

    def __init__(self, draft: Draft, rules: Rules, decision: WrittenDecision) -> None:
        self.draft, self.rules, self.decision = draft, rules, decision

    def run(self) -> None:
        """Note every fault."""
        facts = {each.name: _as_fact(each) for each in self.decision.inputs.values()}
        checks = ClauseChecks(self.draft, self.rules, facts, shares=True)
        used: set[str] = set()
        for row in self.decision.rows:
            checks.version(row.version)
            used |= {leaf.fact.name for leaf in leaves(row.version.test)}
            self.row(row)
        for name in self.decision.inputs:
            if name not in used:
                self.note(f"dữ kiện {name} không được dùng", f"input {name} is not used")
        self.lists()
        for day in self.decision.changes:
            self.total([row for row in self.decision.rows if row.holds(day)], day)

    def note(self, vi: str, en: str, row: WrittenRow | None = None) -> None:
        """Note a fault of the table, or of one row."""
        spot = row.version.spot if row else self.decision.spot
        self.draft.book.note(spot, f"{self.decision.name}: {vi}", f"{self.decision.name}: {en}")

    def row(self, row: WrittenRow) -> None:
        """A row gives outcomes of the list, ends after it begins, and names a conflict that there is."""
        codes = self.rules.lists.get(self.decision.of)
        for code in row.gives:
            if codes is not None and code not in codes.codes:
                self.draft.book.note_unknown(row.version.spot, "kết quả", "outcome", code, codes.codes)
        if row.version.until is not None and row.version.until <= row.version.since:
            self.note(f"dòng {row.code} kết thúc trước khi bắt đầu", f"row {row.code} ends before it begins", row)
        if row.conflict and row.conflict not in self.rules.conflicts:
            self.draft.book.note_unknown(row.version.spot, "mâu thuẫn", "conflict", row.conflict, self.rules.conflicts)

    def lists(self) -> None:
        """The lists of outcomes and of codes given exist."""
        for name in (self.decision.of, *(each.of for each in self.decision.inputs.values() if each.of)):
            if name not in self.rules.lists and ("list", name) not in self.draft.broken:
                self.draft.book.note_unknown(self.decision.spot, "danh mục", "list", name, self.rules.lists)

    def total(self, rows: Sequence[WrittenRow], day: dt.date) -> None:
        """On a day with rows, exactly the last holds always."""
        always = [place for place, row in enumerate(rows) if row.version.test == NO_TEST]
        if rows and not always:
            self.note(
                f"từ {day} thiếu dòng cuối cho mọi trường hợp còn lại (dòng không có test)",
                f"from {day} there is no last row for everything else (one without a test)",
            )
        for place in always[:1]:
            for row in rows[place + 1 :]:
                self.note(
                    f"từ {day} dòng {row.code} không bao giờ được đọc", f"from {day} row {row.code} is never read", row
                )


def _as_fact(given: Input) -> FactDef:
    """An input as a fact, so that the checks of clauses hold for rows too; it is never read from a register."""
    return FactDef(given.name, _KINDS[given.kind], given.unit, given.says, _no_select, _NOBODY, "", scale=given.of)


def _no_select(query: Query) -> Fold:
    raise NotImplementedError("an input of a decision is given, not read")


def _check_crosswalks(draft: Draft, rules: Rules) -> None:
    known: Mapping[str, Mapping[str, object]] = {
        "clause": rules.clauses,
        "parameter": rules.parameters,
        "decision": rules.decisions,
        "conflict": rules.conflicts,
        "list": rules.lists,
        "procedure": rules.procedures,
        "ballot": rules.ballots,
        "instrument": {str(key): None for key in rules.instruments},
        "standard": {f"{title}/{purpose}": None for title, purpose in rules.standards},
        "group": rules.groups,
    }
    for crosswalk in rules.crosswalks.values():
        for row in crosswalk.rows:
            for kind, name in row.by:
                if kind == "core":  # reckoning that no table of the pack can hold
                    continue
                if kind not in known:
                    draft.book.note_unknown(row.spot, "loại", "kind", kind, [*known, "core"])
                elif name not in known[kind] and (kind, name) not in draft.broken:
                    draft.book.note_unknown(row.spot, kind, kind, name, known[kind])


def check_decided(draft: Draft, pack: Pack, cases: Sequence[DecisionCase]) -> None:
    """Every row resolves on each day on which something changes; worked examples give inputs and expect outcomes."""
    for decision in pack.rules.decisions.values():
        for row in decision.rows:
            _resolves(draft, pack, decision, row)
    for case in cases:
        _case(draft, pack, case)


def _resolves(draft: Draft, pack: Pack, decision: WrittenDecision, row: WrittenRow) -> None:
    scales = {each.name: each.of for each in decision.inputs.values() if each.of}
    resolver = Resolver(pack.rules, NO_TITLE, row.version.since, "", scales)
    try:
        resolver.test(row.version.test, row.version.names)
        resolver.says(row.version)
    except Unresolved as fault:
        draft.book.note(row.version.spot, fault.says.vi, fault.says.en)


def _case(draft: Draft, pack: Pack, case: DecisionCase) -> None:
    decision = pack.rules.decisions.get(case.decision)
    if decision is None:
        if ("decision", case.decision) not in draft.broken:
            draft.book.note_unknown(case.spot, "bảng quyết định", "decision", case.decision, pack.rules.decisions)
        return
    if not any(row.holds(case.on) for row in decision.rows):
        draft.book.note(case.spot, f"{case.decision} chưa có dòng nào vào ngày {case.on}",
                        f"{case.decision} has no row on {case.on}")  # fmt: skip
    codes = pack.rules.lists[decision.of].codes if decision.of in pack.rules.lists else {}
    for code in case.gives:
        if code not in codes:
            draft.book.note_unknown(case.spot, "kết quả", "outcome", code, codes)
    if case.conflict and case.conflict not in pack.rules.conflicts:
        draft.book.note_unknown(case.spot, "mâu thuẫn", "conflict", case.conflict, pack.rules.conflicts)
    for given in case.given:
        known = decision.inputs.get(given.name)
        if known is None:
            draft.book.note_unknown(given.spot, "dữ kiện", "input", given.name, decision.inputs)
        elif given.code and rank_given(pack, known, given) is None:
            codes = pack.rules.lists[known.of].codes if known.of in pack.rules.lists else {}
            draft.book.note_unknown(given.spot, "mã", "code", given.code, codes)


def rank_given(pack: Pack, known: Input, given: Given) -> int | None:
    """The rank of a code given in a worked example; None for a code outside the input's list."""
    codes = pack.rules.lists.get(known.of)
    found = codes.codes.get(given.code) if codes else None
    return found.rank if found else None
