"""What a new rule would change: the same people screened under the rules in use and under the rules with a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.screening import Screen, screen
from canbo.base.packs.queries import current_pack
from canbo.core.effect import Effect, compare
from canbo.core.errors import PackError
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def effect_of(draft: Mapping[str, str], request: Request, people: Sequence[int]) -> tuple[Effect, Screen, Screen]:
    """Who gains, who drops and why, by clause, if the draft (files as in a pack) were added to the rules in use.

    The draft touches nothing that is in force. Raises Refusal with every fault of the draft and its line.
    """
    in_use = current_pack()
    try:
        drafted = in_use.overlay(draft)
    except PackError as fault:
        vi = "; ".join(f"{each.file}:{each.line}: {each.says.vi}" for each in fault.faults)
        en = "; ".join(f"{each.file}:{each.line}: {each.says.en}" for each in fault.faults)
        raise Refusal(
            code="draft-faulty",
            says=Text(vi=f"Dự thảo còn lỗi: {vi}", en=f"The draft has faults: {en}"),
            remedy=Text(vi="Sửa các dòng đã nêu rồi thử lại.", en="Mend the lines named and try again."),
            status=422,
        ) from fault
    before = screen(grounds(request, pack=in_use), people)
    after = screen(grounds(request, pack=drafted), people)
    return compare(_table(before), _table(after)), before, after


def _table(found: Screen) -> dict[int, dict[str, str]]:
    """{person: {clause code: answer}} with the overall answer under ""."""
    codes = [clause.code for clause in found.clauses]
    return {
        row.person: {"": row.answer.value, **{c: a.value for c, a in zip(codes, row.answers, strict=True)}}
        for row in found.rows
    }
