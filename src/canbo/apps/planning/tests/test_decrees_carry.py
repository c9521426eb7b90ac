"""What a decree carries, table by table: a merger, a split, a dissolution; plans, and who looks after what stays."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client

from canbo.apps.bodies import actions_decrees, decrees
from canbo.apps.bodies.actions_decrees import carry_out
from canbo.apps.bodies.carrying import carriers
from canbo.apps.bodies.decrees import DecreeKey, NewBody, Order
from canbo.apps.bodies.models import Act, Body, BodyVersion, Post
from canbo.apps.bodies.permissions import codes_above
from canbo.apps.bodies.queries import tree_on
from canbo.apps.bodies.testing import a_body, a_post
from canbo.apps.people.models import Holding, PersonVersion, Planned, Seat
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.planning.models import Cycle, Place
from canbo.apps.planning.visibility import visible_cycles
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.visibility import visible_cases
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.actions import archive_current_pack
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
DAY, EVE = dt.date(2025, 7, 1), dt.date(2025, 6, 30)
DECREE = DecreeKey("1685/NQ-UBTVQH15", dt.date(2025, 6, 16), "Ủy ban Thường vụ Quốc hội")
#: One of everything that follows a body, under the names that a foreseen decree gives.
KINDS = (
    "bodies under them", "posts", "holdings of posts", "seats on committees", "people whose place of work it is",
    "places in plans",
)  # fmt: skip


@pytest.fixture
def house() -> Account:
    return an_account("canbo", system=True)


def hang(body: Body, kind: str) -> None:
    """One row of a kind that hangs on a body, and nothing else that does."""
    elsewhere = Body.objects.filter(code="noi-khac").first() or a_body("noi-khac")
    if kind == "bodies under them":
        a_body(f"{body.code}.vp", "district", body)
    elif kind == "posts":
        a_post(body, "district_secretary", f"{body.code}.bt")
    elif kind == "holdings of posts":
        code = f"{body.code}.bt" if Post.objects.filter(code=f"{body.code}.bt").exists() else ""
        who = a_person(f"H{body.code}", body=elsewhere)
        a_row(Holding, who, body=body, post_code=code, title="district_secretary", since="2020-05-10")
    elif kind == "seats on committees":
        who = a_person(f"S{body.code}", body=elsewhere)
        a_row(Seat, who, body=body, committee="district", since="2020-08-01", term="2020-2025")
    elif kind == "people whose place of work it is":
        a_person(f"W{body.code}", body=body)
    else:
        planned(body, a_person(f"P{body.code}", body=elsewhere))


def planned(body: Body, who: PersonVersion, title: str = "district_secretary") -> Place:
    cycle, _ = Cycle.objects.get_or_create(body=body, title=title, term="2025-2030", defaults={"entry": an_entry()})
    row = a_row(Planned, who, title=title, term="2025-2030", since="2024-03-01", decision="5-QĐ/TU")
    return Place.objects.create(cycle=cycle, person=who.person, planned=row, decision="5-QĐ/TU", entry_from=an_entry())


@pytest.fixture
def town() -> dict[str, Body]:
    """A province with two districts; one of everything hangs on each."""
    made = {"tinh": a_body("tinh")}
    for name in ("a", "b"):
        made[name] = a_body(name, "district", made["tinh"], kind="locality")
        for kind in KINDS:
            hang(made[name], kind)
    return made


def order(kind: str, *bodies: Body, **values: Any) -> Order:
    return Order(Act.Kind(kind), **{"decree": DECREE, "effective": DAY, "bodies": bodies, **values})


def merger(town: dict[str, Body]) -> Order:
    new = NewBody("c", "Huyện Mới", "locality", "district", town["tinh"])
    return order("merge", town["a"], town["b"], new=(new,))


def standing() -> dict[str, list[str]]:
    """Of every kind, the codes of the bodies on which rows of the districts hang after the day."""
    open_rows = {"entry_to__isnull": True}
    lasting = {**open_rows, "last": ""}
    held = Holding.objects.filter(**lasting, person__key__startswith="H")
    found = {
        "bodies under them": BodyVersion.objects.filter(**lasting, body__code__endswith=".vp").values_list(
            "parent__code"
        ),
        "posts": Post.objects.filter(**lasting).values_list("body__code"),
        "holdings of posts": held.values_list("body__code"),
        "seats on committees": Seat.objects.filter(**lasting, term="2020-2025").values_list("body__code"),
        "people whose place of work it is": PersonVersion.objects.filter(
            **open_rows, person__key__startswith="W"
        ).values_list("body__code"),
        "places in plans": Place.objects.filter(**open_rows).values_list("cycle__body__code"),
    }
    return {kind: sorted(code for (code,) in rows) for kind, rows in found.items()}


def test_one_of_everything_hangs_on_each_district(town: dict[str, Body]) -> None:
    assert standing() == dict.fromkeys(KINDS, ["a", "b"])
    assert [carrier.says.en for carrier in carriers()] == list(KINDS)


def test_a_merger_carries_every_table(house: Account, town: dict[str, Body]) -> None:
    carry_out(order=merger(town), by=house, at=NOW)
    assert standing() == dict.fromkeys(KINDS, ["c", "c"])


@pytest.mark.parametrize("left_out", KINDS)
def test_a_table_that_no_carrier_takes_along_stays_behind(
    house: Account, town: dict[str, Body], left_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [carrier for carrier in carriers() if carrier.says.en != left_out]
    for module in (decrees, actions_decrees):
        monkeypatch.setattr(module, "carriers", lambda: others)
    with suppress(Refusal):  # where the database knows that the rest cannot be
        carry_out(order=merger(town), by=house, at=NOW)
    assert standing()[left_out] == ["a", "b"]


def test_a_split_that_ends_a_body_carries_every_table_too(house: Account, town: dict[str, Body]) -> None:
    parts = tuple(NewBody(code, code, "locality", "district", town["tinh"]) for code in ("d", "e"))
    carry_out(order=order("split", town["a"], new=parts, shares={"a.vp": "e"}), by=house, at=NOW)
    assert standing() == {**dict.fromkeys(KINDS, ["b", "d"]), "bodies under them": ["b", "e"]}


def test_a_split_takes_the_plan_where_every_post_of_its_title_goes(house: Account, town: dict[str, Body]) -> None:
    a_post(town["a"], "district_deputy", "a.pbt1")
    a_post(town["a"], "district_deputy", "a.pbt2")
    planned(town["a"], a_person("PHO", body=town["tinh"]), "district_deputy")
    new = NewBody("d", "Phần tách", "locality", "district", town["tinh"])
    asked = order("split", town["a"], new=(new,), shares={"a.bt": "d", "a.pbt1": "d"}, keeps=True)
    carry_out(order=asked, by=house, at=NOW)
    plans = Place.objects.filter(entry_to__isnull=True).values_list("cycle__title", "cycle__body__code")
    assert sorted(plans) == [("district_deputy", "a"), ("district_secretary", "b"), ("district_secretary", "d")]
    found = standing()
    assert (found["seats on committees"], found["holdings of posts"]) == (["a", "b"], ["b", "d"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_on_which_anything_hangs_is_not_dissolved(house: Account, kind: str) -> None:
    body = a_body("x", "district", a_body("tinh"))
    hang(body, kind)
    with pytest.raises(Refusal) as refused:
        carry_out(order=order("dissolve", body), by=house, at=NOW)
    assert refused.value.code == "bodies.not_empty"
    assert f"1 {kind}" in refused.value.says.en


@pytest.mark.parametrize("asked", [{"kind": "rename", "name": "Huyện Khác"}, {"kind": "move", "into": "b"}])
def test_a_new_name_or_parent_leaves_everything_where_it_hangs(
    house: Account, town: dict[str, Body], asked: dict[str, Any]
) -> None:
    said = {key: town[value] if key == "into" else value for key, value in asked.items() if key != "kind"}
    carry_out(order=order(asked["kind"], town["a"], **said), by=house, at=NOW)
    assert standing() == dict.fromkeys(KINDS, ["a", "b"])


@pytest.mark.parametrize("kind", ["merge", "split", "rename", "move"])
def test_the_tree_of_last_year_stays_as_it_was(house: Account, town: dict[str, Body], kind: str) -> None:
    before = tree_on(EVE)
    asked = {
        "merge": merger(town),
        "split": order("split", town["a"], new=tuple(
            NewBody(code, code, "locality", "district", town["tinh"]) for code in ("d", "e"))),
        "rename": order("rename", town["a"], name="Huyện Khác"),
        "move": order("move", town["a"], into=town["b"]),
    }  # fmt: skip
    carry_out(order=asked[kind], by=house, at=NOW)
    assert tree_on(EVE) == before
    assert tree_on(DAY) != before


def test_who_is_planned_by_both_stands_once_in_the_plan_that_takes_over(house: Account, town: dict[str, Body]) -> None:
    planned(town["b"], PersonVersion.objects.get(person__key="Pa"))
    carry_out(order=merger(town), by=house, at=NOW)
    there = Place.objects.filter(entry_to__isnull=True).values_list("person__key", flat=True)
    assert sorted(there) == ["Pa", "Pb"]
    rows = Planned.objects.filter(person__key="Pa", entry_to__isnull=True).order_by("last")
    assert [row.last for row in rows] == ["", "2025-06-30"]


def an_officer(house: Account, body: str) -> Account:
    account = an_account(f"can-bo-{body}")
    grant_role(account=account, role=Role.OFFICER, body_code=body, since=dt.date(2020, 1, 1), by=house, at=NOW)
    return account


def test_what_stays_with_a_body_is_looked_after_by_the_body_that_followed(
    house: Account, town: dict[str, Body]
) -> None:
    Case.objects.create(
        body=town["a"], procedure="planning", opened=EVE, purpose="Quy hoạch", places=1, title="district_secretary",
        term="2025-2030", pack=archive_current_pack(by=house, at=NOW), entry=an_entry(),
    )  # fmt: skip
    carry_out(order=merger(town), by=house, at=NOW)
    new, top, other = (an_officer(house, code) for code in ("c", "tinh", "noi-khac"))
    for account, seen in ((new, ["a"]), (top, ["a"]), (other, [])):
        assert [case.body.code for case in visible_cases(account, NOW.date())] == seen
    assert sorted(plan.body.code for plan in visible_cycles(new, NOW.date())) == ["a", "b", "c"]
    assert visible_cycles(other, NOW.date()).count() == 0
    assert set(codes_above("a", EVE)) == {"a", "tinh"}
    assert set(codes_above("a", NOW.date())) == {"a", "c", "tinh"}


def test_whoever_follows_the_follower_looks_after_it_and_the_part_that_split_off_does_not(house: Account) -> None:
    top = a_body("t")
    bodies = {code: a_body(code, "district", top) for code in ("a", "b", "c", "gone")}
    part = NewBody("part", "part", "locality", "district", top)
    carry_out(order=order("split", bodies["a"], new=(part,), keeps=True), by=house, at=NOW)
    for number, (one, into) in enumerate((("a", "b"), ("b", "c")), start=2):
        asked = order("merge", bodies[one], into=bodies[into], effective=dt.date(2025, 7, number))
        carry_out(order=asked, by=house, at=NOW)
    carry_out(order=order("dissolve", bodies["gone"]), by=house, at=NOW)
    assert set(codes_above("a", DAY)) == {"a", "t"}
    assert set(codes_above("a", NOW.date())) == {"a", "b", "c", "t"}
    assert set(codes_above("gone", NOW.date())) == {"gone", "t"}
    assert set(codes_above("part", NOW.date())) == {"part", "t"}


@pytest.mark.filterwarnings("ignore:No directory at")
def test_the_plan_that_takes_over_says_where_it_came_from(house: Account, town: dict[str, Body]) -> None:
    planned(town["a"], a_person("GD", body=town["a"]), "department_director")
    carry_out(order=merger(town), by=house, at=NOW)
    client = Client()
    client.force_login(an_officer(house, "tinh"), backend="django.contrib.auth.backends.ModelBackend")
    plan, earlier = (Cycle.objects.get(body__code=code, title="department_director") for code in ("c", "a"))
    there, here = client.get(f"/planning/{plan.pk}/"), client.get(f"/planning/{earlier.pk}/")
    assert [row.key for row in there.context["roll"].rows] == ["GD"]
    assert f'href="/planning/{earlier.pk}/"' in there.content.decode()
    assert f'href="/planning/{plan.pk}/"' in here.content.decode()
    assert here.context["roll"].rows == []
