"""The pages of a ballot, as tellers, those in charge and strangers meet them."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from canbo.apps.ballots.models import Ballot, BallotName, KeyedPaper
from canbo.apps.ballots.testing import a_ballot, all_came_back, both_key, the_teller
from canbo.apps.people.testing import a_person
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


def of(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def in_charge(role: Role = Role.OFFICER) -> Account:
    account = an_account(role.value)
    Grant.objects.create(
        account=account, role=role, body_code="tinh", since="2020-01-01", decision="1-QĐ", entry_from=an_entry()
    )
    return account


def text(answer) -> str:
    return answer.content.decode()


def sent(ballot: Ballot, account: Account, *papers: dict) -> object:
    body = json.dumps({"papers": papers})
    return of(account).post(
        f"/ballots/{ballot.pk}/papers", body, content_type="application/json", headers={"accept": "application/json"}
    )


def test_an_officer_opens_a_ballot_with_its_team_and_what_was_typed_stays_when_it_cannot_be_taken():
    a_ballot()
    officer = of(in_charge())
    given = {
        "body": "tinh", "kind": "planning_introduction", "purpose": "Quy hoạch giám đốc sở", "held": "02/03/2026",
        "summoned": "9", "seats": "1", "names": "Trần Văn Đức; Phó Giám đốc\nLê Thị Ân", "head": "truong",
        "first": "mot", "second": "mot",
    }  # fmt: skip
    again = text(officer.post("/ballots/new", given))
    assert "Phải là người khác." in again
    assert "Quy hoạch giám đốc sở" in again
    assert "Không có tài khoản “khong”" in text(officer.post("/ballots/new", {**given, "second": "khong"}))
    answer = officer.post("/ballots/new", {**given, "second": "hai"}, follow=True)
    assert "Trần Văn Đức" in text(answer)
    assert "Phó Giám đốc" in text(answer)
    assert Ballot.objects.latest("pk").names.first().name == "Lê Thị Ân"


def test_a_stranger_finds_no_ballot_and_a_signed_out_reader_is_asked_to_sign_in():
    ballot = a_ballot()
    stranger = of(an_account("la"))
    for page in ("", "key", "differences", "papers"):
        assert stranger.get(f"/ballots/{ballot.pk}/{page}").status_code == 404
        assert Client().get(f"/ballots/{ballot.pk}/{page}").status_code == 302
    assert "Chưa có cuộc bỏ phiếu nào" in text(stranger.get("/ballots/"))


def test_only_tellers_see_the_papers_and_the_differences():
    ballot, officer = a_ballot(summoned=6), of(in_charge())
    both_key(ballot, "", "1", "2")
    for page in ("key", "differences", "papers"):
        assert officer.get(f"/ballots/{ballot.pk}/{page}").status_code == 403
    assert officer.get(f"/ballots/{ballot.pk}/").status_code == 200


def test_a_teller_reads_the_names_of_people_whose_dossiers_stay_shut():
    ballot = a_ballot()
    who = a_person("P-KIN", name="Đỗ Thị Kín")
    BallotName.objects.create(ballot=ballot, place=9, name=who.name, person=who.person, entry=an_entry())
    teller = of(the_teller(1))
    assert "Đỗ Thị Kín" in text(teller.get(f"/ballots/{ballot.pk}/"))
    assert "Đỗ Thị Kín" in text(teller.get(f"/ballots/{ballot.pk}/key"))
    assert teller.get("/people/P-KIN/").status_code == 404


def test_papers_are_saved_in_batches_and_come_back_as_typed():
    ballot = a_ballot()
    answer = sent(
        ballot, the_teller(1), {"number": 1, "typed": "3 5", "faults": "", "new": True},
        {"number": 2, "typed": "", "faults": "added_text", "new": True},
    )  # fmt: skip
    assert answer.json() == {"saved": True}
    assert of(the_teller(1)).get(f"/ballots/{ballot.pk}/papers").json()["papers"] == [
        {"number": 1, "typed": "3 5", "faults": ""},
        {"number": 2, "typed": "", "faults": "added_text"},
    ]
    assert of(the_teller(2)).get(f"/ballots/{ballot.pk}/papers").json()["papers"] == []


@pytest.mark.parametrize(
    ("paper", "status", "says"),
    [
        ({"number": 1, "typed": "9", "faults": "", "new": True}, 422, "từ 1 đến 5"),
        ({"number": "x", "typed": "", "faults": "", "new": True}, 422, "không phải số đếm"),
        ({"number": 99999, "typed": "", "faults": "", "new": True}, 422, "từ 1 đến 10"),
        ({"number": 1, "typed": 7, "faults": "", "new": True}, 422, "Không đọc được"),
        ({"number": 7, "typed": "", "faults": "", "new": True}, 409, "đã nhập rồi"),
    ],
)
def test_a_bad_paper_is_refused_with_its_sentence_and_nothing_is_kept(paper, status, says):
    ballot = a_ballot()
    sent(ballot, the_teller(1), {"number": 7, "typed": "", "faults": "", "new": True})
    answer = sent(ballot, the_teller(1), {"number": 2, "typed": "", "faults": "", "new": True}, paper)
    assert answer.status_code == status
    assert says in answer.json()["title"]
    assert list(KeyedPaper.objects.values_list("number", flat=True)) == [7]


def test_a_message_that_holds_no_papers_is_refused():
    ballot = a_ballot()
    for body in ("", "[]", "{}", '{"papers": []}', '{"papers": [1]}', '{"papers": 3}'):
        answer = of(the_teller(1)).post(f"/ballots/{ballot.pk}/papers", body, content_type="application/json")
        assert answer.status_code == 422


def test_without_a_script_each_paper_is_a_form():
    ballot, teller = a_ballot(), of(the_teller(1))
    given = {"number": "1", "typed": "3-4", "faults": "", "old": ""}
    assert teller.post(f"/ballots/{ballot.pk}/key", given).status_code == 302
    assert 'value="2"' in text(teller.get(f"/ballots/{ballot.pk}/key"))
    twice = teller.post(f"/ballots/{ballot.pk}/key", given)
    assert (twice.status_code, "đã nhập rồi" in text(twice), "3-4" in text(twice)) == (409, True, True)
    wrong = teller.post(f"/ballots/{ballot.pk}/key", {**given, "number": "2", "typed": "6"})
    assert (wrong.status_code, 'value="6"' in text(wrong)) == (422, True)


def test_from_the_numbers_to_the_closed_result_and_its_page():
    ballot = a_ballot(summoned=3)
    head, first, second = (of(the_teller(side)) for side in (0, 1, 2))
    address = f"/ballots/{ballot.pk}"
    numbers = {"present": 3, "printed": 3, "issued": 3, "spoilt": 0, "unused": 0, "returned": 4}
    assert "thu về 4 &gt; phát ra 3" in text(head.post(f"{address}/numbers", numbers))
    head.post(f"{address}/numbers", {**numbers, "returned": 3})
    for teller, third in ((first, "5"), (second, "4")):
        for number, typed in enumerate(("", "1 2", third), 1):
            teller.post(f"{address}/key", {"number": number, "typed": typed, "faults": ""})
        teller.post(f"{address}/finish")
    assert "Hai bên còn lệch 1 phiếu: 3" in text(head.get(f"{address}/"))
    page = text(second.get(f"{address}/differences"))
    assert "Phiếu số 3" in page
    second.post(f"{address}/differences", {"paper": "3", "theirs": "1"})
    assert "khớp nhau từng phiếu" in text(first.get(f"{address}/differences"))
    closed = head.post(f"{address}/close", follow=True)
    assert "Đã đóng biên bản kiểm phiếu" in text(closed)
    assert "66,67" in text(closed)
    assert "Kết quả này không công bố" in text(closed)
    assert "Kết quả" in text(of(in_charge()).get(f"{address}/"))
    assert "66,67" not in text(of(in_charge(Role.MEMBER)).get(f"{address}/"))
    assert "Biên bản đã đóng" in text(
        first.post(f"{address}/key", {"number": 1, "typed": "", "faults": "", "old": "1"})
    )


def test_a_further_round_opens_from_the_page_with_the_same_team():
    ballot = a_ballot("election_no_surplus", names=["An", "Bình", "Cường"], summoned=4, seats=2)
    both_key(ballot, "", "", "2-3", "")
    of(the_teller()).post(f"/ballots/{ballot.pk}/close")
    officer = of(in_charge())
    assert "Bằng phiếu ở vị trí cuối" in text(officer.get(f"/ballots/{ballot.pk}/"))
    answer = officer.post(f"/ballots/{ballot.pk}/next", follow=True)
    assert "bỏ phiếu lại giữa những người bằng phiếu" in text(answer)
    assert Ballot.objects.latest("pk").tellers.filter(entry_to=None).count() == 3


def test_every_page_reads_in_both_languages():
    ballot = a_ballot(summoned=6)
    both_key(ballot, "", "1", "2", "3", "1-4", "5", finish=False)
    reader = of(the_teller(1))
    for page, vi, en in (
        ("", "Số phiếu", "Numbers of papers"), ("key", "Báo nhập xong", "All papers are keyed"),
        ("differences", "Đối chiếu phiếu lệch", "Settle the differences"),
    ):  # fmt: skip
        assert vi in text(reader.get(f"/ballots/{ballot.pk}/{page}"))
        reader.cookies["django_language"] = "en"
        assert en in text(reader.get(f"/ballots/{ballot.pk}/{page}"))
        del reader.cookies["django_language"]


@pytest.mark.parametrize("papers", [3, 30])
def test_the_page_of_a_ballot_asks_alike_for_few_and_many_papers(papers, django_assert_max_num_queries):
    ballot = a_ballot(summoned=30, names=[f"Nguyễn Văn {n}" for n in range(papers)])
    both_key(ballot, *["1"] * papers)
    reader = of(the_teller(1))
    for page in ("", "key", "differences"):
        with django_assert_max_num_queries(40):
            reader.get(f"/ballots/{ballot.pk}/{page}")


def test_an_annulled_vote_says_why():
    ballot = a_ballot()
    all_came_back(ballot)
    officer = of(in_charge())
    assert "Phải ghi lý do hủy" in text(officer.post(f"/ballots/{ballot.pk}/annul", {"reason": ""}))
    answer = officer.post(f"/ballots/{ballot.pk}/annul", {"reason": "Mất một phiếu"}, follow=True)
    assert "Mất một phiếu" in text(answer)


def test_the_first_page_tells_a_teller_what_waits_until_the_count_is_closed():
    ballot = a_ballot(summoned=3)
    address = f"/ballots/{ballot.pk}/key"
    assert address in text(of(the_teller(1)).get("/"))
    assert address not in text(of(an_account("la")).get("/"))
    both_key(ballot, "", "1", "2")
    of(the_teller()).post(f"/ballots/{ballot.pk}/close")
    assert address not in text(of(the_teller(1)).get("/"))


def test_a_withdrawal_is_entered_from_the_page_with_its_reason():
    ballot, officer = a_ballot(), of(in_charge())
    address = f"/ballots/{ballot.pk}/names/2/withdraw"
    assert "Phải ghi lý do rút" in text(officer.post(address, {"reason": ""}))
    assert "Có đơn xin rút" in text(officer.post(address, {"reason": "Có đơn xin rút"}, follow=True))
    assert "Người này đã rút" in text(officer.post(address, {"reason": "lại"}))
    assert officer.post(f"/ballots/{ballot.pk}/names/9/withdraw", {"reason": "x"}).status_code == 404


def test_a_reason_that_is_too_long_stays_in_its_form():
    ballot, officer = a_ballot(), of(in_charge())
    long = "vì " * 200
    for address in (f"/ballots/{ballot.pk}/names/0/withdraw", f"/ballots/{ballot.pk}/annul"):
        answer = officer.post(address, {"reason": long})
        assert answer.status_code == 422
        assert text(answer).count(long.strip()) == 1
    assert not Ballot.objects.filter(annulment__isnull=False).exists()
