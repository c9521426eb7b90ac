"""Those with whom a visitor can enter the demo, each with a role, a body and something to try."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import NamedTuple

from canbo.apps.people.actions import link_account
from canbo.apps.people.models import Holding, Person
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.actions import enrol_app, open_account, system_account
from canbo.base.accounts.models import Account
from canbo.base.authority.second_factor import DECIDING

#: One password for the whole cast, shown on the first page: nothing in this world needs keeping.
PASSWORD = "lam-giang-2026"  # noqa: S105 - published on purpose
#: One app for the second step, likewise: the sign-in page of the demo shows its code.
APP_SECRET = "LAMGIANGLAMGIANGLAMGIANGLAMGIANG"  # noqa: S105 - published on purpose
SINCE = dt.date(2025, 7, 1)


class Member(NamedTuple):
    """One of the cast. `body` is the code of the body over which the role is held."""

    username: str
    shown_as: str
    role: Role
    body: str
    role_vi: str
    role_en: str
    try_vi: str
    try_en: str


CAST = (
    Member(
        "tochuc",
        "Phan Thị Hồng Nhung",
        Role.OFFICER,
        "LG",
        "Cán bộ tổ chức, Ban Tổ chức Tỉnh ủy",
        "Personnel officer, provincial organisation board",
        "Nhập bảng 40 người có lỗi thường gặp (trong thư mục mẫu), sửa rồi xem ai đủ tiêu chuẩn làm phó giám đốc sở hôm nay.",
        "Import the sample workbook of 40 people with its usual faults, then see who meets the standard of a deputy "
        "department director today.",
    ),
    Member(
        "giamdoc",
        "Lê Quang Trung",
        Role.HEAD,
        "LG.SNV",
        "Giám đốc Sở Nội vụ",
        "Director of the Department of Home Affairs",
        "Xem trong sở mình ai đủ điều kiện giữ chức phó giám đốc, ai còn thiếu giấy tờ gì và bao giờ thì đủ.",
        "See who in your own department could become deputy director, which paper is missing and when the others will qualify.",
    ),
    Member(
        "thuongvu",
        "Nguyễn Hữu Sơn",
        Role.STANDING,
        "LG",
        "Ủy viên Ban Thường vụ Tỉnh ủy",
        "Member of the provincial standing committee",
        "Mở một hồ sơ giám đốc sở và đọc kết luận từng tiêu chí kèm điều khoản, giá trị và giấy tờ chứng minh.",
        "Open the dossier of a department director and read each clause with its article, value and proof.",
    ),
    Member(
        "capuy",
        "Rơ Châm Lan",
        Role.MEMBER,
        "LG.TU",
        "Cấp ủy viên",
        "Committee member",
        "Xem kết quả cuộc bỏ phiếu đã công bố; cấp ủy viên không mở hồ sơ cán bộ.",
        "See the result of a ballot that was announced; a committee member opens no dossiers.",
    ),
    Member(
        "kiemphieu",
        "Hồ Thị Thanh Mai",
        Role.TELLER,
        "LG.TU",
        "Tổ kiểm phiếu",
        "Teller",
        "Vào mục Bỏ phiếu: nhập một hộp phiếu, đối chiếu hai phiếu lệch với người nhập bên kia.",
        "Under Ballots: key a box of papers, and settle the two papers on which the sides differ.",
    ),
    Member(
        "kiemtra",
        "Trần Đình Nghĩa",
        Role.INSPECTOR,
        "LG",
        "Cán bộ Ủy ban Kiểm tra Tỉnh ủy",
        "Inspector, provincial inspection commission",
        "Hỏi lại ngày 07/10/2025 và 08/10/2025 với chức danh giám đốc sở: cùng một người, hai quy định, hai kết luận.",
        "Ask again for 7 and 8 October 2025 about department director: one person, two regulations, two verdicts.",
    ),
    Member(
        "giuhoso",
        "Đỗ Thị Kim Liên",
        Role.CUSTODIAN,
        "LG",
        "Người giữ hồ sơ",
        "Custodian of dossiers",
        "Mở mục được bảo vệ của một hồ sơ bằng một lý do, rồi xem lý do ấy nằm ở trang ai đã đọc hồ sơ.",
        "Open the sealed sections of a dossier with a reason, then find that reason on the page of who read it.",
    ),
    Member(
        "phapche",
        "Đặng Minh Châu",
        Role.JURIST,
        "LG",
        "Cán bộ pháp chế",
        "Jurist",
        "Tải dự thảo mẫu (giữ chức vụ từ 36 tháng thay cho 24 tháng) và xem ai thêm, ai bớt trước khi ban hành.",
        "Upload the sample draft (36 months in post instead of 24) and see who gains and who drops before it is issued.",
    ),
    Member(
        "quantri",
        "Vũ Đức Anh",
        Role.ADMINISTRATOR,
        "LG",
        "Quản trị hệ thống",
        "Administrator",
        "Xem cây tổ chức trước và sau 01/7/2025; quản trị hệ thống không xem hồ sơ cán bộ.",
        "Look at the tree of bodies before and after 1 July 2025; an administrator reads no dossiers.",
    ),
    Member(
        "quantri2",
        "Lê Thị Thu Hà",
        Role.ADMINISTRATOR,
        "LG",
        "Quản trị hệ thống, người thứ hai",
        "Administrator, the second one",
        "Xác nhận việc mà quản trị thứ nhất đề nghị: giao vai trò, khôi phục tài khoản; không ai làm được một mình.",
        "Confirm what the first administrator proposes: a role, a recovery; neither can do it alone.",
    ),
    Member(
        "vienchuc",
        "Nguyễn Văn Bình",
        Role.OFFICIAL,
        "LG.SNV",
        "Trưởng phòng, xem hồ sơ của chính mình",
        "Head of a division, reading the own dossier",
        "Xem hồ sơ của mình: hệ thống đang giữ những gì, còn thiếu gì cho chức danh nào và bao giờ thì đủ.",
        "Read your own dossier: what is held about you, what is missing for which post and when it will be met.",
    ),
    Member(
        "pheduyet",
        "Bùi Văn Hải",
        Role.APPROVER,
        "LG",
        "Cấp phê duyệt",
        "Approving body",
        "Chốt danh sách đủ điều kiện phó giám đốc sở và in ra; mở lại sau để kiểm tra không ai sửa.",
        "Freeze the list of eligibles for deputy department director, print it, and check later that nobody changed it.",
    ),
    Member(
        "trunguong",
        "Vũ Thị Minh Châu",
        Role.OFFICER,
        "TW",
        "Tổ giúp việc quy hoạch Trung ương",
        "Support group of central planning",
        "Vào Quy trình, mở phễu quy hoạch Trung ương: sáu tỉnh ở các bước khác nhau, danh sách đã về Trung ương.",
        "Under Procedures open the funnel of central planning: six provinces at different steps, their names at the centre.",
    ),
)


#: Members of the cast who are officials of the register: title and body under which the dossier is found.
_OF_REGISTER = {
    Role.HEAD: ("department_director", "LG.SNV"),
    Role.OFFICIAL: ("division_head", "LG.SNV."),
}


#: The body whose ballots are counted, who leads the counting, and the two who key; the last one is of no cast.
COUNTED, HEAD_TELLER, FIRST_TELLER, SECOND_TELLER = "LG.TU", "thuongvu", "kiemphieu", "kiemphieu2"


def counting_team(*, at: dt.datetime) -> list[Account]:
    """The head, the first and the second keying teller; the second is opened here and signs in by name."""
    house = system_account(at=at)
    open_account(username=SECOND_TELLER, shown_as="Vũ Thị Hạnh", password=PASSWORD, by=house, at=at)
    return [Account.objects.get(username=name) for name in (HEAD_TELLER, FIRST_TELLER, SECOND_TELLER)]


def open_cast(*, by: Account, at: dt.datetime) -> list[dict[str, str]]:
    """Open the accounts with their roles; gives what the first page shows. Two of them are officials of the register."""
    shown = []
    for number, member in enumerate(CAST):
        moment = at + dt.timedelta(minutes=number)
        own = _dossier(member.role)
        name = own.personversions.get(entry_to=None).name if own else member.shown_as
        # "canbo" is the account of the house itself: the official signs in with the number of the dossier.
        username = own.key.lower() if own and member.role is Role.OFFICIAL else member.username
        account = open_account(username=username, shown_as=name, password=PASSWORD, by=by, at=moment)
        grant_role(account=account, role=member.role, body_code=member.body, since=SINCE, by=by, at=moment)
        if own:
            link_account(account=account, person=own, by=by, at=moment)
        decides = member.role in DECIDING
        if decides:
            enrol_app(secret=APP_SECRET, by=account, at=moment)
        told = member._asdict()
        words = {key: told[key] for key in ("role_vi", "role_en", "try_vi", "try_en")}
        secret = APP_SECRET if decides else ""
        shown.append({"username": username, "password": PASSWORD, "secret": secret, "shown_as": name, **words})
    return shown


def _dossier(role: Role) -> Person | None:
    """The dossier of a member of the cast who is an official of the register; None for the others."""
    if role not in _OF_REGISTER:
        return None
    title, body = _OF_REGISTER[role]
    held = Holding.objects.filter(entry_to=None, last="", title=title, body__code__startswith=body)
    found = held.order_by("body__code").select_related("person").first()
    return found.person if found else None


def write_cast(home: Path, shown: list[dict[str, str]]) -> Path:
    """The cast for the first page: demo-cast.json in CANBO_HOME."""
    file = home / "demo-cast.json"
    file.write_text(json.dumps(shown, ensure_ascii=False, indent=1), encoding="utf-8")
    return file
