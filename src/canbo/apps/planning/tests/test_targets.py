"""A committee's own shares: entered by a document, told with their cure, never below what the rule asks."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from django.test import Client

from canbo.apps.bodies.models import Body
from canbo.apps.planning.actions import set_target
from canbo.apps.planning.models import Target
from canbo.apps.planning.structure import structure
from canbo.apps.planning.targets import read_hundredths, targets_for
from canbo.apps.procedures.testing import AT, Department, a_department
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db
TODAY = AT.date()
ISSUER = "Ban Thường vụ Tỉnh ủy"


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def area() -> Body:
    return Body.objects.get(code="so-tinh")


def a_target(by: Account, /, at: dt.datetime = AT, **changes: object) -> Target:
    said = {"body": area(), "kind": "women", "hundredths": 2_500, "young_below": None, "since": at.date(),
            "document": "12-NQ/TU", "decided_by": ISSUER}  # fmt: skip
    return set_target(**{**said, **changes}, by=by, at=at)


def test_the_share_of_the_nearest_area_counts_and_a_new_one_takes_the_place_of_the_old(where: Department):
    a_target(where.officer, hundredths=2_000)
    a_target(where.officer)
    own = a_target(where.officer, body=where.body, kind="young", young_below=40, hundredths=1_250)
    assert {kind: each.share for kind, each in targets_for("so", TODAY).items()} == {
        "women": Fraction(1, 4), "young": Fraction(1, 8),
    }  # fmt: skip
    assert set(targets_for("so-tinh", TODAY)) == {"women"}
    assert targets_for("so", TODAY - dt.timedelta(days=1)) == {}
    women, minority, young = structure(current_pack(), [], "province", TODAY, targets_for("so", TODAY))
    assert (women.wanted, women.own) == (Fraction(1, 4), f"12-NQ/TU, {ISSUER}")
    assert (minority.wanted, minority.own) == (None, "")
    assert (young.says.vi, young.wanted) == ("Trẻ (dưới 40 tuổi)", own.share)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "men"}, "planning.target"),
        ({"hundredths": None}, "planning.target"),
        ({"kind": "young"}, "planning.target"),
        ({"since": None}, "planning.target"),
        ({"since": TODAY + dt.timedelta(days=1)}, "planning.target"),
        ({"document": " "}, "planning.target"),
        ({"decided_by": ""}, "planning.target"),
        ({"at": AT.replace(year=2023), "since": dt.date(2023, 1, 1), "hundredths": 2_400}, "planning.target_low"),
    ],
)
def test_a_share_that_is_incomplete_or_below_the_rule_is_refused_and_nothing_is_written(
    where: Department, changes: dict[str, object], code: str
):
    with pytest.raises(Refusal) as told:
        a_target(where.officer, **changes)
    assert told.value.code == code
    assert not Target.objects.exists()


def test_of_two_numbers_the_higher_one_counts(where: Department):
    day = AT.replace(year=2023)
    a_target(where.officer, at=day, hundredths=3_000)
    told = structure(current_pack(), [], "province", day.date(), targets_for("so", day.date()))[0]
    assert told.wanted == Fraction(3, 10)
    alone = structure(current_pack(), [], "province", day.date(), {})[0]
    assert (alone.wanted, alone.own) == (Fraction(1, 4), "")


@pytest.mark.parametrize(("typed", "read"), [("25", 2_500), ("12,5 %", 1_250), ("0", None), ("100,01", None),
                                             ("1/4", None), ("nan", None), ("", None), ("0,001", None)])  # fmt: skip
def test_a_per_cent_is_read_as_people_write_it(typed: str, read: int | None):
    assert read_hundredths(typed) == read


def test_the_page_enters_a_share_keeps_what_is_refused_and_is_shut_to_strangers(where: Department):
    client = Client()
    client.force_login(where.officer, backend="django.contrib.auth.backends.ModelBackend")
    said = {"body": "so-tinh", "kind": "minority", "share": "12,5x", "since": "02/11/2026", "document": "12-NQ/TU",
            "decided_by": ISSUER}  # fmt: skip
    refused = client.post("/planning/targets", said)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert all(f'value="{said[name]}"' in shown for name in ("share", "since", "document", "decided_by"))
    assert '<option value="minority" selected>' in shown
    assert client.post("/planning/targets", {**said, "share": "12,5"}).status_code == 302
    assert "12,50 %" in client.get("/planning/targets").content.decode()
    stranger = Client()
    stranger.force_login(an_account("khach"), backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.post("/planning/targets", {**said, "share": "13"}).status_code == 403
    assert Target.objects.get().hundredths == 1_250
