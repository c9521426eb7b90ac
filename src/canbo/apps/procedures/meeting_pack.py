"""The pack of a meeting as one file: agenda, rule, those summoned, and one page a name with facts, verdicts and papers.

It is printed for one reader. Of each dossier stands there what is open to that reader at that moment, and the reading
is noted as on any page; what is sealed says so in its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from canbo.apps.bodies.queries import name_on
from canbo.apps.papers.rendering import as_pdf
from canbo.apps.people.models import PRIVACY, PersonVersion
from canbo.apps.people.portrait import Portrait, portrait
from canbo.apps.people.reading import read_dossier
from canbo.apps.people.visibility import visible_people
from canbo.apps.procedures.citing import source_of
from canbo.apps.procedures.desk import REASONS, rules
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import names_in, newest, plan_of, rules_of, state_of
from canbo.apps.procedures.subjects import Judged, subject_of
from canbo.base.accounts.models import Account
from canbo.core.procedure import Step
from canbo.core.procedure_state import Sitting
from canbo.core.verdicts import Answer
from canbo.shell.naming import Names, names
from canbo.shell.templatetags.canbo import d

FORM = "meeting-pack"
_ANSWERS = {
    Answer.YES: "✓ Đạt", Answer.NO: "✗ Không đạt", Answer.UNKNOWN: "? Chưa đủ dữ liệu",
    Answer.EXCEPTED: "◇ Trường hợp đặc biệt",
}  # fmt: skip
#: Years of ratings and papers on a page: the rest stands in the dossier.
_RATINGS, _PAPERS = 4, 8
Section = dict[str, Any]


def meeting_pack(*, case: Case, by: Account, at: dt.datetime) -> bytes:
    """The pack of the open step for one reader, as PDF; of an ended case, that of its last step."""
    return as_pdf(FORM, pack_values(case=case, by=by, at=at), at)


def pack_values(*, case: Case, by: Account, at: dt.datetime) -> dict[str, Any]:
    """What stands in the pack. Each dossier opened is noted as read."""
    plan, state, day = plan_of(case), state_of(newest(case)), timezone.localdate(at)
    passage = state.now or state.trail[-1]
    step, sitting, called = plan.step(passage.step), passage.sitting, names_in(state)
    seen = visible_people(by, day).filter(person__key__in=state.names).select_related("person")
    people = {each.person.key: each for each in seen}
    shut = [called.get(key, key) for key in state.names if key not in people]
    subject = subject_of(case)
    judged = subject.judged(case, list(people), day) if subject and people else {}
    told = rules(plan, step, rules_of(case))
    with override("vi"):
        return {
            "body_upper": name_on(case.body, day).upper(),
            "heading": case.purpose,
            "step": f"{step.code}. {step.name.vi}",
            "when": f"{d(sitting.meets)}, {sitting.place}" if sitting else "",
            "printed_for": f"In cho {by} lúc {timezone.localtime(at):%d/%m/%Y %H:%M}. Không sao chụp.",
            "agenda": agenda(step),
            "rules": [[each.says.vi, each.value.vi, source_of(each.cites)] for each in told],
            "summoned": _summoned(sitting, called),
            "people": [_page(people[key], judged.get(key, ()), by, at) for key in state.names if key in people],
            "closed": f"Hồ sơ không mở cho người đọc này: {', '.join(shut)}." if shut else "",
        }  # fmt: skip


def agenda(step: Step) -> list[str]:
    """What a meeting of a step does, in order, as its rule has it."""
    found = ["Nêu mục đích, yêu cầu, tiêu chuẩn, số lượng và cách làm."]
    if step.quorum:
        found.append(
            "Báo cáo số người được triệu tập, có mặt, không biểu quyết do liên quan; kết luận đủ điều kiện họp."
        )
    found.append("Nghe báo cáo và đọc hồ sơ từng người; thảo luận.")
    if step.by_hands:
        found.append("Giơ tay biểu quyết cả danh sách.")
    if step.kinds:
        found += [
            "Cử ban kiểm phiếu; hướng dẫn cách ghi phiếu.",
            "Bỏ phiếu kín; kiểm phiếu bằng hai người nhập độc lập.",
        ]
    if step.kind == "decision":
        found.append("Xem xét, quyết định từng người; người không được phê duyệt ghi rõ lý do.")
    return [*found, "Thông qua biên bản."]


def _summoned(sitting: Sitting | None, called: Mapping[str, str]) -> list[list[str]]:
    if sitting is None:
        return []
    off = {key: f"không biểu quyết: {REASONS[why].vi}" for key, why in sitting.recused.items()}
    return [[called.get(key, key), off.get(key, "")] for key in sitting.summoned]


def _page(who: PersonVersion, judged: Sequence[Judged], by: Account, at: dt.datetime) -> dict[str, Any]:
    """One name: facts, verdicts, career, ratings, rewards, discipline, papers."""
    day = timezone.localdate(at)
    called, opened = names(), read_dossier(person=who.person, by=by, at=at, on=day)
    it = portrait(who, day, called, open_tables=opened.tables)
    post = ", ".join(part for part in (called.title(it.post.title), it.post_body) if part) if it.post else it.body
    return {
        "name": who.name,
        "post": post,
        "facts": _facts(it, called, post),
        "sections": [
            _verdicts(judged, opened.tables),
            *_sections(it, called),
            _section("Giấy tờ trong hồ sơ", [_paper(row, called) for row in it.papers[:_PAPERS]], (40, 22, 16, 16),
                     more=len(it.papers) - _PAPERS),
        ],
    }  # fmt: skip


def _facts(it: Portrait, called: Names, post: str) -> list[list[str]]:
    who = it.person
    best = [f"{called.code('degrees', row.grade)} {row.field_text}".strip() for row in it.degrees]
    return [
        ["Số hiệu", who.person.key],
        ["Ngày sinh", d(who.born) if who.born else "chưa ghi"],
        [
            "Giới tính, dân tộc",
            f"{_SEXES.get(who.sex, '–')}, {called.prefixed(who.ethnicity) if who.ethnicity else '–'}",
        ],
        ["Chức vụ, đơn vị", f"{post} (từ {d(it.post.since)})" if it.post else post],
        ["Vào Đảng, chính thức", f"{_day(who.party_admitted)}, {_day(who.party_official)}"],
        ["Chuyên môn", "; ".join(best) or "–"],
        ["Lý luận chính trị", "; ".join(called.code("theory-levels", row.grade) for row in it.theory) or "–"],
    ]


_SEXES = {"M": "nam", "F": "nữ"}


def _sections(it: Portrait, called: Names) -> list[Section]:
    career = [
        [f"{_day(row.since)} – {_day(row.last) if row.last else 'nay'}", row.words or called.title(row.title), body]
        for row, body in it.career
    ]
    ratings = [[str(row.year), called.code("rating-grades", row.grade)] for row in it.ratings[:_RATINGS]]
    rewards = [[_day(row.on), called.code("reward-forms", row.form), row.words] for row in it.rewards]
    return [
        _section("Quá trình công tác", career[:6], (22, 34, 40), more=len(career) - 6),
        _section("Xếp loại hằng năm", ratings, (16, 80)),
        _section("Khen thưởng", rewards, (18, 34, 44)),
        _section(
            "Kỷ luật",
            None if it.discipline is None
            else [[_day(row.on), called.code("discipline-forms", row.form)] for row in it.discipline],
            (18, 78),
        ),
        _section(
            "Kiểm tra, tố cáo, điều tra",
            None if it.proceedings is None
            else [[_day(row.since), called.code("proceeding-kinds", row.kind), row.by_body] for row in it.proceedings],
            (18, 34, 44),
        ),
    ]  # fmt: skip


def _verdicts(judged: Sequence[Judged], tables: Collection[str]) -> Section:
    whole = set(PRIVACY) <= set(tables)
    rows = [
        [_ANSWERS[each.answer], each.says.vi, source_of(each.cites)] for each in judged if whole or not each.sealed
    ]  # fmt: skip
    kept = 0 if whole else sum(each.sealed for each in judged)
    if kept:
        rows.append(["–", f"{kept} tiêu chí dựa trên mục hồ sơ được bảo vệ: không in cho người đọc này", ""])
    return _section("Kết luận theo tiêu chuẩn", rows, (20, 56, 26), none="Vụ việc này không đối chiếu tiêu chuẩn.")


def _section(
    title: str, rows: Sequence[Sequence[str]] | None, widths: Sequence[int], *, more: int = 0, none: str = "Không có."
) -> Section:
    """A section of a page; `rows` None where it is sealed to the reader; `more` that stand in the dossier only."""
    found = [list(row) for row in rows or ()]
    if more > 0:
        found.append([f"… và {more} mục khác trong hồ sơ", *[""] * (len(widths) - 1)])
    return {"title": title, "rows": found, "widths": list(widths), "sealed": rows is None, "none": none}


def _paper(row: Any, called: Names) -> list[str]:
    state = "đã xác nhận" if row.confirmed else "chưa xác nhận"
    return [called.code("paper-kinds", row.kind), row.number, _day(row.issued), state]


def _day(written: str) -> str:
    return d(written) if written else "–"
