"""Checks of procedures: names that lead somewhere, steps that can be reached, and from each a way to the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from canbo.core.errors import Spot
from canbo.core.loading.draft import Draft
from canbo.core.procedure import BASES, END, STOP, Procedure, ProcedureVersion, Step
from canbo.core.rules import Parameter, Rules

PAPERS, CONDITIONS, ROLES, BASE_LIST = "case-papers", "case-conditions", "committee-roles", "vote-bases"


def check_procedures(draft: Draft, rules: Rules) -> None:
    """Every attendee and every version of every procedure."""
    for circle in rules.attendees.values():
        for selector in circle.of:
            _known(draft, circle.spot, "chức danh", "title", selector.titles, rules.titles)
            _in_list(draft, rules, circle.spot, "vai trò", "role", ROLES, selector.roles)
    for procedure in rules.procedures.values():
        if ("procedure", procedure.code) not in draft.broken:
            for version in procedure.versions:
                _check_version(draft, rules, procedure, version)


def _check_version(draft: Draft, rules: Rules, procedure: Procedure, version: ProcedureVersion) -> None:
    codes: dict[str, Step] = {}
    for step in version.steps:
        if step.code in codes or step.code in (END, STOP):
            draft.book.note(step.spot, f"bước “{step.code}” lặp lại", f"step “{step.code}” stands twice")
        codes[step.code] = step
    if not codes:
        draft.book.note(version.spot, "quy trình không có bước nào", "the procedure has no steps")
        return
    for step in version.steps:
        _check_names(draft, rules, step, codes)
        _check_numbers(draft, rules, version, step)
        _check_kinds(draft, rules, version, step)
        _check_shape(draft, step)
    if all(to in codes or to == END for step in version.steps for to in (*step.leads_to(), *step.after)):
        _check_ways(draft, version, codes)  # a name that leads nowhere is one fault, not five


def _check_names(draft: Draft, rules: Rules, step: Step, codes: Mapping[str, Step]) -> None:
    _known(draft, step.spot, "bước", "step", [each for each in step.leads_to() if each != END], codes)
    _known(draft, step.spot, "bước", "step", step.after, codes)
    if step.summons and ("attendees", step.summons) not in draft.broken:
        _known(draft, step.spot, "thành phần", "attendees", [step.summons], rules.attendees)
    _in_list(draft, rules, step.spot, "giấy tờ", "paper", PAPERS, (*step.before, *step.papers))
    _in_list(draft, rules, step.spot, "điều kiện", "condition", CONDITIONS, step.conditions)


def _check_numbers(draft: Draft, rules: Rules, version: ProcedureVersion, step: Step) -> None:
    for name in dict.fromkeys(step.parameters()):
        parameter = rules.parameters.get(name)
        if parameter is None:
            if ("parameter", name) not in draft.broken:
                draft.book.note_unknown(step.spot, "tham số", "parameter", name, rules.parameters)
        elif not any(value.holds(version.since) for value in parameter.values):
            draft.book.note(
                step.spot,
                f"tham số {name} không có giá trị vào ngày {version.since}",
                f"parameter {name} has no value on {version.since}",
            )
    for share in (step.quorum, step.threshold):
        if share is not None:
            _of_unit(draft, rules, step, share.over, "share")
            _of_unit(draft, rules, step, share.of, "rank")
            _check_base(draft, rules, step, rules.parameters.get(share.of))


def _check_kinds(draft: Draft, rules: Rules, version: ProcedureVersion, step: Step) -> None:
    """A step votes by a kind of ballot that holds from the first day of its version."""
    for code in step.kinds:
        kind = rules.ballots.get(code)
        if kind is None:
            if ("ballot", code) not in draft.broken:
                draft.book.note_unknown(step.spot, "loại phiếu", "ballot", code, rules.ballots)
        elif not any(each.holds(version.since) for each in kind.versions):
            draft.book.note(
                step.spot,
                f"loại phiếu {code} không có quy định vào ngày {version.since}",
                f"the ballot {code} has no rule on {version.since}",
            )


def _of_unit(draft: Draft, rules: Rules, step: Step, name: str, unit: str) -> None:
    parameter = rules.parameters.get(name)
    if parameter is not None and parameter.unit != unit:
        draft.book.note(
            step.spot,
            f"tham số {name} có đơn vị {parameter.unit}, ở đây cần {unit}",
            f"parameter {name} is in {parameter.unit}, here {unit} is needed",
        )


def _check_base(draft: Draft, rules: Rules, step: Step, parameter: Parameter | None) -> None:
    """A denominator is one that a meeting can count."""
    bases = rules.lists.get(BASE_LIST)
    if parameter is None or bases is None or parameter.unit != "rank":
        return
    by_rank = {code.rank: code.code for code in bases.codes.values()}
    for value in parameter.values:
        base = by_rank.get(value.value) if isinstance(value.value, int) else None
        if base not in BASES:
            draft.book.note(
                step.spot,
                f"mẫu số {parameter.name} từ {value.since} ({base or 'không có'}) không đếm được trong hội nghị",
                f"the base {parameter.name} from {value.since} ({base or 'none'}) cannot be counted in a meeting",
            )


def _check_shape(draft: Draft, step: Step) -> None:
    """What a kind of step must have, and what would have no meaning in it."""
    wanted = [
        (step.kind == "meeting", bool(step.summons), "bước hội nghị phải ghi summons", "a meeting needs summons"),
        (step.kind == "meeting", step.quorum is not None, "bước hội nghị phải ghi quorum", "a meeting needs a quorum"),
        (step.kind != "meeting", not step.votes, "chỉ hội nghị mới bỏ phiếu", "only a meeting votes"),
        (step.by_hands, step.threshold is not None, "giơ tay thì phải ghi threshold", "hands need a threshold"),
        (
            step.threshold is not None,
            step.by_hands,
            "tỷ lệ phiếu kín ghi ở loại phiếu, không ghi threshold",
            "the threshold of a secret vote stands in its kind of ballot",
        ),
        (
            bool(step.before),
            step.kind == "meeting" or step.lists == "makes",
            "before chỉ dùng cho hội nghị hoặc bước lập danh sách",
            "before belongs to a meeting or to a step that makes the list",
        ),
        (
            bool(step.advised),
            set(step.advised) <= {*step.before, *step.papers},
            "advised phải nằm trong before hoặc papers",
            "advised must stand in before or papers",
        ),
        (step.votes, bool(step.nobody), "có phiếu thì phải ghi nobody", "a ballot must say nobody: …"),
    ]
    for applies, holds, vi, en in wanted:
        if applies and not holds:
            draft.book.note(step.spot, f"bước {step.code}: {vi}", f"step {step.code}: {en}")


def _check_ways(draft: Draft, version: ProcedureVersion, codes: Mapping[str, Step]) -> None:
    """Each step is reached from the first, each leads to the end, and what it waits for is closed on every way."""
    leads = {code: list(step.leads_to()) for code, step in codes.items()}
    reached = _reach(version.steps[0].code, leads)
    ends = {code for code in codes if END in _reach(code, leads)}
    for code, step in codes.items():
        if code not in reached:
            draft.book.note(step.spot, f"không bước nào dẫn tới {code}", f"no step leads to {code}")
        if code not in ends:
            draft.book.note(step.spot, f"từ {code} không có đường tới kết thúc", f"{code} is a dead end")
        for earlier in step.after:
            if _can_miss(version.steps[0].code, code, earlier, leads):
                draft.book.note(
                    step.spot,
                    f"{code} chờ {earlier}, nhưng có đường tới {code} không qua {earlier}",
                    f"{code} waits for {earlier}, but a way to {code} does not pass it",
                )


def _reach(start: str, leads: Mapping[str, Iterable[str]], without: str = "") -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        code = waiting.pop()
        if code not in found and code != without:
            found.add(code)
            waiting += leads.get(code, ())
    return found


def _can_miss(first: str, code: str, earlier: str, leads: Mapping[str, Iterable[str]]) -> bool:
    return code in _reach(first, leads, without=earlier)


def _known(draft: Draft, spot: Spot, vi: str, en: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            draft.book.note_unknown(spot, vi, en, name, known)


def _in_list(draft: Draft, rules: Rules, spot: Spot, vi: str, en: str, listed: str, names: Iterable[str]) -> None:
    codes = rules.lists.get(listed)
    _known(draft, spot, vi, en, names, codes.codes if codes else ())
