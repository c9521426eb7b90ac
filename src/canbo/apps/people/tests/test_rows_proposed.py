"""New rows and withdrawn rows: asked for with a proof, decided by somebody else, nothing lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canbo.apps.bodies.testing import a_body
from canbo.apps.people import asking_schools, corrections, files
from canbo.apps.people.corrigible import NEW_ROWS
from canbo.apps.people.leaving import leave_service
from canbo.apps.people.marks import marks, steps_after
from canbo.apps.people.models import (
    Degree,
    Discipline,
    DossierLink,
    Holding,
    Paper,
    PersonVersion,
    Planned,
    Proposal,
    Reward,
    Seat,
    Section,
    Theory,
)
from canbo.apps.people.rows_asked import read, saying, told, why_not_withdrawn
from canbo.apps.people.steps import Step
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.tests.test_corrections import NOW, PDF, code_of
from canbo.apps.people.tests.test_corrections import officer as new_officer
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.models import Entry
from canbo.base.record.testing import an_entry
from canbo.base.record.then import as_recorded
from canbo.lib.text import Text

pytestmark = pytest.mark.django_db

MASTER = {"grade": "master", "school": "Đại học Vinh", "on": "2025-06"}
ASKED = {"reason": "Theo bằng gốc", "paper": {"kind": "diploma", "number": "B12"}, "file": PDF}


@pytest.fixture(autouse=True)
def somewhere(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def who():
    return a_person("P1", body=a_body("so"))


def officer(name):
    return Account.objects.filter(username=name).first() or new_officer(name)


def added(who, by, table="Degree", values=MASTER):
    return corrections.propose_row(person=who.person, table=table, values=values, **ASKED, by=by, at=NOW)


def asked_away(row, by):
    return corrections.propose_withdrawal(
        person=row.person, table=type(row).__name__, row=row.pk, **ASKED, by=by, at=NOW
    )


def agreed(proposal, *, yes=True, by=None):
    return corrections.decide(proposal=proposal, accepted=yes, answer="Đúng", by=by or officer("minh"), at=NOW)


def standing(model, who):
    return list(model.objects.filter(person=who.person, entry_to__isnull=True))


def test_a_new_row_comes_with_its_proof_once_another_person_confirms(who):
    official = an_account("an")
    DossierLink.objects.create(account=official, person=who.person, entry_from=an_entry())
    proposal = added(who, official)
    assert not standing(Degree, who), "nothing stands before it is confirmed"
    agreed(proposal)
    degree = standing(Degree, who)[0]
    assert (degree.grade, degree.school, degree.on, degree.verified) == ("master", "Đại học Vinh", "2025-06", None)
    assert degree.paper.confirmed is True
    assert (files.read(degree.paper.digest), degree.paper.number) == (PDF, "B12")


def test_a_withdrawn_row_is_gone_and_yet_stays_with_who_when_and_why(who):
    row = a_row(Reward, who, on="2020", words="Bằng khen")
    before = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    decided = agreed(asked_away(row, officer("lan")))
    assert not standing(Reward, who)
    kept = Proposal.objects.get(row=row.pk, entry_to__isnull=True)
    assert (kept.reason, kept.answer, kept.proposed_by.username, kept.decided_by.username) == (
        "Theo bằng gốc", "Đúng", "lan", "minh",
    )  # fmt: skip
    assert Reward.objects.get(pk=row.pk).entry_to_id == decided.entry_from_id
    with as_recorded(before):
        assert [each.pk for each in standing(Reward, who)] == [row.pk]


@pytest.mark.parametrize("deed", [added, lambda who, by: asked_away(a_row(Reward, who), by)])
def test_nobody_confirms_their_own_row_and_a_refusal_changes_nothing(who, deed):
    lan = officer("lan")
    proposal = deed(who, lan)
    code = code_of(corrections.decide, proposal=proposal, accepted=True, answer="Đúng", by=lan, at=NOW)
    assert code == "people.own_proposal"
    found = len(standing(Reward, who))
    agreed(proposal, yes=False)
    assert (len(standing(Reward, who)), standing(Degree, who)) == (found, [])


def test_what_the_register_would_refuse_is_refused_when_it_is_asked_for_and_leaves_nothing(who):
    lan = officer("lan")
    a_row(Holding, who, since="2015", title="specialist")
    for table, values, code in (
        ("Degree", {"grade": ""}, "record.faulty"),
        ("Degree", {"grade": "master", "on": "2025-13"}, "record.faulty"),
        ("Degree", {"grade": "master", "verified": True}, "people.field"),
        ("Finding", {"kind": "health_fit"}, "people.field"),
        ("Holding", {"title": "head", "since": "2020", "body": "khong-co"}, "people.body"),
        ("Holding", {"title": "head", "since": "2020", "last": "2019"}, "record.impossible"),
        ("Holding", {"title": "head", "since": "2020"}, "record.impossible"),  # another main post in the same time
        ("Rating", {"year": 3020, "system": "party", "grade": "good"}, "record.impossible"),
    ):
        assert code_of(added, who=who, by=lan, table=table, values=values) == code
    assert not Proposal.objects.exists()
    assert not Paper.objects.exists()


def test_the_same_row_does_not_come_twice_however_often_it_is_asked_for(who):
    lan, hoa = officer("lan"), officer("nga")
    first = added(who, lan)
    assert code_of(added, who=who, by=hoa) == "people.waits"
    agreed(first)
    assert code_of(added, who=who, by=hoa) == "people.same"
    row = standing(Degree, who)[0]
    asked_away(row, lan)
    assert code_of(asked_away, row=row, by=hoa) == "people.waits"


def test_a_row_that_changed_meanwhile_is_not_withdrawn(who):
    row = a_row(Reward, who)
    first, change = asked_away(row, officer("lan")), {"table": "Reward", "row": row.pk, "field": "on", "after": "2021"}
    agreed(corrections.propose(person=who.person, **change, **ASKED, by=officer("nga"), at=NOW))
    code = code_of(corrections.decide, proposal=first, accepted=True, answer="Đúng", by=officer("minh"), at=NOW)
    assert code == "people.proposal_stale"


def test_a_degree_that_a_school_is_asked_about_is_neither_withdrawn_nor_corrected_before_the_answer(who):
    lan, degree = officer("lan"), a_row(Degree, who, verified=None)
    waiting = asked_away(degree, lan)
    question = asking_schools.ask_about_degree(degree=degree, asked_of="Vinh", letter="1/CV", by=lan, at=NOW)
    refused = why_not_withdrawn(degree)
    assert refused is not None
    assert "1/CV" in refused.says.vi
    assert refused.remedy.vi == "Ghi kết quả xác minh trước, rồi làm lại."
    change = {"table": "Degree", "row": degree.pk, "field": "school", "after": "Huế"}
    assert code_of(corrections.propose, person=who.person, **change, **ASKED, by=lan, at=NOW) == "people.asked_about"
    code = code_of(corrections.decide, proposal=waiting, accepted=True, answer="Đúng", by=officer("minh"), at=NOW)
    assert code == "people.asked_about"
    asking_schools.answer_about_degree(verification=question, genuine=False, answer="2/CV", by=lan, at=NOW)
    agreed(asked_away(standing(Degree, who)[0], lan))
    assert not standing(Degree, who)


def test_the_last_row_of_a_section_takes_its_confirmation_with_it(who):
    rows = [a_row(Theory, who), a_row(Theory, who, grade="intermediate")]
    a_row(Section, who, name="theory")
    minh = officer("minh")
    agreed(asked_away(rows[0], officer("lan")), by=minh)
    assert len(standing(Section, who)) == 1, "there is still a row, and nobody says that another is missing"
    agreed(asked_away(rows[1], officer("nga")), by=minh)
    assert not standing(Section, who), "an empty section that is confirmed would mean “none”"


def test_a_leaving_entered_by_mistake_is_withdrawn_and_what_it_ended_stands_again(who):
    house = an_account("canbo", system=True)
    post, over = a_row(Holding, who, since="2015"), a_row(Seat, who, since="2015", last="2020")
    a_row(Planned, who)
    left = leave_service(
        person=who.person, left=dt.date(2026, 7, 1), why="dismissed", decision="7-QĐ", by=house, at=NOW
    )
    assert standing(Holding, who)[0].last == "2026-06-30"
    proposal = asked_away(left, officer("lan"))
    assert "dismissed" not in proposal.before, "the reason is sealed"
    agreed(proposal)
    now = standing(PersonVersion, who)[0]
    assert (now.left, now.left_why, now.left_by) == ("", "", "")
    assert (standing(Holding, who)[0].last, standing(Planned, who)[0].last) == ("", "")
    assert standing(Seat, who) == [over]
    assert Holding.objects.filter(person=who.person).count() == 3, "the ended row stays on the record too"
    assert post.pk not in [each.pk for each in standing(Holding, who)]


def test_who_somebody_is_can_be_corrected_but_not_withdrawn(who):
    assert code_of(asked_away, row=who, by=officer("lan")) == "people.withdraw"


def test_the_database_refuses_a_proposal_of_no_kind(who):
    good = {
        "person": who.person, "proposed_by": officer("lan"), "proposed": NOW.date(), "reason": "x",
        "paper": a_row(Paper, who), "entry_from": an_entry(),
    }  # fmt: skip
    for bad in (
        {"deed": "change", "table": "Degree", "field": "", "after": "x"},
        {"deed": "add", "table": "Degree", "before": "{}", "after": "{}x"},
        {"deed": "add", "table": "Degree", "row": 1, "after": "{}"},
        {"deed": "withdraw", "table": "Degree", "before": "{}"},
        {"deed": "withdraw", "table": "Degree", "row": 1, "before": "{}", "after": "x"},
        {"deed": "hide", "table": "Degree", "field": "on", "after": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.create(**good, **bad)


@pytest.mark.parametrize(("days", "marked"), [(365, True), (366, False)])
def test_a_degree_that_came_or_went_within_the_window_before_a_step_is_marked(who, monkeypatch, days, marked):
    Degree(person=who.person, grade="university", entry_from=who.entry_from).save()  # with the dossier: no mark
    wrong = a_row(Degree, who, grade="doctor")
    agreed(added(who, officer("lan")))
    agreed(asked_away(wrong, officer("nga")), by=officer("chi"))
    step = Step(NOW.date() + dt.timedelta(days=days), Text("bước", "step"))
    monkeypatch.setattr("canbo.apps.people.marks.steps_about", lambda person: [step])
    told_of = marks(who.person, current_pack(), NOW.date())
    found = {(mark.before, mark.after) for mark in told_of if mark.changed == NOW.date()}
    assert found == ({("", "master"), ("doctor", "")} if marked else set())
    assert bool(steps_after(who.person, current_pack(), NOW.date())) is marked


def test_a_row_of_a_sealed_section_keeps_its_words_out_of_the_journal(who):
    agreed(added(who, officer("lan"), "Discipline", {"form": "reprimand", "reason": "canvassing", "on": "2024"}))
    agreed(asked_away(standing(Discipline, who)[0], officer("nga")), by=officer("chi"))
    payloads = " ".join(Entry.objects.filter(action__startswith="people.").values_list("payload", flat=True))
    assert "Discipline" in payloads
    assert not any(word in payloads for word in ("canvassing", "reprimand", "Theo bằng gốc", "Đúng"))


_WORDS = st.text("abcđệ ", max_size=8).map(str.strip)
_VALUES = st.fixed_dictionaries(
    {"grade": st.sampled_from(["university", "master", "doctor"])},
    optional={"school": _WORDS, "field_text": _WORDS, "on": st.sampled_from(["", "2020", "2021-02", "2022-03-04"])},
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_VALUES, min_size=1, max_size=3, unique_by=told))
def test_a_row_that_came_and_went_leaves_the_dossier_as_it_was_and_the_record_whole(who, rows):
    with transaction.atomic():
        lan, minh = officer("lan"), officer("minh")
        a_row(Degree, who, grade="college")
        before = {(each.pk, told(saying(each))) for each in standing(Degree, who)}
        for values in rows:
            agreed(added(who, lan, values=values), by=minh)
        came = [each for each in standing(Degree, who) if (each.pk, told(saying(each))) not in before]
        assert sorted(told(saying(each)) for each in came) == sorted(map(told, rows))
        full = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
        for each in came:
            agreed(asked_away(each, lan), by=minh)
        assert {(each.pk, told(saying(each))) for each in standing(Degree, who)} == before
        with as_recorded(full):
            assert {each.pk for each in standing(Degree, who)} == {each.pk for each in came} | {pk for pk, _ in before}
        transaction.set_rollback(True)


def test_what_a_proposal_writes_of_a_row_reads_back_unchanged():
    for _, columns in NEW_ROWS.values():
        values = dict.fromkeys(columns, "à")
        assert read(told(values)) == values
