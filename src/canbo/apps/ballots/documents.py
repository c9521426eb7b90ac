"""The printed papers of a ballot: the ballot paper, and the values of the tally minutes."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import kind_of, names_of, tellers_of
from canbo.apps.ballots.result import NameLine, Told, told
from canbo.apps.bodies.models import BodyVersion
from canbo.apps.bodies.queries import body_on
from canbo.apps.papers.rendering import as_docx, as_pdf
from canbo.core.law import Citation
from canbo.core.tally_kinds import Kind

#: More names than this do not stand on a small sheet.
_SMALL = 18
_ROLES = {
    Teller.Role.HEAD: "Trưởng ban kiểm phiếu",
    Teller.Role.MEMBER: "Ủy viên",
    Teller.Role.SECRETARY: "Thư ký",
}
_ROUNDS = {"first": "", "again": "Vòng bầu tiếp theo", "tie": "Bỏ phiếu lại giữa những người có số phiếu bằng nhau"}
MINUTES_FORM, PAPER_FORM = "tally-minutes", "ballot-paper"
#: The series of tally minutes: biên bản, ban kiểm phiếu.
MINUTES, TELLERS = "BB", "BKP"


def minutes_owner(ballot: Ballot) -> str:
    """The key under which the minutes of a ballot are issued."""
    return f"ballots:{ballot.pk}:minutes"


def ballot_paper(ballot: Ballot, size: str = "") -> bytes:
    """One sheet of the ballot as PDF, "a5" or "a4" (by the number of names when not said). Every sheet is alike."""
    return as_pdf(PAPER_FORM, paper_values(ballot, size), ballot.entry.at)


def ballot_paper_for_word(ballot: Ballot) -> bytes:
    """The same sheet as a Word document, for an office with a layout of its own."""
    return as_docx(PAPER_FORM, paper_values(ballot, "a4"), ballot.entry.at)


def paper_values(ballot: Ballot, size: str = "") -> dict[str, Any]:
    """What stands on a sheet of the ballot: nothing that tells one sheet from another."""
    kind, names = kind_of(ballot), names_of(ballot)
    columns = [option.name.vi for option in kind.options] if kind.marking == "boxes" else []
    return {
        "paper": size or ("a5" if len(names) <= _SMALL else "a4"),
        "body": _body_name(ballot),
        "body_upper": _body_name(ballot).upper(),
        "heading_upper": kind.heading.vi.upper(),
        "stamp": "cấp triệu tập" if _party(ballot) else "cơ quan triệu tập",
        "heading": kind.heading.vi,
        "purpose": ballot.purpose,
        "round": _ROUNDS[ballot.round],
        "held": _d(ballot.held),
        "options": columns,
        "names": [{"name": each.name, "detail": each.detail} for each in names],
        "instruction": _instruction(kind, ballot),
    }


def _instruction(kind: Kind, ballot: Ballot) -> str:
    most = kind.most_names(ballot.seats)
    if kind.marking == "strike":
        return f"Bầu không quá {most} người. Gạch cả họ và tên người không bầu."
    if len(kind.options) == 1:
        limit = f"không quá {most} người" if most is not None else "những người được giới thiệu"
        return f"Đánh dấu X vào ô của {limit}."
    return f"Mỗi người đánh dấu X vào một trong {len(kind.options)} ô."


def minutes_values(ballot: Ballot) -> dict[str, Any]:
    """The values of the tally minutes of a closed ballot. Raises ValueError when it is not closed."""
    result = told(ballot)
    if result is None:
        raise ValueError("the ballot is not closed")
    kind, papers, turnout = result.kind, result.papers, result.turnout
    team = [{"name": str(each.account), "role": _ROLES[Teller.Role(each.role)]} for each in tellers_of(ballot)]
    body = _body_name(ballot)
    return {
        "body": body,
        "body_upper": body.upper(),
        "party": _party(ballot),
        "dated": f"Ngày {ballot.held:%d} tháng {ballot.held:%m} năm {ballot.held:%Y}",
        "day": f"ngày {_d(ballot.held)}",
        "purpose": ballot.purpose,
        "round": _ROUNDS[ballot.round],
        "team": team,
        "signers": [{**each, "role_upper": each["role"].upper()} for each in _signing(team)],
        **{
            name: _n(getattr(turnout, name))
            for name in ("summoned", "present", "printed", "issued", "spoilt", "unused", "returned", "not_returned")
        },
        **{name: _n(papers[name]) for name in ("valid", "invalid", "blank")},
        "faults": "; ".join(f"{says.vi.lower()}: {_n(n)}" for says, n in result.faults),
        "options": [option.name.vi for option in kind.options],
        "options_line": " / ".join(option.name.vi for option in kind.options),
        "names": [_line(line) for line in result.lines],
        "base": _base(result),
        "conclusion": _conclusion(result),
        "uncertain": "; ".join(dict.fromkeys(_source(cell.cites) for cell in result.uncertain)),
        "paper_digest": sha256(ballot_paper(ballot)).hexdigest(),
        "digest": f"{ballot.closing.entry_id} · {ballot.closing.digest}",
    }


def _signing(team: list[dict[str, str]]) -> list[dict[str, str]]:
    """Members sign on the left, the head on the right."""
    return [*team[1:3], team[0]] if team else []


def _line(line: NameLine) -> dict[str, Any]:
    votes = [_n(n) for n in line.options]
    return {
        "number": str(line.name.place + 1),
        "name": line.name.name,
        "detail": line.name.detail,
        "votes": votes,
        "votes_line": " / ".join(votes),
        "percent": percent(line.percent),
        "outcome": line.says.vi,
    }


def _base(result: Told) -> str:
    if result.base is None or result.base_says is None:
        return ""
    needed = f"; cần ít nhất {_n(result.fewest)} phiếu" if result.fewest is not None else ""
    return f"Tỷ lệ tính trên: {result.base_says.vi.lower()}, là {_n(result.base)}{needed}."


def _conclusion(result: Told) -> str:
    if result.kind.decides == "opinion":
        return "Kết quả được ghi nhận, làm căn cứ cho bước tiếp theo."
    if result.kind.decides == "bands":
        concerned = [line for line in result.lines if line.outcome != "none"]
        named = "; ".join(f"đồng chí {line.name.name}: {line.says.vi.lower()}" for line in concerned)
        return (
            f"Trường hợp có hệ quả theo quy định: {named}."
            if named
            else "Không có trường hợp nào có hệ quả theo quy định."
        )
    names = ", ".join(f"{line.name.name} ({_n(line.votes)} phiếu)" for line in result.chosen)
    said = f"Các đồng chí đạt theo quy định: {names}." if names else "Không có đồng chí nào đạt theo quy định."
    further = result.further or {}
    tied = ", ".join(result.lines[place].name.name for place in further.get("places", ()))
    if further.get("why") == "tie":
        return f"{said} Bằng phiếu ở vị trí cuối, đề nghị bỏ phiếu lại: {tied}."
    return f"{said} Còn thiếu {_n(further['seats'])} so với số lượng." if further else said


def _body_name(ballot: Ballot) -> str:
    found = body_on(ballot.body.code, ballot.held)
    return found.name if found else ballot.body.code


def _party(ballot: Ballot) -> bool:
    """Committees and cells write by the Party's layout, everybody else by that of the State."""
    found = body_on(ballot.body.code, ballot.held)
    return found is not None and found.kind in (BodyVersion.Kind.COMMITTEE, BodyVersion.Kind.CELL)


def _source(cites: Citation) -> str:
    article = f"điều {cites.article}" if cites.article[:1].isdigit() else cites.article
    return f"{cites.instrument.number} ({_d(cites.instrument.issued)}), {article} [{cites.confidence}]"


def _d(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _n(number: int | None) -> str:
    return "–" if number is None else f"{number:,}".replace(",", ".")


def percent(share: Fraction | None) -> str:
    """A share in percent as papers write it: two places, a decimal comma."""
    if share is None:
        return "–"
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")
