"""Corrections: asked for with a proof, decided by somebody else, the old value kept; and questions about degrees."""

from __future__ import annotations

import datetime as dt
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, transaction

from canbo.apps.bodies.testing import a_body
from canbo.apps.people import asking_schools, corrections, files, steps
from canbo.apps.people.marks import marks, steps_after
from canbo.apps.people.models import Degree, Detail, DossierLink, Paper, PersonVersion, Proposal, Verification
from canbo.apps.people.steps import Step
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
PDF = b"%PDF-1.7 a scan"


@pytest.fixture(autouse=True)
def somewhere(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def body():
    return a_body("so")


@pytest.fixture
def who(body):
    return a_person("P1", body=body, born="1975")


def officer(name):
    account = an_account(name)
    house = an_account("canbo", system=True)
    grant_role(account=account, role=Role.OFFICER, body_code="so", since=dt.date(2020, 1, 1), by=house, at=NOW)
    return account


def proposed(who, by, **other):
    asked = {
        "table": "PersonVersion", "row": who.pk, "field": "born", "after": "1975-05-20", "reason": "Theo khai sinh",
        "paper": {"kind": "birth_certificate"}, "file": PDF,
    }  # fmt: skip
    return corrections.propose(person=who.person, by=by, at=NOW, **{**asked, **other})


def code_of(deed, **given):
    with pytest.raises(Refusal) as refused:
        deed(**given)
    return refused.value.code


def test_a_confirmed_proposal_closes_the_old_value_and_names_the_proof(who):
    proposal = proposed(who, officer("lan"))
    decided = corrections.decide(proposal=proposal, accepted=True, answer="Đúng", by=officer("minh"), at=NOW)
    old, new = PersonVersion.objects.filter(person=who.person).order_by("pk")
    assert (old.born, new.born) == ("1975", "1975-05-20")
    assert old.entry_to_id == new.entry_from_id == decided.entry_from_id
    assert new.paper.confirmed is True
    assert files.read(new.paper.digest) == PDF


def test_a_rejected_proposal_changes_nothing_and_keeps_its_reason(who):
    proposal = proposed(who, officer("lan"))
    decided = corrections.decide(proposal=proposal, accepted=False, answer="Mờ", by=officer("minh"), at=NOW)
    assert (decided.accepted, decided.answer) == (False, "Mờ")
    assert PersonVersion.objects.get(person=who.person).born == "1975"
    assert Paper.objects.get(person=who.person).confirmed is None


def test_nobody_decides_on_their_own_proposal(who):
    lan = officer("lan")
    proposal = proposed(who, lan)
    code = code_of(corrections.decide, proposal=proposal, accepted=True, answer="Đúng", by=lan, at=NOW)
    assert code == "people.own_proposal"


def test_the_database_refuses_a_decision_by_the_proposer(who):
    lan = officer("lan")
    proposal = proposed(who, lan)
    values = {name: getattr(proposal, name) for name in ("table", "row", "field", "before", "after", "reason")}
    with pytest.raises(IntegrityError, match="nobody_decides"), transaction.atomic():
        Proposal.objects.create(
            person=who.person, proposed_by=lan, proposed=proposal.proposed, paper=proposal.paper, decided_by=lan,
            decided=proposal.proposed, accepted=True, answer="Đúng", entry_from=an_entry(), **values,
        )  # fmt: skip


def test_an_official_proposes_for_the_own_dossier_and_for_no_other(who, body):
    official = an_account("an")
    DossierLink.objects.create(account=official, person=who.person, entry_from=an_entry())
    assert proposed(who, official).proposed_by == official
    other = a_person("P2", body=body)
    assert code_of(proposed, who=other, by=official, row=other.pk, after="1980") == "people.not_concerned"


def test_a_proposal_for_a_row_that_changed_meanwhile_is_not_confirmed(who):
    first, second = proposed(who, officer("lan")), proposed(who, officer("hoa"), after="1975-06")
    minh = officer("minh")
    corrections.decide(proposal=first, accepted=True, answer="Đúng", by=minh, at=NOW)
    code = code_of(corrections.decide, proposal=second, accepted=True, answer="Đúng", by=minh, at=NOW)
    assert code == "people.proposal_stale"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"after": "1975"}, "people.same"),
        ({"field": "name_key"}, "people.field"),
        ({"table": "Rating"}, "people.field"),
        ({"file": b"MZ not a scan"}, "people.file"),
        ({"file": b""}, "people.file"),
        ({"row": 0}, "people.proposal_stale"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_and_leaves_nothing(who, other, code):
    assert code_of(proposed, who=who, by=officer("lan"), **other) == code
    assert not Proposal.objects.exists()
    assert not Paper.objects.exists()


def test_a_new_detail_is_proposed_and_taken_away_again(who):
    minh = officer("minh")
    asked = {"table": "Detail", "row": None, "field": "residence"}
    first = proposed(who, officer("lan"), **asked, after="Vinh")
    corrections.decide(proposal=first, accepted=True, answer="Đúng", by=minh, at=NOW)
    assert Detail.objects.get(entry_to__isnull=True).value == "Vinh"
    second = proposed(who, officer("hoa"), **asked, after="")
    corrections.decide(proposal=second, accepted=True, answer="Đúng", by=minh, at=NOW)
    assert not Detail.objects.filter(entry_to__isnull=True).exists()


def test_a_degree_is_asked_about_answered_and_then_says_so(who):
    lan = officer("lan")
    degree = a_row(Degree, who, verified=None, school="Đại học Vinh")
    asked = asking_schools.ask_about_degree(degree=degree, asked_of="Đại học Vinh", letter="12/CV", by=lan, at=NOW)
    again = code_of(asking_schools.ask_about_degree, degree=degree, asked_of="Vinh", letter="13/CV", by=lan, at=NOW)
    assert again == "record.impossible"
    asking_schools.answer_about_degree(verification=asked, genuine=False, answer="15/CV", by=lan, at=NOW)
    assert Degree.objects.get(entry_to__isnull=True).verified is False
    answered = Verification.objects.get(entry_to__isnull=True)
    assert (answered.genuine, answered.answer) == (False, "15/CV")
    code = code_of(asking_schools.answer_about_degree, verification=answered, genuine=True, answer="x", by=lan, at=NOW)
    assert code == "people.answered"


@pytest.mark.parametrize(("days", "marked"), [(0, True), (365, True), (366, False), (-1, False)])
def test_a_birth_date_changed_within_the_window_before_a_step_is_marked(who, monkeypatch, days, marked):
    proposal = proposed(who, officer("lan"))
    corrections.decide(proposal=proposal, accepted=True, answer="Đúng", by=officer("minh"), at=NOW)
    step = Step(NOW.date() + dt.timedelta(days=days), Text("bước", "step"))
    monkeypatch.setattr(steps, "_OFFERED", [])
    monkeypatch.setattr("canbo.apps.people.marks.steps_about", lambda person: [step])
    found = marks(who.person, current_pack(), NOW.date())
    assert [(mark.before, mark.after) for mark in found] == ([("1975", "1975-05-20")] if marked else [])


def test_a_file_is_known_by_its_content_and_kept_once():
    assert files.keep(PDF) == files.keep(PDF)
    assert files.read(files.keep(PDF)) == PDF
    assert files.kind_of(b"\x89PNG\r\n\x1a\n...") == "image/png"
    assert files.kind_of(b"<html>%PDF-1.7") is None
    assert files.read("../../etc/passwd") is None


def test_a_file_that_was_changed_on_the_disk_is_not_served(settings):
    digest = files.keep(PDF)
    (settings.HOME / "papers" / digest[:2] / digest).write_bytes(b"%PDF-1.7 another")
    assert files.read(digest) is None
    assert files.read(files.keep(PDF)) == PDF, "the paper can be scanned again"


def test_a_file_is_on_the_disk_before_anything_can_name_it(monkeypatch):
    synced = []
    monkeypatch.setattr(files.os, "fsync", lambda number: synced.append(stat.S_ISDIR(os.fstat(number).st_mode)))
    files.keep(PDF)
    assert synced == [False, True, True]


def test_many_who_bring_the_same_file_at_once_keep_it_once(settings):
    with ThreadPoolExecutor(8) as officers:
        assert len(set(officers.map(files.keep, [PDF] * 40))) == 1
    assert len([path for path in (settings.HOME / "papers").rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(("since", "marked"), [(-40, True), (0, True), (366, False)])
def test_a_change_while_a_step_is_open_is_marked_however_long_ago_it_was_opened(who, monkeypatch, since, marked):
    proposal = proposed(who, officer("lan"))
    corrections.decide(proposal=proposal, accepted=True, answer="Đúng", by=officer("minh"), at=NOW)
    step = Step(NOW.date() + dt.timedelta(days=since), Text("bước", "step"), "Bổ nhiệm Giám đốc", open=True)
    monkeypatch.setattr("canbo.apps.people.marks.steps_about", lambda person: [step])
    assert bool(marks(who.person, current_pack(), NOW.date())) is marked
    assert bool(steps_after(who.person, current_pack(), NOW.date())) is marked
