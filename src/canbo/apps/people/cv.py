"""The curriculum vitae on the standard form: the 32 items of 2C-BNV/2008 in their order and words.

An item is a line of parts, each with its own label ("Ngày tuyển dụng", "Cơ quan tuyển dụng"), or a table (`cv_tables`).
What the dossier does not say, or is not open to the reader, stays a line of dots to be filled by hand.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import typst
from django.conf import settings
from django.contrib.staticfiles import finders

from canbo.apps.people.cv_tables import career, family, joined, named, salary, training
from canbo.apps.people.cv_words import Words, in_full, words_of
from canbo.apps.people.portrait import Portrait
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import language, say

#: An item of the form: its number, and its parts or its table.
Item = dict[str, Any]
#: Largest photograph printed, in bytes; a larger one leaves the box empty for a print to be glued in.
PHOTO = 2 * 1024 * 1024
_PLACE = Text("(Số nhà, đường phố; thôn, xã, tỉnh)", "(House, street; village, commune, province)")


def as_pdf(it: Portrait, called: Names, *, day: dt.date, sealed: Sequence[Text], photo: bytes = b"") -> bytes:
    """The form filled in the language of the reader; `sealed` are the sections that are not open and not printed;
    `photo` is a PNG or JPEG, or nothing.
    """
    data = {
        "language": language(),
        "key": it.person.person.key,
        "authority": named(called, "managing-authorities", it.person.managed_by),
        "body": it.body,
        "on": [f"{day:%d}", f"{day:%m}", f"{day:%Y}"],
        "photo": list(photo) if photo and not photo.startswith(b"%PDF") and len(photo) <= PHOTO else None,
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
    told = words_of(it, called)
    lines = [*_identity(it, called, told), *_service(told), *_learning(told), *_standing(told)]
    return [*lines, *_history(it, called, told)]


def _identity(it: Portrait, called: Names, told: Words) -> list[Item]:
    p = it.person
    return [
        _item("1", (Text("Họ và tên khai sinh (viết chữ in hoa)", "Birth name (in capitals)"), p.name.upper())),
        _item("2", (Text("Tên gọi khác", "Other names"), p.other_name)),
        _item("3", (Text("Sinh ngày", "Born on"), in_full(p.born)), (Text("Giới tính (nam, nữ)", "Sex"), told("sex"))),
        _item("4", (Text("Nơi sinh", "Birthplace"), told("birthplace"))),
        _item("5", (Text("Quê quán", "Home town"), told("hometown"))),
        _item("6", (Text("Dân tộc", "Ethnic group"), told("ethnicity"))),
        _item("7", (Text("Tôn giáo", "Religion"), named(called, "religions", p.religion)), beside=True),
        _item("8", (Text("Nơi đăng ký hộ khẩu thường trú", "Registered residence"), told("residence")), note=_PLACE),
        _item("9", (Text("Nơi ở hiện nay", "Present address"), told("address")), note=_PLACE),
    ]


def _service(told: Words) -> list[Item]:
    posts = Text(
        "(Về chính quyền hoặc Đảng, đoàn thể, kể cả chức vụ kiêm nhiệm)",
        "(In government, the Party or mass bodies, concurrent posts too)",
    )
    return [
        _item("10", (Text("Nghề nghiệp khi được tuyển dụng", "Occupation when recruited"), told("job_before"))),
        _item(
            "11",
            (Text("Ngày tuyển dụng", "Recruited on"), told("recruited")),
            (Text("Cơ quan tuyển dụng", "Recruited by"), told("recruited_by")),
        ),
        _item("12", (Text("Chức vụ (chức danh) hiện tại", "Present post (title)"), told("posts")), note=posts),
        _item("13", (Text("Công việc chính được giao", "Main work"), told("main_work"))),
        _item(
            "14",
            (Text("Ngạch công chức (viên chức), mã ngạch", "Grade and its code"), told("grade")),
            (Text("Bậc lương, hệ số", "Step, coefficient"), told("step")),
            (Text("Ngày hưởng", "Since"), told("step_since")),
            (Text("Phụ cấp chức vụ, phụ cấp khác", "Allowances"), told("allowances")),
        ),
    ]  # fmt: skip


def _learning(told: Words) -> list[Item]:
    school = Text("(đã tốt nghiệp lớp mấy/thuộc hệ nào)", "(class completed/of which system)")
    degrees = Text(
        "(TSKH, TS, ThS, cử nhân, kỹ sư, cao đẳng, trung cấp, sơ cấp; chuyên ngành)", "(the degree; its field)"
    )
    theory = Text("(Cao cấp, trung cấp, sơ cấp và tương đương)", "(Advanced, intermediate, elementary, equivalent)")
    manages = Text(
        "(Chuyên viên cao cấp, chuyên viên chính, chuyên viên, cán sự…)",
        "(Senior specialist, principal specialist, specialist, clerk …)",
    )
    language_note = Text("(Tên ngoại ngữ, trình độ)", "(The language, the level)")
    it_note = Text("(Trình độ)", "(The level)")
    return [
        _item("15.1", (Text("Trình độ giáo dục phổ thông", "General education"), told("schooling")), note=school),
        _item(
            "15.2",
            (Text("Trình độ chuyên môn cao nhất", "Highest qualification"), told("highest_degree")),
            note=degrees,
        ),
        _item("15.3", (Text("Lý luận chính trị", "Political theory"), told("theory")), note=theory),
        _item(
            "15.4", (Text("Quản lý nhà nước", "State management"), told("state_management")), note=manages, beside=True
        ),
        _item("15.5", (Text("Ngoại ngữ", "Languages"), told("language")), note=language_note),
        _item("15.6", (Text("Tin học", "IT"), told("it")), note=it_note, beside=True),
    ]


def _standing(told: Words) -> list[Item]:
    joining = Text(
        "(Ngày tham gia tổ chức: Đoàn, Hội… và làm việc gì trong tổ chức đó)", "(When, which, and the work in it)"
    )
    honours = Text(
        "(Anh hùng lao động, anh hùng lực lượng vũ trang; nhà giáo, thầy thuốc, nghệ sĩ nhân dân, ưu tú…)",
        "(Hero of labour or of the armed forces; people’s or merited teacher, physician, artist …)",
    )
    reward = Text("(Hình thức cao nhất, năm nào)", "(The highest, which year)")
    penalty = Text(
        "(Về Đảng, chính quyền, đoàn thể; hình thức cao nhất, năm nào)",
        "(By the Party, the State, mass bodies; the highest, which year)",
    )
    policy = Text(
        "(Con thương binh, con liệt sĩ, người nhiễm chất độc da cam, dioxin)",
        "(Child of an invalid or a martyr, victim of dioxin)",
    )
    return [
        _item(
            "16",
            (Text("Ngày vào Đảng Cộng sản Việt Nam", "Admitted to the Party"), told("party_admitted")),
            (Text("Ngày chính thức", "Official since"), told("party_official")),
        ),
        _item(
            "17", (Text("Ngày tham gia tổ chức chính trị - xã hội", "Socio-political bodies"), told("mass_bodies")),
            note=joining,
        ),
        _item(
            "18",
            (Text("Ngày nhập ngũ", "Enlisted"), told("enlisted")),
            (Text("Ngày xuất ngũ", "Discharged"), told("discharged")),
            (Text("Quân hàm cao nhất", "Highest rank"), told("army_rank")),
        ),
        _item(
            "19", (Text("Danh hiệu được phong tặng cao nhất", "Highest title of honour"), told("honour")), note=honours,
        ),
        _item("20", (Text("Sở trường công tác", "Strengths"), told("strengths"))),
        _item("21", (Text("Khen thưởng", "Rewards"), told("rewards")), note=reward),
        _item("22", (Text("Kỷ luật", "Discipline"), told("discipline")), note=penalty),
        _item(
            "23",
            (Text("Tình trạng sức khỏe", "Health"), told("health")),
            (Text("Chiều cao, cân nặng", "Height, weight"), told("height_weight")),
            (Text("Nhóm máu", "Blood group"), told("blood")),
        ),
        _item(
            "24",
            (
                Text("Là thương binh hạng, là con gia đình chính sách", "Invalid class, child of a policy family"),
                told("policy_category"),
            ),
            note=policy,
        ),
        _item(
            "25",
            (Text("Số chứng minh nhân dân (căn cước)", "Identity number"), told("id_number")),
            (Text("Ngày cấp", "Issued"), told("id_issued")),
        ),
        _item("26", (Text("Số sổ BHXH", "Social insurance"), told("social_insurance"))),
    ]  # fmt: skip


def _history(it: Portrait, called: Names, told: Words) -> list[Item]:
    old = Text(
        "– Khai rõ: bị bắt, bị tù (thời gian, ở đâu, đã khai báo cho ai, những vấn đề gì); bản thân có làm việc trong "
        "chế độ cũ (cơ quan, đơn vị nào, địa điểm, chức danh, chức vụ, thời gian làm việc)",
        "– Arrest, prison (when, where, what was told to whom); work for the former regime (where, post, when)",
    )
    abroad = Text(
        "– Tham gia hoặc có quan hệ với các tổ chức chính trị, kinh tế, xã hội nào ở nước ngoài; có thân nhân (cha, "
        "mẹ, vợ, chồng, con, anh chị em ruột) ở nước ngoài (làm gì, địa chỉ)",
        "– Relations with organisations abroad; relatives abroad (occupation, address)",
    )
    about = Text(
        "Nhận xét, đánh giá của cơ quan, đơn vị quản lý và sử dụng cán bộ, công chức",
        "Assessment by the managing and employing body",
    )
    own = [(say(old), told("self_history")), (say(abroad), told("foreign_relations"))]
    return [
        training(it, called),
        career(it, called),
        _lines("29", Text("Đặc điểm lịch sử bản thân", "Personal history"), own),
        _lines("30", Text("Quan hệ gia đình", "Family"), []),
        family(it, called, "own"),
        family(it, called, "spouse"),
        salary(told),
        _lines("32", about, [("", "")] * 3),
    ]


def _lines(number: str, label: Text, told: Sequence[tuple[str, str]]) -> Item:
    """A heading of the form with lines below it."""
    return {"number": number, "label": say(label), "lines": [{"label": says, "value": value} for says, value in told]}


def _item(number: str, *parts: tuple[Text, str], note: Text | None = None, beside: bool = False) -> Item:
    """A line of the form: labels with their values; `beside`: on the same line as the item before."""
    told = [{"label": say(label), "value": joined(value)} for label, value in parts]
    return {"number": number, "parts": told, "note": say(note) if note else "", "beside": beside}
