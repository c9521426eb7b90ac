"""What a visitor of the demo finds: the cast on the first page, and files to try."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from canbo.apps.bodies.models import Act, Body, Post
from canbo.apps.bodies.queries import body_on
from canbo.apps.people import files
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.mapping import load_mapping
from canbo.apps.people.models import Degree, DossierLink, Holding, Paper, Proposal, Verification
from canbo.apps.people.visibility import visible_people
from canbo.apps.regulations.queries import study_coverage
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.second_factor import has_second_factor
from canbo.base.authority.second_factor import must_have_second_factor
from canbo.base.packs.queries import current_pack
from canbo.base.walls.asking import everything
from tools.world.cast import CAST, PASSWORD
from tools.world.demo import make
from tools.world.readings import READINGS
from tools.world.samples import FAULTS
from tools.world.size import SMALL

pytestmark = pytest.mark.long

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """One small world for all tests of this file; what a test writes into it is undone by its own transaction."""
    home = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic(), everything():
        make(home, SMALL, say=lambda line: None)
        yield home
        transaction.set_rollback(True)


@pytest.fixture
def home(built: Path, db: None) -> Path:
    return built


def test_everybody_of_the_cast_can_sign_in_with_the_password_shown(home: Path) -> None:
    shown = json.loads((home / "demo-cast.json").read_text(encoding="utf-8"))
    assert len(shown) == len(CAST)
    assert {member.role for member in CAST} == set(Role)
    assert len(PASSWORD) >= 12
    for member in shown:
        secret = member.pop("secret")
        assert set(member) == {"username", "password", "shown_as", "role_vi", "role_en", "try_vi", "try_en"}
        assert all(member.values())
        account = Account.objects.get(username=member["username"])
        assert account.check_password(member["password"])
        assert bool(secret) is has_second_factor(account) is must_have_second_factor(account, TODAY)
    assert Grant.objects.count() == len(CAST)


def test_the_official_of_the_cast_sees_the_own_dossier_alone(home: Path) -> None:
    link = DossierLink.objects.get(account__grants__role="official")
    assert [seen.person for seen in visible_people(link.account, TODAY)] == [link.person]


def test_the_clean_workbook_has_no_fault_and_the_other_one_names_each_of_its_faults(home: Path) -> None:
    def plan(name: str) -> object:
        file = home / "samples" / name
        return plan_import(file.read_bytes(), name, load_mapping("province-60"), current_pack(), TODAY)

    clean, faulty = plan("40-nguoi.xlsx"), plan("40-nguoi-co-loi.xlsx")
    bodies = "cơ quan"  # a small world lacks some of the bodies that the workbook names
    assert [f for f in clean.faults if bodies not in f.expected.vi] == []  # type: ignore[attr-defined]
    rows = {fault.row for fault in faulty.faults}  # type: ignore[attr-defined]
    assert {row + 1 for row, _, _ in FAULTS} <= rows


def test_the_dossiers_first_opened_hold_papers_a_portrait_and_what_they_prove(home: Path) -> None:
    own = DossierLink.objects.get(account__grants__role="official").person
    kinds = dict(Paper.objects.filter(person=own, digest__gt="", confirmed=True).values_list("kind", "digest"))
    assert {"photo", "birth_certificate", "diploma", "appointment_decision"} <= set(kinds)
    assert files.kind_of(files.read(kinds["photo"]) or b"") == "image/png"
    for model in (Degree, Holding):
        assert model._default_manager.filter(person=own, entry_to=None, paper__digest__gt="").exists()


def test_changes_wait_for_the_officer_and_schools_were_asked(home: Path) -> None:
    asked = Proposal.objects.filter(entry_to=None).values_list("accepted", flat=True)
    assert {None, False} <= set(asked)
    rows = Proposal.objects.filter(entry_to=None).exclude(deed="change").values_list("deed", "accepted")
    assert set(rows) == {(deed, accepted) for deed in ("add", "withdraw") for accepted in (None, True)}
    answers = set(Verification.objects.filter(entry_to=None).values_list("genuine", flat=True))
    assert answers <= {None, True, False}
    assert None in answers


def test_the_merger_of_two_districts_carried_posts_and_people(home: Path) -> None:
    eve, day = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
    gone, into = Body.objects.get(code="LG.H02"), Body.objects.get(code="LG.H01")
    assert body_on(gone.code, eve)
    assert body_on(gone.code, day) is None
    assert Act.objects.filter(kind="merge", before=gone, after=into, effective=day).exists()
    carried = Holding.objects.filter(entry_to=None, post_code__startswith="LG.H02.", since="2025-01-01")
    assert {row.body.code[:6] for row in carried.select_related("body")} <= {"LG.H01"}
    assert Post.objects.filter(entry_to=None, code__startswith="LG.H02.", body__code__startswith="LG.H01.").exists()


def test_the_sample_draft_is_taken_by_the_pack(home: Path) -> None:
    text = (home / "samples" / "du-thao-36-thang.yaml").read_text(encoding="utf-8")
    drafted = current_pack().overlay({"draft/sample.yaml": text})
    assert drafted.parameter("months_in_post", dt.date(2026, 12, 31)).value == 24
    assert drafted.parameter("months_in_post", dt.date(2027, 1, 1)).value == 36


def test_some_have_confirmed_what_was_asked_of_them_and_the_rest_were_reminded(home: Path) -> None:
    officer = Account.objects.get(username="tochuc")
    told = {row.study.instrument: row for row in study_coverage(officer, TODAY)}
    assert set(told) == {key for key, *_ in READINGS}
    whole = told["377-QĐ/TW@2025-10-08"]
    assert 0 < len(whole.read) < len(whole.asked)
    assert whole.reminded is not None
