"""Two rules that differ: who may record which was chosen, where it shows; decisions by a body that may not decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from canbo.apps.regulations.actions import choose_rule
from canbo.apps.regulations.models import RuleChoice
from canbo.apps.regulations.permissions import why_not_decided_at, why_not_decided_by
from canbo.apps.regulations.queries import authority_named, choice_for, differing
from canbo.apps.regulations.registry import Branch, Matter
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

REGISTRY = "canbo.apps.regulations.registry"
DAY = dt.date(2025, 12, 1)
WHAT: dict[str, Any] = {
    "conflict": "exact_two_thirds", "option": "dismiss", "body": "Ban Thường vụ Tỉnh ủy", "number": "45-KL/TU",
    "document": "Kết luận 45-KL/TU", "decided": DAY, "charge": "tinh", "reason": "Theo quy định nghiêm hơn của Đảng.",
}  # fmt: skip


CASES = {"CB001": ("so", ("department_director",)), "CB002": ("so", ()), "CB003": ("huyen", ())}
TREE = {
    "tinh": Branch("Tỉnh", "", "province"),
    "so": Branch("Sở", "tinh", "province"),
    "huyen": Branch("Huyện", "", ""),
}


@pytest.fixture(autouse=True)
def a_tree_and_its_cases(monkeypatch: pytest.MonkeyPatch):
    """A province with a department; the capabilities above hand over what staff numbers lead to."""
    monkeypatch.setattr(f"{REGISTRY}.import_string", lambda name: {"tree": a_tree, "matters": a_matter}[name])
    monkeypatch.setattr(f"{REGISTRY}._trees", ["tree"])
    monkeypatch.setattr(f"{REGISTRY}._matters", ["matters"])


def a_tree(day: dt.date) -> dict[str, Branch]:
    return TREE


def a_matter(number: str, day: dt.date) -> Matter | None:
    return Matter(*CASES[number]) if number in CASES else None


def in_office(role: Role = Role.HEAD) -> Account:
    account, keeper = an_account("truong"), an_account("canbo", system=True)
    since = dt.date(2020, 1, 1)
    grant_role(account=account, role=role, body_code="tinh", since=since, by=keeper, at=timezone.now())
    return account


def test_a_choice_names_its_document_and_stands_on_the_record():
    made = choose_rule(**WHAT, by=in_office(), at=timezone.now())
    assert made.entry_from.action == "regulations.choose_rule"
    assert "45-KL/TU" in made.entry_from.payload
    assert choice_for("exact_two_thirds", "CB001", ["so", "tinh"]) == made
    assert choice_for("exact_two_thirds", "CB003", ["huyen"]) is None, "another body's cases are not in its charge"


def test_the_choice_for_a_case_goes_before_the_one_for_all_and_a_second_replaces_the_first():
    head = in_office()
    first = choose_rule(**WHAT, by=head, at=timezone.now())
    own = choose_rule(**{**WHAT, "option": "resign", "charge": ""}, subject="CB001", by=head, at=timezone.now())
    again = choose_rule(**{**WHAT, "number": "46-KL/TU"}, by=head, at=timezone.now())
    above = ["so", "tinh"]
    chosen = [choice_for("exact_two_thirds", number, above) for number in ("CB001", "CB002")]
    assert chosen == [own, again]
    first.refresh_from_db()
    assert first.entry_to == again.entry_from


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"option": "neither"}, "choice.unknown"), ({"conflict": "none"}, "choice.unknown"),
        ({"reason": " "}, "choice.incomplete"), ({"document": ""}, "choice.incomplete"),
        ({"decided": dt.date(2099, 1, 1)}, "choice.future"), ({"charge": ""}, "choice.one_thing"),
        ({"subject": "CB001"}, "choice.one_thing"), ({"subject": "CB009", "charge": ""}, "choice.no_such_case"),
        ({"charge": "nowhere"}, "choice.no_such_case"), ({"charge": "huyen"}, "choice.not_in_office"),
        ({"subject": "CB003", "charge": ""}, "choice.not_in_office"),
        ({"subject": "CB001", "charge": "", "body": "Sở Nội vụ"}, "not-the-competent-body"),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_refused_and_nothing_is_written(changes: dict[str, Any], code: str):
    head = in_office()
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refused:
        choose_rule(**{**WHAT, **changes}, by=head, at=timezone.now())
    assert (refused.value.code, RuleChoice.objects.count(), Entry.objects.count()) == (code, 0, before)


def test_only_a_head_an_approver_or_an_officer_records_a_choice():
    with pytest.raises(Refusal) as refused:
        choose_rule(**WHAT, by=in_office(Role.OFFICIAL), at=timezone.now())
    assert refused.value.code == "choice.not_in_office"


def test_the_database_refuses_a_choice_without_a_reason_and_one_that_is_rewritten():
    made = choose_rule(**WHAT, by=in_office(), at=timezone.now())
    for change in ({"option": "resign"}, {"reason": ""}):
        with pytest.raises(Exception) as refused, transaction.atomic():  # noqa: PT011  (a trigger or a constraint)
            RuleChoice.objects.filter(pk=made.pk).update(**change)
        assert isinstance(refused.value, IntegrityError) or "record" in str(refused.value).casefold()


def test_a_conflict_shows_where_a_clause_that_it_touches_is_asked_for():
    (found,) = differing(["DT1-5c", "DT1-2"], DAY)
    assert (found.conflict.code, found.choice, found.chosen) == ("open_proceeding", None, None)
    assert differing(["DT1-2"], DAY) == differing(["DT1-5c"], dt.date(2025, 1, 1)) == []
    choose_rule(**{**WHAT, "conflict": "open_proceeding", "option": "not_at_all"}, by=in_office(), at=timezone.now())
    assert differing(["DT1-5c"], DAY, "CB001")[0].chosen.code == "not_at_all"
    assert differing(["DT1-5c"], DAY, "CB003")[0].chosen is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ban Thường vụ Tỉnh ủy Sơn Hà", "provincial_standing_committee"), ("BAN BÍ THƯ", "secretariat"),
        ("Tỉnh ủy Sơn Hà", "provincial_committee"), ("Ban Thường vụ", None), ("", None),
        ("Ban Chấp hành Trung ương", "central_committee"),
    ],
)  # fmt: skip
def test_a_name_on_a_decision_means_the_authority_that_it_begins_with(text: str, code: str | None):
    found = authority_named(text)
    assert (found and found.code) == code


def test_a_decision_of_another_body_is_refused_with_the_article():
    assert why_not_decided_by("Ban Thường vụ Tỉnh ủy Sơn Hà", "department_director", DAY) is None
    refused = why_not_decided_by("Ủy ban nhân dân tỉnh Sơn Hà", "department_director", DAY)
    assert (refused.code, refused.citation.instrument.number) == ("not-the-competent-body", "377-QĐ/TW")
    named = Text("Ban Chấp hành Trung ương", "the Central Committee")
    assert why_not_decided_by("Ban Chấp hành Trung ương", "minister", DAY, named) is None
    assert why_not_decided_by("Bộ Chính trị", "minister", DAY, named) is not None


def client_of(account: Account) -> Client:
    made = Client()
    made.force_login(account)
    return made


def test_the_pages_lead_from_the_tables_to_a_recorded_choice():
    client = client_of(in_office())
    assert "exact_two_thirds" in client.get("/regulations/decisions/").content.decode()
    page = client.get("/regulations/decisions/party_poll/?on=01/12/2025&low_share=2/3")
    assert page.context["result"].conflict == "exact_two_thirds"
    form = {**WHAT, "decided": "01/12/2025", "subject": ""}
    assert client.post("/regulations/conflicts/exact_two_thirds/", form).status_code == 302
    assert "45-KL/TU" in client.get("/regulations/conflicts/exact_two_thirds/").content.decode()
    after = client.get("/regulations/decisions/party_poll/?on=01/12/2025&low_share=2/3").content.decode()
    assert "45-KL/TU" in after


def test_somebody_without_a_charge_sees_the_choice_blocked_with_its_reason():
    client = client_of(an_account())
    page = client.get("/regulations/conflicts/exact_two_thirds/").content.decode()
    assert "disabled" in page
    answer = client.post("/regulations/conflicts/exact_two_thirds/", {**WHAT, "decided": "01/12/2025"})
    assert answer.status_code == 403
    assert client.get("/regulations/conflicts/none/").status_code == 404
    assert client.get("/regulations/decisions/none/").status_code == 404


@pytest.mark.parametrize("share", ["50%", "1/2", "50,0 %"])
def test_a_share_is_read_exactly_and_a_faulty_one_is_refused_by_its_name(share: str):
    client = client_of(an_account())
    page = client.get("/regulations/decisions/party_poll/", {"on": "01/12/2025", "low_share": share})
    assert page.context["result"].gives == ("none",)
    for faulty in ("0.6666", "3/2", "1/0", "abc", "101%"):
        refused = client.get("/regulations/decisions/party_poll/", {"low_share": faulty})
        assert refused.status_code == 422
        assert "Tỷ lệ phiếu tín nhiệm thấp" in refused.content.decode()


def test_a_day_without_rows_is_told_and_what_is_open_is_named():
    client = client_of(an_account())
    assert client.get("/regulations/decisions/party_poll/?on=01/01/2010").context["why_not"].vi
    page = client.get("/regulations/decisions/party_rating_leader/?on=15/12/2025&score=95&done_share=1/1")
    assert not page.context["result"].settled
    assert page.context["missing"]


@pytest.mark.parametrize(
    ("bodies", "refused"),
    [
        (["Sở Nội vụ"], True), (["Tỉnh ủy Sơn Hà"], False), (["Ban Thường vụ Tỉnh ủy Sơn Hà"], False),
        (["Sở Nội vụ", "Tỉnh ủy Sơn Hà"], False), (["Lam Giang"], False), (["Sở Nội vụ", "Lam Giang"], False),
        ([], False),
    ],
)  # fmt: skip
def test_an_approval_is_for_the_body_that_decides_on_the_title_or_one_above_it(bodies: list[str], refused: bool):
    found = why_not_decided_at(bodies, "department_director", DAY)
    assert (found is not None) == refused
    if found is not None:
        assert found.citation is not None, "the refusal names the article"
