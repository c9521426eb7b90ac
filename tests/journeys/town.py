"""The small demo world with two accounts, written into CANBO_HOME before the server of a journey starts."""

from __future__ import annotations

import datetime as dt
import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models can be imported once Django stands
from django.utils import timezone  # noqa: E402

from canbo.apps.bodies.models import Body  # noqa: E402
from canbo.apps.bodies.queries import tree_on  # noqa: E402
from canbo.apps.eligibility.testing import a_deputy_ready_to_be_director  # noqa: E402
from canbo.apps.people.models import DossierLink, Person, Rating, Seat  # noqa: E402
from canbo.apps.people.testing import a_person, a_row  # noqa: E402
from canbo.apps.procedures.testing import a_department  # noqa: E402
from canbo.base.access.actions import grant_role  # noqa: E402
from canbo.base.access.models import Role  # noqa: E402
from canbo.base.accounts.actions import system_account  # noqa: E402
from canbo.base.accounts.testing import APP_SECRET, an_account  # noqa: E402
from canbo.base.walls.asking import everything  # noqa: E402
from tools.world.ballots import Room, hold_ballots  # noqa: E402
from tools.world.build import build_small  # noqa: E402

PASSWORD = "chuyen-di-thu-nghiem"
#: The counting team: the head, the first and the second side.
OFFICE = (
    ("cbtc", "Phạm Cán Bộ Tổ Chức", "Cán bộ tổ chức của sở"),
    ("truong", "Trần Trưởng Sở", "Người chủ trì"),
    ("duyet", "Vũ Phê Duyệt", "Cấp phê duyệt"),
)
#: The committee of the department: staff number and role.
SEATS = (("D", "secretary"), ("P1", "deputy_secretary"), ("P2", "standing"), ("P3", "member"), ("H1", "member"))
TELLERS = (("truong", "Bùi Văn Trưởng"), ("mot", "Đỗ Thị Một"), ("hai", "Hồ Văn Hai"))
OFFICER = {
    "username": "lan", "password": PASSWORD, "secret": APP_SECRET, "shown_as": "Nguyễn Thị Lan",
    "role_vi": "Cán bộ tổ chức", "role_en": "Personnel officer",
    "try_vi": "Nhập một bảng tính rồi đối chiếu chức danh giám đốc sở.",
    "try_en": "Import a workbook, then screen the title of department director.",
}  # fmt: skip


def found() -> None:
    """Build the world, let the officer keep all of it and a stranger nothing, and note a body to import into."""
    build_small()
    tops = [body for body in tree_on(timezone.localdate()) if body.depth == 0]
    officer = an_account(OFFICER["username"], shown_as=OFFICER["shown_as"], password=PASSWORD)
    an_account("khach", shown_as="Người ngoài cuộc", password=PASSWORD, second_factor=False)
    for body in tops:
        grant_role(
            account=officer, role=Role.OFFICER, body_code=body.code, since=dt.date(2020, 1, 1),
            by=system_account(at=timezone.now()), at=timezone.now(),
        )  # fmt: skip
    _open_desks(tops[0].code)
    team = [an_account(name, shown_as=shown, password=PASSWORD, second_factor=False) for name, shown in TELLERS]
    hold_ballots(Room(Body.objects.get(code=tops[0].code), team, timezone.now()))
    office = _found_office()
    _give_a_dossier_of_ones_own(Body.objects.get(code=tops[0].code))
    (settings.HOME / "demo-cast.json").write_text(json.dumps([OFFICER, *office]), encoding="utf-8")
    (settings.HOME / "town.json").write_text(json.dumps({"body": tops[0].code}), encoding="utf-8")


def _found_office() -> list[dict[str, str]]:
    """A department of its own with a committee, two deputies whom a plan may list, and its officer, chair, approver."""
    cast = [
        {**OFFICER, "username": f"so-{name}", "shown_as": shown, "role_vi": role, "role_en": name}
        for name, shown, role in OFFICE
    ]
    for each in cast:
        an_account(each["username"], shown_as=each["shown_as"], password=PASSWORD)
    body, today = a_department().body, timezone.localdate()
    for number in (1, 2):
        lately = (today - dt.timedelta(days=40)).isoformat()
        ready = a_deputy_ready_to_be_director(body, lately=lately, key=f"so-R{number}", name=f"Lê Sẵn Sàng {number}")
        a_row(Rating, ready, year=today.year - 1, grade="good")
    for key, role in SEATS:
        a_row(Seat, Person.objects.get(key=f"so-{key}"), role=role, since="2025-06-01", term="2025-2030", body=body)
    return cast


def _give_a_dossier_of_ones_own(body: Body) -> None:
    """An official with an account who reads the own dossier."""
    who = a_person("CANHAN", name="Đặng Thị Cá Nhân", sex="F", body=body)
    account = an_account("canhan", shown_as=who.name, password=PASSWORD, second_factor=False)
    DossierLink.objects.create(account=account, person=who.person, entry_from=who.entry_from)
    grant_role(
        account=account, role=Role.OFFICIAL, body_code=body.code, since=dt.date(2020, 1, 1),
        by=system_account(at=timezone.now()), at=timezone.now(),
    )  # fmt: skip


def _open_desks(body: str) -> None:
    """Two administrators with their second factor, and an officer who has not set one up yet."""
    for name, role in (("an", Role.ADMINISTRATOR), ("binh", Role.ADMINISTRATOR), ("moi", Role.OFFICER)):
        account = an_account(name, password=PASSWORD, second_factor=role is Role.ADMINISTRATOR)
        grant_role(
            account=account, role=role, body_code=body, since=dt.date(2020, 1, 1),
            by=system_account(at=timezone.now()), at=timezone.now(),
        )  # fmt: skip


if __name__ == "__main__":
    with everything():  # the founder of a town sees all of it, behind the walls of PostgreSQL too
        found()
