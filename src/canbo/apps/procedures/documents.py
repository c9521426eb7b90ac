"""The papers that a case writes of itself: what stands in its proposal, lists, minutes, decision and notices.

Everything is drawn from the case; nobody types a result. They are written in Vietnamese, whoever prints them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from canbo.apps.ballots.documents import percent
from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.result import Told, told
from canbo.apps.bodies.queries import name_on
from canbo.apps.papers.letterhead import Letterhead
from canbo.apps.people.abridged import COLUMNS, cells, lives
from canbo.apps.people.models import PersonVersion
from canbo.apps.procedures.models import Case
from canbo.base.walls.asking import everything
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.procedure import Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import Passage, Round, Sitting, State
from canbo.shell.naming import Names

PAPER_FORM, LIST_FORM = "case-paper", "case-list"
#: Columns of a list of people, as the abridged list has them, with their widths in parts.
_LIST = ("man", "woman", "ethnicity", "post", "party", "degree", "theory", "ratings")
_SHORT = ("post",)


@dataclass(frozen=True)
class Matter:
    """What a paper is written from: a case at a moment, its rules, who writes when, which counts may be told."""

    case: Case
    plan: Plan
    state: State
    pack: Pack
    day: dt.date
    head: Letterhead
    tells: Callable[[Ballot], bool]

    @property
    def step(self) -> Step:
        """The open step."""
        return self.plan.step(self.state.step)

    @property
    def purpose(self) -> str:
        """What the case is about, as it stands within a sentence."""
        said = self.case.purpose
        return said[:1].lower() + said[1:]

    def meetings(self) -> list[tuple[Step, Sitting]]:
        """The meetings held so far, the earliest first."""
        now = [self.state.now] if self.state.now else []
        passages: list[Passage] = [*self.state.trail, *now]
        held = [each for each in passages if each.sitting is not None and each.sitting.present is not None]
        return [(self.plan.step(each.step), each.sitting) for each in held if each.sitting is not None]


@dataclass(frozen=True)
class Kind:
    """A kind of paper that a case can write: its abbreviation in the series, its form, what stands in it."""

    series: str
    form: str
    values: Callable[[Matter], dict[str, Any]]


def proposal(it: Matter) -> dict[str, Any]:
    """Tờ trình: what was done, what the votes were, whom the body proposes."""
    decides = next((step for step in it.plan.version.steps if step.kind == "decision"), None)
    to = decides.acts.vi if decides else "Cấp có thẩm quyền"
    held = [
        _said(f"- {step.name.vi}, ngày {_d(sitting.meets)}: {_turnout(sitting)}.") for step, sitting in it.meetings()
    ]
    done = f"Thực hiện {_lower(it.plan.procedure.name.vi)}, {it.head.name} đã tổ chức các hội nghị:"
    heads, rows = people(it, it.state.names, _SHORT, votes=True)
    return _paper(
        it, "TỜ TRÌNH", f"Về việc {it.purpose}", to=f"{to}.",
        grounds=[_ground(it, it.plan.version.cites)],
        before=[
            *([_said(done), *held] if held else []),
            _said(f"{it.head.name} trình danh sách gồm {len(it.state.names)} đồng chí:"),
        ],
        heads=heads, rows=rows,
        after=[_said(f"Kính đề nghị {_lower(to)} xem xét, quyết định.")],
        recipients=["Như trên", f"Lưu: VT, {it.step.code}"],
    )  # fmt: skip


def minutes(it: Matter) -> dict[str, Any]:
    """Biên bản hội nghị: who was called and came, who left the vote, each round; signed by recorder and chair."""
    held = it.state.now.sitting if it.state.now else None
    lines = []
    if held is not None:
        lines = [
            _said(f"{_d(held.meets)}, tại {held.place}.", "1. Thời gian, địa điểm:"),
            _said(f"{_turnout(held)}. Giấy triệu tập gửi ngày {_d(held.called)}.", "2. Thành phần:"),
            _said(f"{it.case.purpose}; {_lower(it.step.name.vi)}.", "3. Nội dung:"),
            *[_said(_round(it, each), f"Vòng {number}:") for number, each in enumerate(held.rounds, 1)],
        ]
    heads, rows = people(it, it.state.names, _SHORT, votes=True)
    return _paper(
        it, "BIÊN BẢN", f"{it.step.name.vi}: {it.purpose}", before=lines, heads=heads, rows=rows,
        after=[_said("Biên bản được hội nghị thông qua.")], recorder="NGƯỜI GHI BIÊN BẢN", recipients=[],
        office="NGƯỜI CHỦ TRÌ",
    )  # fmt: skip


def decision(it: Matter, approved: Sequence[str]) -> dict[str, Any]:
    """Quyết định phê duyệt: whom the authority approves."""
    heads, rows = people(it, approved, _SHORT, votes=False)
    author = "BAN THƯỜNG VỤ" if it.head.party else it.head.signer.office.upper()
    proposed = next((each.papers["proposal"] for each in reversed(it.state.trail) if "proposal" in each.papers), "")
    grounds = [
        _ground(it, it.plan.version.cites),
        *([f"Xét Tờ trình {_lower(proposed)};"] if proposed else []),
        f"Căn cứ kết quả {_lower(it.plan.procedure.name.vi)} tại {_body(it)};",
    ]
    return _paper(
        it, "QUYẾT ĐỊNH", f"Về việc phê duyệt {it.purpose}", authority=f"{author} {it.head.name.upper()}",
        grounds=grounds, resolves="QUYẾT ĐỊNH" if it.head.party else "QUYẾT ĐỊNH:",
        before=[_said(f"Phê duyệt {len(approved)} đồng chí sau đây ({it.purpose}):", "Điều 1.")],
        heads=heads, rows=rows,
        after=[
            _said(f"{_body(it)}, các cơ quan liên quan và các đồng chí có tên tại Điều 1 thi hành quyết định này.",
                  "Điều 2."),
            _said("Quyết định này có hiệu lực kể từ ngày ký.", "Điều 3."),
        ],
        recipients=["Như Điều 2", "Lưu: VT"],
    )  # fmt: skip


def notice(it: Matter, to: str, names: Sequence[str]) -> dict[str, Any]:
    """Thông báo to a unit (every name) or to one person (the own name)."""
    heads, rows = people(it, names, _SHORT, votes=False)
    document = it.state.now.papers.get("decision", "") if it.state.now else ""
    return _paper(
        it, "THÔNG BÁO", f"Kết quả phê duyệt {it.purpose}", to=f"{to}.",
        before=[_said(f"{it.head.name} thông báo: theo quyết định {document}, được phê duyệt ({it.purpose}):")],
        heads=heads, rows=rows,
        after=[_said("Đề nghị phối hợp thực hiện; có ý kiến khác xin gửi bằng văn bản đến nơi ban hành thông báo.")],
        recipients=["Như trên", "Lưu: VT"],
    )  # fmt: skip


def listing(it: Matter) -> dict[str, Any]:
    """Danh sách: one line a person with what a meeting asks first, and the votes of every step so far."""
    heads, rows = people(it, it.state.names, _LIST, votes=True)
    whole = _paper(
        it, "DANH SÁCH", f"{it.case.purpose} ({len(it.state.names)} người)", heads=heads, rows=rows,
        after=[_said(f"Bước {it.step.code}: {it.step.name.vi}. Hồ sơ tính đến ngày {_d(it.day)}.")],
        recipients=[f"Lưu: VT, {it.step.code}"],
    )  # fmt: skip
    return whole | {"widths": [24, *(COLUMNS[name].width for name in _LIST), *[14] * (len(heads) - 1 - len(_LIST))]}


#: What can be written by itself, by the code of the paper in a procedure.
KINDS: Mapping[str, Kind] = {
    "proposal": Kind("TTr", PAPER_FORM, proposal),
    "minutes": Kind("BB", PAPER_FORM, minutes),
    "pool": Kind("DS", LIST_FORM, listing),
    "collation": Kind("DS", LIST_FORM, listing),
    "file": Kind("DS", LIST_FORM, listing),
}


def people(
    it: Matter, keys: Sequence[str], columns: Sequence[str], *, votes: bool
) -> tuple[list[str], list[list[str]]]:
    """Headings and lines of a table of people, in the order given; discipline and all that is sealed stays out."""
    counted = [(step, _votes(it, sitting)) for step, sitting in it.meetings()] if votes else []
    shown = [(step, found) for step, found in counted if found]
    with everything(), override("vi"):  # the office may see them: asked before; the table names open columns only
        found = {
            each.person.key: each
            for each in PersonVersion.objects.filter(person__key__in=list(keys), entry_to__isnull=True)
            .select_related("person")
        }  # fmt: skip
        known = [found[key] for key in keys if key in found]
        called = Names(it.pack)
        rows = [
            [
                f"{life.entry.person.name}{_born(life.entry.person) if 'man' not in columns else ''}",
                *cells(life, columns, called),
                *(votes_of.get(life.entry.person.person.key, "–") for _, votes_of in shown),
            ]
            for life in lives(known, it.day, ())
        ]
        heads = ["Họ và tên", *(COLUMNS[name].says.vi for name in columns)]
    return [*heads, *(f"Phiếu {step.code}" for step, _ in shown)], rows


def _born(who: PersonVersion) -> str:
    return f", sinh năm {who.born[:4]}" if who.born else ""


def _votes(it: Matter, sitting: Sitting) -> dict[str, str]:
    """{staff number: votes of the base} of a meeting, from its sealed ballots; the last round of a name counts."""
    found: dict[str, str] = {}
    for each in sitting.rounds:
        result = _result(it, each)
        for line in result.lines if result else ():
            if line.name.person is not None:
                share = f" ({percent(line.percent)} %)" if line.percent is not None else ""
                of = f"/{result.base}" if result and result.base else ""
                found[line.name.person.key] = f"{line.votes}{of}{share}"
    return found


def _result(it: Matter, asked: Round) -> Told | None:
    ballot = Ballot.objects.select_related("closing", "body").filter(pk=asked.ballot or 0).first()
    return told(ballot) if ballot is not None and asked.done and it.tells(ballot) else None


def _round(it: Matter, asked: Round) -> str:
    """One round of votes in a sentence."""
    if asked.hands is not None:
        return f"biểu quyết giơ tay: đồng ý {asked.hands}, không đồng ý {asked.against or 0}."
    result = _result(it, asked)
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


def _paper(
    it: Matter, kind: str, about: str, *, to: str = "", authority: str = "", grounds: Sequence[str] = (),
    resolves: str = "", before: Sequence[Any] = (), heads: Sequence[str] = (), rows: Sequence[Sequence[str]] = (),
    after: Sequence[Any] = (), recipients: Sequence[str] = (), recorder: str = "", office: str = "",
) -> dict[str, Any]:  # fmt: skip
    head = it.head.values(it.day)
    if office:
        head["signer"] = {"behalf": "", "office": office, "name": ""}
    stop = "," if it.head.party else ";"
    return {
        **head, "kind": kind, "about": about, "to": to, "authority": authority, "resolves": resolves,
        "grounds": [f"{each.rstrip(';,.')}{stop}" for each in grounds],
        "before": list(before), "heads": list(heads), "widths": [30, 34, *[12] * (len(heads) - 2)],
        "rows": [list(row) for row in rows], "after": list(after), "recorder": recorder,
        "recipients": [each + (stop if each != recipients[-1] else ".") for each in recipients],
    }  # fmt: skip


def _said(text: str, lead: str = "") -> dict[str, str]:
    return {"lead": lead, "text": text}


def _ground(it: Matter, cites: Citation) -> str:
    """A governing document as a ground: kind, number, day, issuer and title."""
    found = it.pack.instruments.get(cites.instrument)
    key, day = cites.instrument, f"{cites.instrument.issued:%d/%m/%Y}"
    if found is None:
        return f"Căn cứ {key.number} ngày {day}"
    kinds = it.pack.lists["instrument-kinds"].codes
    kind = kinds[found.kind].name.vi if found.kind in kinds else "văn bản"
    return f"Căn cứ {kind} số {key.number} ngày {day} của {found.issuer.vi} về {_lower(found.title.vi)}"


def _body(it: Matter) -> str:
    return name_on(it.case.body, it.day)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _d(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
