"""Reader and checks of worked examples of numbers: what a parameter says on a day."""

from __future__ import annotations

from collections.abc import Mapping

from canbo.core.errors import NotInForce
from canbo.core.loading.dated import value_of
from canbo.core.loading.draft import Draft
from canbo.core.loading.tree import Node
from canbo.core.pack import Pack
from canbo.core.resolving import parameter_on
from canbo.core.tables import NumberCase


def read_number_case(draft: Draft, node: Node) -> None:
    """`{name, parameter, on, of?, expect}`: the value as a parameter writes it, null where there is none."""
    mark = draft.book.mark()
    fields = node.fields("name parameter on expect", "of cites note")
    name, expect, cites = fields["parameter"].text(), fields["expect"], fields.given("cites")
    if cites:
        draft.citation(cites)
    parameter = draft.parameters.get(name) or draft.base.parameters.get(name)
    if parameter is None:
        if ("parameter", name) not in draft.broken:
            known = {**draft.base.parameters, **draft.parameters}
            draft.book.note_unknown(node.spot, "tham số", "parameter", name, known)
        return
    value = None if expect.is_null else value_of(draft, parameter, expect)
    made = NumberCase(fields["name"].text(), name, fields["on"].day(), fields["of"].text(), value, node.spot)
    if draft.book.sound(mark):
        draft.number_cases.append(made)


def check_number_cases(draft: Draft, pack: Pack) -> None:
    """The day is one of the parameter's, and the key one of its keys."""
    for case in draft.number_cases:
        try:
            dated = parameter_on(pack.rules, case.parameter, case.on)
        except NotInForce:
            draft.book.note(
                case.spot,
                f"{case.parameter} chưa có giá trị nào vào ngày {case.on}",
                f"{case.parameter} has no value on {case.on}",
            )
            continue
        keyed = isinstance(dated.value, Mapping)
        if isinstance(dated.value, Mapping) and case.key not in dated.value:
            draft.book.note_unknown(case.spot, "khóa", "key", case.key, dated.value)
        if case.key and not keyed and dated.value is not None:
            draft.book.note(
                case.spot, f"{case.parameter} không chia theo khóa", f"{case.parameter} has one value, not one by key"
            )
