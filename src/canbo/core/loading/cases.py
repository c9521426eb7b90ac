"""Reader of worked examples."""

from __future__ import annotations

import re
from fractions import Fraction

from canbo.core.loading.draft import Draft
from canbo.core.loading.number_cases import read_number_case
from canbo.core.loading.tree import Node
from canbo.core.rules import PURPOSES, Case, CaseFact
from canbo.core.tables import DecisionCase, Given

_NUMBER = re.compile(r"-?\d+(?:\.\d+|/0*[1-9]\d*)?")
ANSWERS = ("yes", "no", "unknown", "excepted")


def read_cases(draft: Draft, node: Node) -> None:
    """cases/<name>.yaml: situations and the verdicts that the law gives on them."""
    for each in node.fields("cases", "note")["cases"].elements():
        mark = draft.book.mark()
        keys = {key for key, _ in each.pairs()}
        if "parameter" in keys:
            read_number_case(draft, each)
            continue
        if "decision" in keys:
            decided = _decision_case(draft, each)
            if draft.book.sound(mark):
                draft.decision_cases.append(decided)
            continue
        case = _case(draft, each)
        if draft.book.sound(mark):
            draft.cases.append(case)


def _decision_case(draft: Draft, node: Node) -> DecisionCase:
    """A situation given to a decision table, and everything that the table may then give."""
    fields = node.fields("name decision on facts expect", "cites note")
    expect = fields["expect"].fields("gives", "conflict")
    gives, facts, cites = expect["gives"], fields.given("facts"), fields.given("cites")
    if cites:
        draft.citation(cites)
    return DecisionCase(
        name=fields["name"].text(),
        decision=fields["decision"].text(),
        on=fields["on"].day(),
        given=tuple(_given(key, value) for key, value in (facts.pairs() if facts else ())),
        gives=frozenset(gives.texts() if gives.is_list else (gives.text(),)),
        conflict=expect["conflict"].text() if "conflict" in expect else "",
        spot=node.spot,
    )


def _given(name: str, node: Node) -> Given:
    """A value, [low, high], or a code."""
    if node.is_list:
        ends = [_exact(each) for each in node.elements()]
        low, high = ends if len(ends) == 2 else (None, None)
        if low is None or high is None or low > high:
            node.note("khoảng phải là [thấp, cao]", "an interval is [low, high]")
            return Given(name, 0, 0, "", node.spot)
        return Given(name, low, high, "", node.spot)
    value = _exact(node)
    if value is None:
        return Given(name, 0, 0, node.text(), node.spot)
    return Given(name, value, value, "", node.spot)


def _exact(node: Node) -> int | Fraction | None:
    """A whole number, a fraction a/b, a decimal or a flag, exactly; None for anything else."""
    if node.plain in ("true", "false", "yes", "no"):
        return node.flag()
    if not _NUMBER.fullmatch(node.plain):
        return None
    value = Fraction(node.plain)
    return value.numerator if value.denominator == 1 else value


def _case(draft: Draft, node: Node) -> Case:
    fields = node.fields("name title on facts expect", "purpose place cites note")
    expect = fields["expect"].fields("", "answer clauses")
    clauses, cites = expect.given("clauses"), fields.given("cites")
    if not expect.nodes and fields["expect"].is_map:
        fields["expect"].note("ví dụ không nêu kết quả mong đợi", "the case expects nothing")
    facts = fields.given("facts")
    return Case(
        name=fields["name"].text(),
        title=fields["title"].text(),
        purpose=fields["purpose"].one_of(PURPOSES, "mục đích", "purpose") if "purpose" in fields else PURPOSES[0],
        on=fields["on"].day(),
        place=fields["place"].text(),
        cites=draft.citation(cites) if cites else None,
        facts=tuple(_fact(key, value) for key, value in (facts.pairs() if facts else ())),
        answer=_answer(expect["answer"]) if "answer" in expect else "",
        clauses={code: _answer(value) for code, value in (clauses.pairs() if clauses else ())},
        spot=node.spot,
    )


def _answer(node: Node) -> str:
    """One of the four answers; a bare yes or no is the word, not a truth value."""
    return node.one_of(ANSWERS, "kết luận", "answer")


def _fact(key: str, node: Node) -> CaseFact:
    if node.is_map:
        fields = node.fields("code", "of")
        return CaseFact(key, None, None, fields["code"].text(), fields["of"].text(), node.spot)
    if node.is_list:
        ends = [each.whole() for each in node.elements()]
        if len(ends) != 2 or ends[0] > ends[1]:
            node.note("khoảng phải là [thấp, cao]", "an interval is [low, high]")
            ends = [0, 0]
        return CaseFact(key, ends[0], ends[1], "", "", node.spot)
    value = node.flag() if node.plain in ("true", "false", "yes", "no") else node.whole()
    return CaseFact(key, value, value, "", "", node.spot)
