"""The tables of the standard form: training, work history, family and pay (items 27, 28, 30 and 31 of 2C-BNV/2008)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from canbo.apps.people.models import Degree, Relative
from canbo.apps.people.portrait import Portrait
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import d, say

Table = dict[str, Any]
_TRAINING = (
    Text("Tên trường", "School"), Text("Chuyên ngành đào tạo, bồi dưỡng", "Field"),
    Text("Từ tháng, năm – đến tháng, năm", "From – to"), Text("Hình thức đào tạo", "Form of study"),
    Text("Văn bằng, chứng chỉ, trình độ gì", "Award"),
)  # fmt: skip
_CAREER = (
    Text("Từ tháng, năm đến tháng, năm", "From – to"),
    Text(
        "Chức danh, chức vụ, đơn vị công tác (đảng, chính quyền, đoàn thể, tổ chức xã hội), kể cả thời gian được đào "
        "tạo, bồi dưỡng về chuyên môn, nghiệp vụ",
        "Title, post, body (Party, government, mass bodies), time of training too",
    ),
)  # fmt: skip
_FAMILY = (
    Text("Mối quan hệ", "Relation"), Text("Họ và tên", "Name"), Text("Năm sinh", "Born"),
    Text(
        "Quê quán, nghề nghiệp, chức danh, chức vụ, đơn vị công tác, học tập, nơi ở (trong, ngoài nước); thành viên "
        "các tổ chức chính trị - xã hội",
        "Home, occupation, post, address (in the country or abroad); socio-political bodies",
    ),
)  # fmt: skip
_PAY = (
    Text("Tháng/năm", "Month/year"), Text("Mã ngạch/bậc", "Grade/step"), Text("Hệ số lương", "Coefficient"),
)  # fmt: skip
_SIDES = {
    "own": Text(
        "a) Về bản thân: cha, mẹ, vợ (hoặc chồng), các con, anh chị em ruột",
        "a) Own side: parents, spouse, children, brothers and sisters",
    ),
    "spouse": Text(
        "b) Về bên vợ (hoặc chồng): cha, mẹ, anh chị em ruột", "b) Spouse’s side: parents, brothers and sisters"
    ),
}  # fmt: skip


def training(it: Portrait, called: Names) -> Table:
    """Item 27: degrees, political theory and certificates, the earliest first."""
    theory = say(Text("Lý luận chính trị", "Political theory"))
    kinds = {
        "state_management": Text("Quản lý nhà nước", "State management"),
        "language": Text("Ngoại ngữ", "Languages"),
        "it": Text("Tin học", "IT"),
    }
    rows = [(row.on, _degree(row, called)) for row in it.degrees]
    rows += [(row.on, ["", theory, _when(row.on), "", named(called, "theory-levels", row.grade)]) for row in it.theory]
    for row in it.certificates:
        level = named(called, f"{row.kind.replace('_', '-')}-levels", row.grade)
        rows.append((row.on, ["", say(kinds.get(row.kind)), _when(row.on), "", level]))
    words = Text(
        "Đào tạo, bồi dưỡng về chuyên môn, nghiệp vụ, lý luận chính trị, ngoại ngữ, tin học",
        "Training: professional, political theory, languages, IT",
    )
    return _table(
        "27", words, _TRAINING, (26, 26, 18, 18, 24), [row for _, row in sorted(rows, key=lambda each: each[0])]
    )


def career(it: Portrait, called: Names) -> Table:
    """Item 28: every post, the earliest first."""
    rows = [
        [
            f"{_when(row.since)} – {_when(row.last) or say(Text('nay', 'now'))}",
            joined(row.words or called.title(row.title), body if body not in row.words else ""),
        ]
        for row, body in reversed(it.career)
    ]
    return _table("28", Text("Tóm tắt quá trình công tác", "Work history"), _CAREER, (24, 76), rows)


def family(it: Portrait, called: Names, side: str) -> Table:
    """Item 30: the relatives of one side, as declared; no row while the section is not open."""
    rows = [_relative(row, called) for row in it.relatives or () if row.side == side]
    return _table("", _SIDES[side], _FAMILY, (17, 26, 11, 46), rows)


def salary(told: Callable[[str], str]) -> Table:
    """Item 31: the pay that the dossier knows, which is the present one."""
    known = [[told("step_since"), told("grade"), told("step")]] if told("step") else []
    words = Text("Diễn biến quá trình lương của cán bộ, công chức", "Salary history")
    return _table("31", words, _PAY, (20, 45, 35), known)


def joined(*parts: str) -> str:
    """Parts that say something, with commas."""
    return ", ".join(part for part in parts if part)


def named(called: Names, name: str, code: str) -> str:
    """The name of a code in a list; nothing for no code."""
    return called.code(name, code) if code else ""


def _degree(row: Degree, called: Names) -> list[str]:
    field = row.field_text or named(called, "fields-of-study", row.field)
    mode, award = named(called, "study-modes", row.mode), named(called, "degrees", row.grade)
    return [row.school, field, _when(row.on), mode, award]


def _relative(row: Relative, called: Names) -> list[str]:
    return [named(called, "relations", row.relation), row.name, str(row.born_year or ""), row.work]


def _when(written: str) -> str:
    """A month and a year, as the form asks for them."""
    return d(written[:7]) if written else ""


def _table(number: str, label: Text, heads: Sequence[Text], widths: Sequence[int], rows: list[list[str]]) -> Table:
    return {"number": number, "label": say(label), "heads": list(map(say, heads)), "widths": widths, "rows": rows}
