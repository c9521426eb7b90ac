"""Writing in dossiers: who may, what stays, what the record says."""

import datetime as dt
import json

import pytest

from canbo.apps.bodies.testing import a_body
from canbo.apps.people import actions
from canbo.apps.people.models import (
    Degree,
    DossierLink,
    Holding,
    OfPerson,
    Paper,
    Person,
    PersonVersion,
    Section,
)
from canbo.apps.people.queries import person_with_key, rows_of
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.base.record.queries import position
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def house():
    return an_account("canbo", system=True)


def code_of(action, **arguments):
    """The code of the refusal of an action, which must leave nothing behind."""
    before = position()
    with pytest.raises(Refusal) as refused:
        action(at=NOW, **arguments)
    assert position() == before
    return refused.value.code


def test_a_dossier_is_opened_with_its_names_made_ready_to_search_and_sort(house):
    body = a_body("so")
    person = actions.register_person(
        key="CB1", name="Đặng  Thị Tuyết", sex="F", born="1980-05", body=body, by=house, at=NOW
    )
    assert (person.name, person.name_fold, person.born_hi is not None) == ("Đặng Thị Tuyết", "dang thi tuyet", True)
    entry = Entry.objects.last()
    assert (entry.action, person.entry_from) == ("people.register", entry)
    assert json.loads(entry.payload) == {
        "key": "CB1", "name": "Đặng  Thị Tuyết", "sex": "F", "born": "1980-05", "body": body.pk,
    }  # fmt: skip


def test_a_staff_number_is_given_once(house):
    a_person("CB1")
    assert code_of(actions.register_person, key="CB1", name="An", by=house) == "people.key"
    assert code_of(actions.register_person, key=" ", name="An", by=house) == "people.key"


@pytest.mark.parametrize("values", [{"born": "1980-13"}, {"sex": "X"}, {"hometown": "40"}, {"name": "x" * 121}])
def test_a_dossier_with_a_value_that_cannot_be_taken_is_not_opened(house, values):
    refused = code_of(actions.register_person, key="CB1", by=house, **{"name": "An", **values})
    assert refused in ("record.faulty", "record.impossible")
    assert not Person.objects.exists()


def test_a_refusal_names_the_field_and_what_is_wrong(house):
    with pytest.raises(Refusal) as refused:
        actions.add_degree(person=a_person().person, grade="university", on="2010-02-30", by=house, at=NOW)
    assert "on:" in refused.value.says.en
    assert refused.value.status == 422


def test_a_correction_keeps_the_row_as_it_was(house):
    old = a_person("CB1", name="Nguyễn Văn An", born="1975")
    before = position()
    new = actions.correct_person(person=old.person, name="Nguyễn Văn Ân", born="1975-05-20", by=house, at=NOW)
    old.refresh_from_db()
    assert (old.name, old.born, old.entry_to) == ("Nguyễn Văn An", "1975", new.entry_from)
    assert (new.name_fold, new.born_lo, new.entry_to) == ("nguyen van an", new.born_hi, None)
    assert person_with_key("CB1") == new
    assert person_with_key("CB1", known=before) == old
    assert person_with_key("CB1", known=0) is None
    assert person_with_key("CB2") is None


def test_a_correction_carries_everything_that_it_does_not_change(house):
    old = a_row(Holding, a_person(), title="head", since="2015-03", words="Trưởng phòng", decision="1/QĐ")
    new = actions.end_holding(holding=old, last="2020-05-31", by=house, at=NOW)
    same = ("person_id", "title", "since", "since_lo", "since_hi", "words", "decision", "body_id", "concurrent")
    assert [getattr(new, name) for name in same] == [getattr(old, name) for name in same]
    assert (new.last, new.last_lo is not None) == ("2020-05-31", True)


def test_a_row_that_somebody_else_has_corrected_is_not_corrected_again(house):
    row = a_row(Holding, a_person())
    actions.end_holding(holding=row, last="2020", by=house, at=NOW)
    stale = Holding.objects.get(pk=row.pk)
    assert code_of(actions.end_holding, holding=stale, last="2021", by=house) == "record.closed"


def test_a_post_that_another_holds_is_refused_with_the_reason(house):
    actions.add_holding(person=a_person().person, title="head", since="2020-01-01", post_code="p", by=house, at=NOW)
    other = a_person().person
    arguments = {"person": other, "title": "head", "since": "2021-01-01", "post_code": "p", "by": house}
    assert code_of(actions.add_holding, **arguments) == "record.impossible"
    assert not other.holdings.exists()


def test_a_degree_is_unverified_until_somebody_answers(house):
    declared = actions.add_degree(person=a_person().person, grade="university", by=house, at=NOW)
    verified = actions.verify_degree(degree=declared, verified=True, by=house, at=NOW)
    assert (declared.verified, verified.verified) == (None, True)
    assert Degree.objects.filter(entry_to__isnull=True).get() == verified


