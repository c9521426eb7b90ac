"""A whole case in one archive: an inspector checks moves, counts and papers without us, and finds what is changed."""

import json
import random

import pytest
from django.core.management import call_command

from canbo.apps.procedures.actions_papers import decide_in_writing, write_paper
from canbo.apps.procedures.evidence import case_evidence
from canbo.apps.procedures.queries import newest, state_of
from canbo.apps.procedures.testing import AT, a_case, a_department, do
from canbo.apps.procedures.tests.test_papers_of_cases import at_the_decision
from canbo.base.record.bundling import bundle
from canbo.base.record.keys import secret
from canbo.base.record.tests.a_bundle import repacked
from canbo.core.procedure_state import Decided, Filed
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json
from canbo.verifier import canbo_verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"


@pytest.fixture
def case(db):
    """Counted in four meetings, approved, its decision and notices written."""
    where = a_department()
    case = a_case(where)
    at_the_decision(case, where)
    do(case, Filed("appraisal", "Số 3"), where.officer)
    names = state_of(newest(case)).names
    decide_in_writing(case=case, seen=newest(case).number, event=Decided(names, {}, ""), by=where.approver, at=AT)
    write_paper(case=case, paper="notices", seen=newest(case).number, by=where.officer, at=AT)
    return case


@pytest.fixture
def data(case):
    return bundle("case", case_evidence(str(case.pk)))


def fault(data):
    try:
        canbo_verify.check_bundle(data, [str(secret().key)], None, [])
    except (canbo_verify.Fault, KeyError, TypeError, ValueError, AttributeError) as found:
        return str(found) or type(found).__name__
    return ""


def told(data):
    return json.loads(canbo_verify.read_bundle(data)["decision.json"])


def changed(data, told):
    return repacked(data, decision=canonical_json(told).encode())


def test_the_bundle_of_a_case_holds_every_move_count_and_paper_and_everything_is_checked(case, data, capsys):
    assert fault(data) == ""
    said = capsys.readouterr().out
    assert f"{case.moves.count() - 1} việc của vụ việc khớp nhật ký" in said
    assert said.count("khớp niêm phong") == 4
    decision = told(data)
    assert len(decision["papers"]) == 4
    assert said.count("the paper is the one recorded") == 4
    assert decision["moves"][-1]["state"] == json.loads(newest(case).state)


def test_another_event_state_count_or_paper_than_the_recorded_one_is_found(data):
    for change in (
        lambda it: it["moves"][1]["event"].update(names=["so-H9"]),
        lambda it: it["moves"][3]["state"].update(places=9),
        lambda it: it["moves"].pop(2),
        lambda it: it["moves"].pop(),
        lambda it: it["counts"][0].update(result=it["counts"][0]["result"].replace("4", "5")),
        lambda it: it["counts"][0].update(entry=it["counts"][1]["entry"]),
        lambda it: it["papers"][0].update(number=it["papers"][0]["number"] + 1),
        lambda it: it["papers"][0].update(pdf=it["papers"][1]["pdf"]),
        lambda it: it["case"].update(places=9),
        lambda it: it.update(number=it["number"] + 1),
    ):
        decision = told(data)
        change(decision)
        assert fault(changed(data, decision))


def test_a_flipped_byte_is_found_even_when_the_forger_makes_archive_and_manifest_fit(data):
    files, chance, missed = canbo_verify.read_bundle(data), random.Random(11), []
    for name in ("decision.json", "entries.json", "entry.json", "inclusion.json", "pack.json"):
        for at in chance.sample(range(len(files[name])), 12):
            content = bytearray(files[name])
            content[at] ^= 1 << chance.randrange(8)
            if not fault(repacked(data, **{name.split(".")[0]: bytes(content)})):
                missed.append((name, at))
    assert missed == []


def test_an_entry_that_a_forger_calls_erased_proves_nothing(data):
    files = canbo_verify.read_bundle(data)
    entry, others = json.loads(files["entry.json"]), json.loads(files["entries.json"])
    entry.update(payload=None, salt=None)
    assert "says nothing any more" in fault(repacked(data, entry=canonical_json(entry).encode()))
    others["entries"][0]["entry"].update(payload=None, salt=None)
    assert "says nothing any more" in fault(repacked(data, entries=canonical_json(others).encode()))


def test_a_paper_in_hand_is_laid_beside_the_bundle(case, data, tmp_path):
    paper = tmp_path / "quyet-dinh.pdf"
    paper.write_bytes(canbo_verify.read_bundle(data)[f"papers/{told(data)['papers'][0]['pdf']}"])
    canbo_verify.check_bundle(data, [str(secret().key)], None, [paper])
    paper.write_bytes(b"another")
    with pytest.raises(canbo_verify.Fault, match="no form of this decision"):
        canbo_verify.check_bundle(data, [str(secret().key)], None, [paper])


def test_the_command_writes_the_bundle_and_knows_no_case_that_is_not_there(case, tmp_path):
    call_command("record", "bundle", "--case", str(case.pk), "--to", str(tmp_path / "case.zip"))
    assert fault((tmp_path / "case.zip").read_bytes()) == ""
    for wanted in ("0", "x", "9" * 30):
        with pytest.raises(Refusal):
            case_evidence(wanted)
