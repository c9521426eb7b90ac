"""A plan from its cycle to its exits: guards, caps, shares with their cure, and the nightly review."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.testing import a_deputy_ready_to_be_director
from canbo.apps.people.models import Discipline, Holding, Person, Planned, Rating
from canbo.apps.people.testing import a_row
from canbo.apps.planning.actions import enter_plan, keep, open_cycle, remove, review_all, set_target
from canbo.apps.planning.health import last_review
from canbo.apps.planning.models import Cycle, Exit, Place
from canbo.apps.planning.queries import barred, conditions, cycle_of, roll_of
from canbo.apps.procedures.actions import open_case
from canbo.apps.procedures.forms import read_event
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import newest, state_of
from canbo.apps.procedures.testing import AT, Department, a_department, do, file_all, list_names, meet, publish
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.keeping.health import findings
from canbo.base.record.models import Entry
from canbo.base.record.testing import an_entry
from canbo.core.procedure_state import Closed, Decided, Listed
from canbo.core.refusal import Refusal
from canbo.core.shares import Share
from canbo.lib.text import Text

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TODAY = AT.date()
#: Who decides on a director, and the document that says so.
COMPETENT, DECIDES = "Ban Thường vụ Tỉnh ủy", ("not-the-competent-body", "377-QĐ/TW@2025-10-08")


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def ready(where: Department, key: str = "R1", **fields: object) -> str:
    """Somebody whom the planning standard of a director lets in, rated last year."""
    person = a_deputy_ready_to_be_director(body=where.body, key=key, **fields)
    a_row(Rating, person, year=TODAY.year - 1, grade="good")
    return key


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def the_person(key: str) -> Person:
    return Person.objects.get(key=key)


def a_cycle(where: Department) -> Case:
    case = open_cycle(
        body=where.body, title="department_director", term="2030-2035", purpose="Quy hoạch giám đốc", places=2,
        by=where.officer, at=AT,
    )  # fmt: skip
    publish(case, where.officer)
    return case


def approved(where: Department, *keys: str) -> Case:
    """A whole cycle, every vote carried, approved and entered."""
    case = a_cycle(where)
    list_names(case, where, keys)
    while state_of(newest(case)).step != "P6":
        sitting_votes = dict.fromkeys(keys, 0)
        state = meet_all(case, where, sitting_votes)
        assert set(state.names) == set(keys)
    file_all(case, where.officer)
    do(case, Decided(keys, {}, "15-QĐ/TU"), where.approver)
    do(case, Closed(), where.approver)
    return case


def test_a_decision_is_entered_whole_or_refused_with_what_to_write(where: Department):
    document = "Quyết định số 15-QĐ/TU ngày 20/11/2026 của Ban Thường vụ Tỉnh ủy về phê duyệt quy hoạch cán bộ"
    case = a_cycle(where)
    list_names(case, where, (ready(where),))
    state = replace(state_of(newest(case)), why=document)
    with pytest.raises(Refusal):
        enter_plan(case, state, where.approver, AT)
    assert not Place.objects.exists()
    asked = QueryDict(mutable=True)
    asked.update({"names": state.names[0], "document": document})
    with pytest.raises(Refusal) as earlier:
        read_event("decided", asked, state)
    assert earlier.value.code == "procedures.long_decision"
    assert earlier.value.remedy is not None
    asked["document"] = "15-QĐ/TU"
    assert read_event("decided", asked, state) == Decided(state.names, {}, "15-QĐ/TU")


def meet_all(case: Case, where: Department, votes: dict[str, int]):
    state = state_of(newest(case))
    many = {"P2": 4, "P3": 6, "P4": 10, "P5": 4}[state.step]
    meet(case, where, dict.fromkeys(votes, many))
    return state_of(do(case, Closed(), where.head))


def test_an_approved_plan_stands_in_the_plan_and_in_the_dossier(where: Department):
    key = ready(where)
    case = approved(where, key)
    place = Place.objects.get(cycle=cycle_of(case))
    assert (place.person.key, place.decision) == (key, "15-QĐ/TU")
    rows = Planned.objects.filter(person=place.person, term="2030-2035", entry_to__isnull=True)
    assert [row.title for row in rows] == ["department_director"]


def test_whoever_surely_fails_the_planning_standard_is_kept_off_the_list_with_the_clause(where: Department):
    key, case = ready(where, born="1968-03-15"), a_cycle(where)
    told = barred(case, [key], TODAY)
    assert told[key].cites is not None
    assert "bảo vệ" not in told[key].says.vi
    with pytest.raises(Refusal) as refused:
        do(case, Listed((key,)), where.officer)
    assert refused.value.code == "procedures.barred"


def test_whom_a_sealed_section_keeps_off_the_list_is_told_without_the_clause_to_an_officer_too(where: Department):
    key, case = ready(where), a_cycle(where)
    a_row(Discipline, the_person(key), form="reprimand", on="2026-10-01")
    with pytest.raises(Refusal) as refused:
        do(case, Listed((key,)), where.officer)
    assert refused.value.code == "procedures.barred"
    assert refused.value.citation is None
    assert refused.value.says.vi == f"{key}: không đạt “tiêu chí dựa trên mục hồ sơ được bảo vệ”."


def test_where_an_open_clause_fails_too_that_one_is_named(where: Department):
    key, case = ready(where, born="1968-03-15"), a_cycle(where)
    before = barred(case, [key], TODAY)
    a_row(Discipline, the_person(key), form="reprimand", on="2026-10-01")
    assert barred(case, [key], TODAY) == before


def test_a_dossier_that_leaves_a_clause_open_neither_bars_nor_passes(where: Department):
    case = a_cycle(where)
    assert barred(case, ["so-H1"], TODAY) == {}
    do(case, Listed(("so-H1",)), where.officer)
    told = conditions(case, state_of(newest(case)), TODAY)
    assert told["guards"].holds is None
    assert told["guards"].remedy is not None
    assert told["assessed"].holds is False


def test_one_name_over_the_cap_is_refused_with_how_many_to_take_off(where: Department):
    keys = tuple(ready(where, f"R{number}") for number in range(1, 5))
    case = a_cycle(where)
    do(case, Listed(keys), where.officer)
    told = conditions(case, state_of(newest(case)), TODAY)["caps"]
    assert (told.holds, told.remedy) == (False, Text("Bớt 1 người.", "Take 1 off."))
    do(case, Listed(keys[:3]), where.officer)
    assert conditions(case, state_of(newest(case)), TODAY)["caps"].holds


def test_the_nightly_review_removes_for_a_discipline_and_keeps_the_unknown(where: Department):
    keys = (ready(where, "R1"), ready(where, "R2"))
    case = approved(where, *keys)
    house, later = an_account("canbo", system=True), AT + dt.timedelta(days=30)
    assert review_all(by=house, at=later) == []
    a_row(Discipline, the_person("R1"), form="reprimand", on="2026-11-20")
    left = review_all(by=house, at=later)
    assert [(each.place.person.key, each.clause) for each in left] == [("R1", "DP-4")]
    assert review_all(by=house, at=later) == []
    closed = Planned.objects.get(person__key="R1", term="2030-2035", entry_to__isnull=True)
    assert closed.last == later.date().isoformat()
    assert [place.person.key for place in Place.objects.filter(cycle=cycle_of(case), entry_to=None)] == ["R2"]


def test_the_yearly_review_removes_by_a_document_only(where: Department):
    approved(where, ready(where))
    place = Place.objects.get()
    with pytest.raises(Refusal) as refused:
        remove(place=place, document=" ", decided_by=COMPETENT, by=where.officer, at=AT)
    assert refused.value.code == "planning.no_document"
    with pytest.raises(Refusal) as refused:
        remove(place=place, document="3-QĐ/BTV", decided_by="Ủy ban nhân dân tỉnh", by=where.officer, at=AT)
    assert (refused.value.code, str(refused.value.citation.instrument)) == DECIDES
    left = remove(place=place, document="3-QĐ/BTV", decided_by=COMPETENT, by=where.officer, at=AT)
    assert (left.why, left.decided_by) == ("review", COMPETENT)
    assert Exit.objects.count() == 1


def test_whoever_has_taken_up_the_post_leaves_the_plan_as_one_for_whom_it_came_true(where: Department):
    cycle, person = cycle_of(approved(where, ready(where))), the_person("R1")
    a_row(Holding, person, title="department_director", since="2026-11-10", body=where.body, concurrent=True)
    left = review_all(by=an_account("canbo", system=True), at=AT + dt.timedelta(days=30))
    assert [(each.why, each.clause) for each in left] == [("placed", "DP-2")]
    page = signed_in(where.officer).get(f"/planning/{cycle.pk}/").content.decode()
    assert "đã giữ chức danh được quy hoạch hoặc cao hơn" in page
    assert "<s>" not in page


def test_the_yearly_review_keeps_by_a_document_once_a_year_and_nobody_who_fails(where: Department):
    case = approved(where, ready(where, "R1"), ready(where, "R2"))
    cycle, said = cycle_of(case), {"by": where.officer, "at": AT}
    with pytest.raises(Refusal) as refused:
        keep(cycle=cycle, document=" ", **said)
    assert refused.value.code == "planning.no_document"
    a_row(Discipline, the_person("R1"), form="reprimand", on="2026-10-20")
    with pytest.raises(Refusal) as refused:
        keep(cycle=cycle, document="40-KL/BTV", **said)
    assert (refused.value.code, "R1" in refused.value.says.vi) == ("planning.failing", True)
    review_all(by=an_account("canbo", system=True), at=AT)
    made = keep(cycle=cycle, document="40-KL/BTV", **said)
    assert (made.year, made.kept) == (2026, 1)
    with pytest.raises(Refusal) as refused:
        keep(cycle=cycle, document="41-KL/BTV", **said)
    assert refused.value.code == "planning.reviewed"
    shown = signed_in(where.officer).get(f"/planning/{cycle.pk}/").content.decode()
    assert "2026: giữ 1 người · 40-KL/BTV" in shown
    assert "Hạn rà soát tiếp theo: 02/11/2027" in shown
    assert f"/planning/new?body=so&amp;title={cycle.title}&amp;term=2030-2035" in shown


def test_whoever_left_one_plan_is_marked_in_every_other(where: Department):
    key = ready(where)
    first = cycle_of(approved(where, key))
    elsewhere = a_body("khac", parent=Body.objects.get(code="so-tinh"))
    place, entry = Place.objects.get(), an_entry()
    other = Cycle.objects.create(body=elsewhere, title="department_deputy_director", term=first.term, entry=entry)
    Place.objects.create(cycle=other, person=place.person, planned=place.planned, decision="1-QĐ", entry_from=entry)
    remove(place=place, document="3-QĐ/BTV", decided_by=COMPETENT, by=where.officer, at=AT)
    assert [each.place.cycle for each in roll_of(other, TODAY).rows[0].left] == [first]
    open_case(procedure="planning", body=elsewhere, purpose="Bổ sung", places=1, owner=other.owner, by=where.officer,
              at=AT)  # fmt: skip
    page = signed_in(where.officer).get(f"/planning/{other.pk}/").content.decode()
    assert "Đã ra khỏi quy hoạch:" in page
    assert "2030–2035, 02/11/2026" in page


def test_a_list_tells_its_shares_caps_and_bars_while_it_is_typed(where: Department):
    keys, case = [ready(where, f"R{number}") for number in range(1, 5)], a_cycle(where)
    a_row(Discipline, the_person("R1"), form="reprimand", on="2026-10-01")
    said = {"hundredths": 5_000, "young_below": 20, "since": TODAY, "document": "12-NQ/TU", "decided_by": COMPETENT}
    set_target(body=where.body, kind="young", **said, by=where.officer, at=AT)
    before, client = Entry.objects.count(), signed_in(where.officer)
    told = client.post(f"/procedures/{case.pk}/live", {"names": "\r\n".join([*keys, "X9"])}).content.decode()
    for expected in (
        "X9",
        "R1: không đạt",
        "4 người cho một chức danh, nhiều nhất 3.",
        "Bớt 1 người.",
        "Nữ: 4/4",
        f"cần ít nhất 50 % theo 12-NQ/TU, {COMPETENT}",
        "Cách ngắn nhất: thay 2 người, hoặc thêm 4 người. Không hạ tiêu chuẩn.",
        "Trẻ (dưới 20 tuổi): 0/4",
    ):
        assert expected in told, expected
    assert Entry.objects.count() == before
    do(case, Listed((keys[1],)), where.officer)
    assert "Nữ: 1/1" in client.get(f"/procedures/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("there", "of", "unknown", "met", "replaced", "added"),
    [
        (1, 4, 0, True, 0, 0),
        (0, 4, 0, False, 1, 2),
        (1, 5, 0, False, 1, 1),
        (0, 4, 1, None, 1, 2),
        (0, 0, 0, None, 0, 0),
    ],
)
def test_a_shortfall_tells_the_smallest_cure_exactly(there, of, unknown, met, replaced, added):
    share = Share(Text("Nữ", "Women"), there, of, unknown, Fraction(1, 4), None)
    assert (share.met, share.replaced, share.added) == (met, replaced, added)


def test_the_pages_show_the_plan_its_shares_and_who_left(where: Department):
    case = approved(where, ready(where))
    client = Client()
    client.force_login(where.officer, backend="django.contrib.auth.backends.ModelBackend")
    number = cycle_of(case).pk
    page = client.get(f"/planning/{number}/").content.decode()
    assert "Lê Thị Bình" in page
    assert "1/1" in page
    place = Place.objects.get()
    told = {"document": "3-QĐ", "decided_by": COMPETENT}
    assert client.post(f"/planning/{number}/leave/{place.pk}", told).status_code == 302
    page = client.get(f"/planning/{number}/").content.decode()
    assert "<s>Lê Thị Bình</s>" in page
    assert f"3-QĐ · {COMPETENT}" in page
    assert client.get("/planning/").status_code == client.get("/planning/new").status_code == 200
    stranger = Client()
    stranger.force_login(an_account("khach"), backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.get(f"/planning/{number}/").status_code == 404


def test_the_page_of_health_tells_when_the_plans_were_last_reviewed(where: Department):
    assert last_review()[0] is None
    house = an_account("canbo", system=True)
    review_all(by=house, at=timezone.now() - dt.timedelta(hours=27))
    assert last_review()[0] is False
    review_all(by=house, at=timezone.now())
    well, seen = last_review()
    assert well
    assert f"{timezone.localdate():%d/%m/%Y}" in seen.vi
    assert "Nightly review of plans" in [each.asks.en for each in findings()]