def test_a_paper_is_confirmed_by_an_action(house):
    paper = actions.add_paper(person=a_person().person, kind="diploma", issued="2010", by=house, at=NOW)
    assert actions.confirm_paper(paper=paper, confirmed=True, by=house, at=NOW).confirmed is True
    assert Paper.objects.count() == 2


def test_a_paper_of_another_person_proves_nothing(house):
    paper = a_row(Paper, a_person())
    other = a_person().person
    assert code_of(actions.add_degree, person=other, grade="university", paper=paper, by=house) == "people.paper"
    row = a_row(Degree, other)
    assert code_of(actions.correct_row, row=row, paper=paper, by=house) == "people.paper"


def test_a_section_is_confirmed_again_on_a_later_day(house):
    person = a_person().person
    for day in ("2024-01-01", "2025-01-01"):
        actions.confirm_section(person=person, name="career", confirmed=day, by=house, at=NOW)
    assert [row.confirmed for row in rows_of(Section, person)] == ["2025-01-01"]


def test_a_finding_keeps_who_concluded_and_on_which_document(house):
    finding = actions.record_finding(
        person=a_person().person, kind="health_fit", holds=False, by_body="Hội đồng giám định", document="7/KL",
        on="2026-05-20", by=house, at=NOW,
    )  # fmt: skip
    assert (finding.holds, finding.document, finding.entry_from.action) == (False, "7/KL", "people.record_finding")


def test_an_entry_names_what_is_sealed_and_keeps_what_it_says_to_the_row(house):
    person = actions.register_person(key="CB2", name="An", id_number="001175000001", by=house, at=NOW)
    said = {"form": "reprimand", "on": "2024", "reason": "canvassing"}
    row = actions.add_discipline(person=person.person, **said, by=house, at=NOW)
    actions.correct_row(row=row, by=house, at=NOW, form="warning")
    actions.correct_person(person=person.person, by=house, at=NOW, left="2026-07-01", left_why="dismissed")
    told = [json.loads(each) for each in Entry.objects.order_by("-seq").values_list("payload", flat=True)[:4]]
    assert [each["sealed"] for each in told] == [["left_why"], ["form"], ["form", "on", "reason"], ["id_number"]]
    assert (told[0]["left"], told[3]["name"]) == ("2026-07-01", "An")
    for word in ("dismissed", "warning", "reprimand", "canvassing", "001175000001"):
        assert word not in str(told)


def test_every_kind_of_row_can_be_corrected_without_saying_more(house):
    person = a_person()
    for model in [each for each in OfPerson.__subclasses__() if not each._meta.abstract and each is not PersonVersion]:
        row = a_row(model, person)
        assert actions.correct_row(row=row, by=house, at=NOW).entry_from.action == "people.correct_row"


def officer_over(code):
    account = an_account(f"officer-{code}")
    Grant.objects.create(
        account=account, role=Role.OFFICER, body_code=code, since=dt.date(2020, 1, 1), decision="5-QĐ/TU",
        entry_from=an_entry(),
    )  # fmt: skip
    return account


def test_an_officer_writes_in_the_dossiers_below_and_in_no_others():
    top = a_body("top")
    left, right = a_body("left", parent=top), a_body("right", parent=top)
    mine, other = a_person(body=left).person, a_person(body=right).person
    officer = officer_over("left")
    actions.add_degree(person=mine, grade="university", by=officer, at=NOW)
    assert code_of(actions.add_degree, person=other, grade="university", by=officer) == "people.not_officer"
    assert code_of(actions.register_person, key="X", name="An", body=right, by=officer) == "people.not_officer"
    assert code_of(actions.register_person, key="X", name="An", by=officer) == "people.not_officer"
    actions.register_person(key="X", name="An", body=left, by=officer, at=NOW)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER}))
def test_no_other_role_writes(role):
    person = a_person(body=a_body("top")).person
    account = an_account("other")
    Grant.objects.create(
        account=account, role=role, body_code="top", since=dt.date(2020, 1, 1), decision="5-QĐ/TU",
        entry_from=an_entry(),
    )  # fmt: skip
    assert code_of(actions.add_degree, person=person, grade="university", by=account) == "people.not_officer"


def test_nobody_writes_in_the_own_dossier():
    person = a_person(body=a_body("top")).person
    officer = officer_over("top")
    actions.link_account(account=officer, person=person, by=an_account("canbo", system=True), at=NOW)
    assert code_of(actions.add_degree, person=person, grade="university", by=officer) == "people.own_dossier"


def test_an_account_is_linked_to_one_dossier(house):
    account = an_account("lan")
    actions.link_account(account=account, person=a_person().person, by=house, at=NOW)
    refused = code_of(actions.link_account, account=account, person=a_person().person, by=house)
    assert (refused, DossierLink.objects.count()) == ("record.impossible", 1)
