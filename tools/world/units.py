"""Planning for the Central Committee in the demo: other provinces beside Lam Giang, each a unit at a step of its own.

These provinces are invented and small: a committee and its members, who are nobody's officials but their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.apps.people.models import Seat
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.planning.actions import open_cycle
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import newest, state_of
from canbo.base.record.actions import acting
from canbo.core.procedure_state import Closed, Listed
from tools.world.plans import MEMBER, PROVINCE, Planner

#: Code and name of each other province, how many it was asked for, how many it found, and the step at which it stands.
UNITS = (
    ("VG", "Vân Giang", 2, 3, ""),
    ("NS", "Nam Sơn", 1, 3, ""),
    ("DP", "Đông Phong", 2, 2, "L3"),
    ("AT", "An Thủy", 1, 2, "L2"),
    ("HK", "Hà Khê", 2, 3, "L1"),
)
#: Roles of a small committee, the members last.
_ROLES = ("secretary", "deputy_secretary", "deputy_secretary", "standing", "standing", "member", "member", "member")
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
_GIVEN = ("Đình Phúc", "Thị Hạnh", "Minh Đức", "Thị Thu Hà", "Quốc Khánh", "Ngọc Lan", "Thanh Tùng", "Thị Mai")
CENTRE, TERM = "TW", "XV"


def plan_for_the_centre(planner: Planner) -> int:
    """The units, each up to its step, and at the centre those whom they introduced; gives how many cases.

    None where the world is too small for Lam Giang to have anybody to introduce.
    """
    own = Body.objects.filter(code=PROVINCE).first()
    keys = planner.fit(PROVINCE)
    if own is None or len(keys) < 3:
        return 0
    introduced = list(_introduce(planner, own, 5, keys, "", by_hand=False))
    for code, name, quota, found, step in UNITS:
        body, members = _province(planner, code, name)
        introduced += _introduce(planner, body, quota, members[:found], step, by_hand=True)
    case = _cycle(planner, Body.objects.get(code=CENTRE), "Quy hoạch Trung ương khóa XV", 200)
    planner.pooled(case, tuple(introduced))
    return len(UNITS) + 2


def _cycle(planner: Planner, body: Body, purpose: str, places: int) -> Case:
    return open_cycle(
        body=body, title=MEMBER, term=TERM, purpose=purpose, places=places, by=planner.by, at=planner.at
    )  # fmt: skip


def _introduce(
    planner: Planner, body: Body, quota: int, keys: Sequence[str], step: str, *, by_hand: bool
) -> tuple[str, ...]:
    """The case of a unit up to a step (blank: to its end); gives those whom it introduced."""
    case = _cycle(planner, body, "Giới thiệu quy hoạch Trung ương khóa XV", quota)
    planner.by_hand = by_hand
    planner.published(case)
    planner.do(case, Listed(tuple(keys)))
    if step != "L1":
        planner.papers(case)
        planner.do(case, Closed())
        planner.up_to(case, step)
    planner.by_hand = False
    state = state_of(newest(case))
    return state.names if state.now is None else ()


def _province(planner: Planner, code: str, name: str) -> tuple[Body, tuple[str, ...]]:
    """A province with its committee; gives the committee and the staff numbers of its members."""
    place = [each for each, *_ in UNITS].index(code)
    with acting("demo.unit", by=planner.by, at=planner.at, payload={"code": code}) as entry:
        top = Body.objects.get(code=CENTRE)
        land = a_body(code, parent=top, kind="locality", name=f"Tỉnh {name}", entry=entry)
        body = a_body(f"{code}.TU", parent=land, kind="committee", name=f"Tỉnh ủy {name}", entry=entry)
        for number, role in enumerate(_ROLES):
            called = f"{_FAMILIES[(number + place) % 8]} {_GIVEN[(3 * place + number) % 8]}"
            sex = "F" if "Thị" in called or "Lan" in called else "M"
            who = a_person(
                f"{code}-{number + 1:02d}", called, sex, f"{1974 + number}-0{number + 1}-1{place}", entry=entry, body=body
            )  # fmt: skip
            a_row(Seat, who, body=body, committee="province", role=role, since="2025-10", entry=entry)
    return body, tuple(f"{code}-{number + 1:02d}" for number, role in enumerate(_ROLES) if role == "member")
