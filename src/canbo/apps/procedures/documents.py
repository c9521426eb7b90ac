"""The papers that a case writes of its meetings and of its decision; `KINDS` names every paper that a case can write.

Everything is drawn from the case; nobody types a result. They are written in Vietnamese, whoever prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from canbo.apps.procedures.composing import (
    FULL,
    LIST_FORM,
    PAPER_FORM,
    SHORT,
    Matter,
    Values,
    as_list,
    ground,
    in_digits,
    lower,
    paper,
    people,
    result_of_round,
    said,
)
from canbo.apps.procedures.documents_around import (
    appraisal,
    home_letters,
    home_notices,
    notices,
    plan_list,
    publication,
)
from canbo.core.procedure_state import Round, Sitting

#: Papers as they are written: by what follows the name of the paper in its key, blank where there is one alone.
Written = Mapping[str, Values]


@dataclass(frozen=True)
class Kind:
    """A kind of paper that a case can write: its abbreviation in the series, its form, what stands in each copy."""

    series: str
    form: str
    values: Callable[[Matter], Written]


def proposal(it: Matter) -> Values:
    """Tờ trình: what was done, what the votes were, whom the body proposes."""
    decides = next((step for step in it.plan.version.steps if step.kind == "decision"), None)
    to = decides.acts.vi if decides else "Cấp có thẩm quyền"
    held = [
        said(f"- {step.name.vi}, ngày {in_digits(sitting.meets)}: {_turnout(sitting)}.")
        for step, sitting in it.meetings()
    ]
    done = f"Thực hiện {lower(it.plan.procedure.name.vi)}, {it.head.name} đã tổ chức các hội nghị:"
    heads, rows = people(it, it.state.names, SHORT, votes=True)
    return paper(
        it, "TỜ TRÌNH", f"Về việc {it.purpose}", to=f"{to}.",
        grounds=[ground(it, it.plan.version.cites)],
        before=[
            *([said(done), *held] if held else []),
            said(f"{it.head.name} trình danh sách gồm {len(it.state.names)} đồng chí:"),
        ],
        heads=heads, rows=rows,
        after=[said(f"Kính đề nghị {lower(to)} xem xét, quyết định.")],
        recipients=["Như trên", f"Lưu: VT, {it.step.code}"],
    )  # fmt: skip


def minutes(it: Matter) -> Values:
    """Biên bản hội nghị: who was called and came, who left the vote, each round; signed by recorder and chair."""
    held = it.state.now.sitting if it.state.now else None
    lines = []
    if held is not None:
        lines = [
            said(f"{in_digits(held.meets)}, tại {held.place}.", "1. Thời gian, địa điểm:"),
            said(f"{_turnout(held)}. Giấy triệu tập gửi ngày {in_digits(held.called)}.", "2. Thành phần:"),
            said(f"{it.case.purpose}; {lower(it.step.name.vi)}.", "3. Nội dung:"),
            *[said(_round(it, each), f"Vòng {number}:") for number, each in enumerate(held.rounds, 1)],
        ]
    heads, rows = people(it, it.state.names, SHORT, votes=True)
    return paper(
        it, "BIÊN BẢN", f"{it.step.name.vi}: {it.purpose}", before=lines, heads=heads, rows=rows,
        after=[said("Biên bản được hội nghị thông qua.")], recorder="NGƯỜI GHI BIÊN BẢN", recipients=[],
        office="NGƯỜI CHỦ TRÌ",
    )  # fmt: skip


def decision(it: Matter) -> Values:
    """Quyết định phê duyệt: whom the authority approves."""
    heads, rows = people(it, it.approved, SHORT)
    author = "BAN THƯỜNG VỤ" if it.head.party else it.head.signer.office.upper()
    proposed = it.filed("proposal")
    grounds = [
        ground(it, it.plan.version.cites),
        *([f"Xét Tờ trình {lower(proposed)};"] if proposed else []),
        f"Căn cứ kết quả {lower(it.plan.procedure.name.vi)} tại {it.body};",
    ]
    return paper(
        it, "QUYẾT ĐỊNH", f"Về việc phê duyệt {it.purpose}", authority=f"{author} {it.head.name.upper()}",
        grounds=grounds, resolves="QUYẾT ĐỊNH" if it.head.party else "QUYẾT ĐỊNH:",
        before=[said(f"Phê duyệt {len(it.approved)} đồng chí sau đây ({it.purpose}):", "Điều 1.")],
        heads=heads, rows=rows,
        after=[
            said(f"{it.body}, các cơ quan liên quan và các đồng chí có tên tại Điều 1 thi hành quyết định này.",
                 "Điều 2."),
            said("Quyết định này có hiệu lực kể từ ngày ký.", "Điều 3."),
        ],
        recipients=["Như Điều 2", "Lưu: VT"],
    )  # fmt: skip


def listing(it: Matter) -> Values:
    """Danh sách: one line a person with what a meeting asks first, and the votes of every step so far."""
    table = people(it, it.state.names, FULL, votes=True)
    at_step = f"Bước {it.step.code}: {it.step.name.vi}. Hồ sơ tính đến ngày {in_digits(it.day)}."
    return as_list(it, "DANH SÁCH", f"{it.case.purpose} ({len(it.state.names)} người)", table, at_step)


def _round(it: Matter, asked: Round) -> str:
    """One round of votes in a sentence."""
    if asked.hands is not None:
        return f"biểu quyết giơ tay: đồng ý {asked.hands}, không đồng ý {asked.against or 0}."
    result = result_of_round(it, asked)
    if result is None:
        return "bỏ phiếu kín; kết quả theo biên bản kiểm phiếu."
    papers = result.papers
    return (
        f"bỏ phiếu kín; phát ra {result.turnout.issued}, thu về {result.turnout.returned}, hợp lệ {papers['valid']}, "
        f"không hợp lệ {papers['invalid']}; {len(result.chosen)} đồng chí đạt theo quy định."
    )


def _turnout(sitting: Sitting) -> str:
    left = f", {len(sitting.recused)} người không biểu quyết do liên quan" if sitting.recused else ""
    return f"triệu tập {len(sitting.summoned)}, có mặt {len(sitting.present or ())}{left}"


def _alone(values: Callable[[Matter], Values]) -> Callable[[Matter], Written]:
    return lambda it: {"": values(it)}


#: The decision is entered and written in one; it is no paper that is filed by itself.
DECISION = "decision"
#: What can be written by itself, by the code of the paper in a procedure.
KINDS: Mapping[str, Kind] = {
    "publication": Kind("TB", PAPER_FORM, _alone(publication)),
    "home_letters": Kind("CV", PAPER_FORM, home_letters),
    "pool": Kind("DS", LIST_FORM, _alone(listing)),
    "collation": Kind("DS", LIST_FORM, _alone(listing)),
    "file": Kind("DS", LIST_FORM, _alone(listing)),
    "minutes": Kind("BB", PAPER_FORM, _alone(minutes)),
    "proposal": Kind("TTr", PAPER_FORM, _alone(proposal)),
    "appraisal": Kind("BC", PAPER_FORM, _alone(appraisal)),
    DECISION: Kind("QĐ", PAPER_FORM, _alone(decision)),
    "plan_list": Kind("DS", LIST_FORM, _alone(plan_list)),
    "notices": Kind("TB", PAPER_FORM, notices),
    "home_notices": Kind("TB", PAPER_FORM, home_notices),
}
#: Papers in the name of whoever decided, once the decision is there.
OF_THE_DECISION = frozenset({"plan_list", "notices", "home_notices"})
#: Papers that are written before anybody is named.
WITHOUT_NAMES = frozenset({"publication"})
