"""The curriculum vitae on the standard form: the 32 items of 2C-BNV/2008, as far as the dossier holds them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from typing import Any

import typst
from django.conf import settings
from django.contrib.staticfiles import finders

from canbo.apps.people.models import Certificate, Degree, Discipline, Relative
from canbo.apps.people.portrait import Portrait
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import d, language, say

#: An item of the form: its number, its label, and a value or a table.
Item = dict[str, Any]


def as_pdf(it: Portrait, called: Names, *, day: dt.date, sealed: Sequence[Text]) -> bytes:
    """The form filled in the language of the reader; `sealed` are the sections that are not open and not printed."""
    data = {
        "language": language(),
        "key": it.person.person.key,
        "authority": _of(called, "managing-authorities", it.person.managed_by),
        "body": it.body,
        "on": f"{day:%d/%m/%Y}",
        "items": items(it, called),
        "sealed": "; ".join(map(say, sealed)),
    }
    return typst.compile(
        str(settings.POLICY / "forms" / "cv-2c" / "form.typ"),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=[str(finders.find("fonts/liberation"))],
        ignore_system_fonts=True,
        pdf_standards="a-2b",
        timestamp=int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()),
    )


def items(it: Portrait, called: Names) -> list[Item]:
    """Every item of the form in its order; blank where the dossier says nothing or is not open."""
    p, told = it.person, _details(it)
    words = _words(it, called)
    return [
        _item("1", Text("Họ và tên khai sinh", "Birth name"), p.name.upper()),
        _item("2", Text("Tên gọi khác", "Other name"), p.other_name),
        _item("3", Text("Sinh ngày; giới tính", "Born; sex"), _joined(_date(p.born), say(_SEXES.get(p.sex)))),
        _item("4", Text("Nơi sinh", "Birthplace"), _place(called, p.birthplace, p.birthplace_text)),
        _item("5", Text("Quê quán", "Home town"), _place(called, p.hometown, p.hometown_text)),
        _item("6", Text("Dân tộc", "Ethnic group"), called.prefixed(p.ethnicity) if p.ethnicity else ""),
        _item("7", Text("Tôn giáo", "Religion"), _of(called, "religions", p.religion)),
        _item("8", Text("Nơi đăng ký thường trú", "Registered residence"), told("residence")),
        _item("9", Text("Nơi ở hiện nay", "Present address"), told("address")),
        _item("10", Text("Nghề nghiệp khi được tuyển dụng", "Occupation when recruited"), told("job_before")),
        _item(
            "11",
            Text("Ngày tuyển dụng; cơ quan tuyển dụng", "Recruited on; by"),
            _joined(_date(p.recruited), told("recruited_by")),
        ),
        _item("12", Text("Chức vụ hiện tại", "Present post"), words["post"]),
        _item("13", Text("Công việc chính được giao", "Main work"), told("main_work")),
        _item(
            "14",
            Text("Ngạch; bậc, hệ số; phụ cấp", "Grade; step, coefficient; allowances"),
            _joined(told("grade"), told("step"), told("allowances")),
        ),
        _item("15.1", Text("Trình độ giáo dục phổ thông", "General education"), p.schooling),
        _item("15.2", Text("Trình độ chuyên môn cao nhất", "Highest qualification"), words["degree"]),
        _item("15.3", Text("Lý luận chính trị", "Political theory"), words["theory"]),
        _item("15.4", Text("Quản lý nhà nước", "State management"), words["state_management"]),
        _item("15.5", Text("Ngoại ngữ", "Languages"), words["language"]),
        _item("15.6", Text("Tin học", "IT"), words["it"]),
        _item(
            "16",
            Text("Ngày vào Đảng; ngày chính thức", "Admitted to the Party; official member since"),
            _joined(_date(p.party_admitted), _date(p.party_official)),
        ),
        _item("17", Text("Tham gia tổ chức chính trị - xã hội", "Socio-political bodies"), told("mass_bodies")),
        _item(
            "18",
            Text("Nhập ngũ; xuất ngũ; quân hàm cao nhất", "Enlisted; discharged; highest rank"),
            _joined(told("enlisted"), told("discharged"), told("army_rank")),
        ),
        _item("19", Text("Danh hiệu được phong tặng cao nhất", "Highest title of honour"), told("honour")),
        _item("20", Text("Sở trường công tác", "Strengths"), told("strengths")),
        _item("21", Text("Khen thưởng", "Rewards"), words["rewards"]),
        _item("22", Text("Kỷ luật", "Discipline"), words["discipline"]),
        _item(
            "23",
            Text("Sức khỏe; chiều cao, cân nặng; nhóm máu", "Health; height, weight; blood group"),
            _joined(told("health"), told("height_weight"), told("blood")),
        ),
        _item("24", Text("Thương binh, gia đình chính sách", "Invalid class, policy family"), told("policy_category")),
        _item("25", Text("Số định danh; nơi cấp", "Identity number; issued"), _joined(p.id_number, told("id_issued"))),
        _item("26", Text("Số sổ bảo hiểm xã hội", "Social insurance"), told("social_insurance")),
        _table("27", Text("Đào tạo, bồi dưỡng", "Training"), _TRAINING, (30, 30, 14, 18, 24), _training(it, called)),
        _table("28", Text("Tóm tắt quá trình công tác", "Work history"), _CAREER, (22, 60), _career(it, called)),
        _item(
            "29",
            Text("Đặc điểm lịch sử bản thân; quan hệ với nước ngoài", "Personal history; relations abroad"),
            _joined(told("self_history"), told("foreign_relations")),
        ),
        _table("30a", Text("Gia đình: bên mình", "Family: own side"), _FAMILY, _KIN, _kin(it, called, "own")),
        _table("30b", Text("Gia đình: bên vợ hoặc chồng", "Spouse’s side"), _FAMILY, _KIN, _kin(it, called, "spouse")),
        _item("31", Text("Diễn biến quá trình lương", "Salary history"), ""),
        _item("32", Text("Nhận xét, đánh giá của cơ quan quản lý", "Assessment by the managing body"), ""),
    ]  # fmt: skip


#: Widths of the columns of family, as parts.
_KIN = (16, 28, 12, 50)
_SEXES = {"M": Text("nam", "man"), "F": Text("nữ", "woman")}
_TRAINING = (
    Text("Tên trường", "School"), Text("Chuyên ngành", "Field"), Text("Thời gian", "Time"),
    Text("Hình thức", "Form"), Text("Văn bằng, chứng chỉ", "Award"),
)  # fmt: skip
_CAREER = (Text("Từ – đến", "From – to"), Text("Chức danh, chức vụ, đơn vị công tác", "Title, post, body"))
_FAMILY = (
    Text("Quan hệ", "Relation"), Text("Họ và tên", "Name"), Text("Năm sinh", "Born"),
    Text("Quê quán, nghề nghiệp, nơi ở", "Home, occupation, address"),
)  # fmt: skip


def _details(it: Portrait) -> Any:
    told = {row.kind: row.value for row in (*it.details, *(it.private or ()))}
    return lambda kind: told.get(kind, "")


def _words(it: Portrait, called: Names) -> dict[str, str]:
    """Items that several rows tell."""
    ranks = called.pack.lists["degrees"].codes
    best = max(it.degrees, key=lambda row: (ranks[row.grade].rank or 0) if row.grade in ranks else 0, default=None)
    found = {
        "post": _joined(called.title(it.post.title), it.post_body) if it.post else "",
        "degree": _joined(_of(called, "degrees", best.grade), _field(best, called)) if best else "",
        "theory": "; ".join(_of(called, "theory-levels", row.grade) for row in it.theory[:1]),
        "rewards": "; ".join(_joined(_of(called, "reward-forms", row.form), _date(row.on)) for row in it.rewards),
        "discipline": "; ".join(_penalty(row, called) for row in it.discipline or ()),
    }
    for kind in ("state_management", "language", "it"):
        found[kind] = "; ".join(_certificate(row, called) for row in it.certificates if row.kind == kind)
    return found


def _training(it: Portrait, called: Names) -> list[list[str]]:
    theory_words = say(Text("Lý luận chính trị", "Political theory"))
    degrees = [_degree(row, called) for row in reversed(it.degrees)]
    theory = [
        ["", theory_words, _date(row.on), "", _of(called, "theory-levels", row.grade)] for row in reversed(it.theory)
    ]
    return [*degrees, *theory]


def _degree(row: Degree, called: Names) -> list[str]:
    mode, award = _of(called, "study-modes", row.mode), _of(called, "degrees", row.grade)
    return [row.school, _field(row, called), _date(row.on), mode, award]


def _career(it: Portrait, called: Names) -> list[list[str]]:
    return [
        [
            f"{_date(row.since)} – {_date(row.last) or say(Text('nay', 'now'))}",
            _joined(row.words or called.title(row.title), body),
        ]
        for row, body in reversed(it.career)
    ]


def _kin(it: Portrait, called: Names, side: str) -> list[list[str]]:
    return [_relative(row, called) for row in it.relatives or () if row.side == side]


def _relative(row: Relative, called: Names) -> list[str]:
    return [_of(called, "relations", row.relation), row.name, str(row.born_year or ""), row.work]


def _penalty(row: Discipline, called: Names) -> str:
    return _joined(_of(called, "discipline-forms", row.form), _date(row.on))


def _certificate(row: Certificate, called: Names) -> str:
    return _of(called, f"{row.kind.replace('_', '-')}-levels", row.grade)


def _field(row: Degree, called: Names) -> str:
    return row.field_text or _of(called, "fields-of-study", row.field)


def _item(number: str, label: Text, value: str) -> Item:
    return {"number": number, "label": say(label), "value": value}


def _table(number: str, label: Text, heads: Collection[Text], widths: Sequence[int], rows: list[list[str]]) -> Item:
    return {"number": number, "label": say(label), "heads": list(map(say, heads)), "widths": widths, "rows": rows}


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _date(written: str) -> str:
    return d(written) if written else ""


def _of(called: Names, name: str, code: str) -> str:
    return called.code(name, code) if code else ""


def _place(called: Names, code: str, text: str) -> str:
    return text or (called.prefixed(code) if code else "")
