"""Reader of worked examples."""

from __future__ import annotations

from canbo.core.loading.draft import Draft
from canbo.core.loading.tree import Node
from canbo.core.rules import PURPOSES, Case, CaseFact

ANSWERS = ("yes", "no", "unknown", "excepted")


def read_cases(draft: Draft, node: Node) -> None:
    """cases/<name>.yaml: situations and the verdicts that the law gives on them."""
    for each in node.fields("cases", "note")["cases"].elements():
        mark = draft.book.mark()
        case = _case(draft, each)
        if draft.book.sound(mark):
            draft.cases.append(case)


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
