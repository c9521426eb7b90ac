"""The papers of a ballot: the ballot paper, and the minutes as they are numbered, printed and kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import pytest
from django.db import IntegrityError, transaction
from docx import Document as Word

from canbo.apps.ballots.actions import close_ballot
from canbo.apps.ballots.actions_minutes import issue_minutes
from canbo.apps.ballots.documents import ballot_paper, ballot_paper_for_word, minutes_values, paper_values
from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.testing import NAMES, a_ballot, both_key, the_teller
from canbo.apps.ballots.tests.test_screens_ballots import in_charge, of
from canbo.apps.bodies.testing import a_body
from canbo.apps.papers.models import ArchivedFile, Document
from canbo.apps.papers.queries import content_of, prints_the_same
from canbo.apps.papers.rendering import as_docx, as_pdf
from canbo.base.access.models import Role
from canbo.base.record.testing import A_MORNING
from canbo.core.refusal import Refusal
from canbo.lib.names import sort_key

pytestmark = pytest.mark.django_db


def closed(**more) -> Ballot:
    ballot = a_ballot(summoned=6, **more)
    both_key(ballot, "", "1", "1 2", "1 2 3", "1-4", "1-5")
    close_ballot(ballot=ballot, by=the_teller(), at=A_MORNING)
    return Ballot.objects.get(pk=ballot.pk)


def text_of(word: bytes) -> str:
    document = Word(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_minutes_say_every_number_of_the_count():
    document = issue_minutes(ballot=closed(), by=the_teller(), at=A_MORNING)
    for said in (text_of(content_of(document.docx)),):
        for expected in (
            "BIÊN BẢN KIỂM PHIẾU", "Số: 01/BB-BKP", "phát ra: 6", "thu về: 6", "hợp lệ: 6", "Nguyễn Văn An", "16,67",
            "cần ít nhất 4 phiếu", "Hoàng Văn Em (5 phiếu)", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "377-QĐ/TW",
        ):  # fmt: skip
            assert expected in said, expected
        assert "{{" not in said
        assert "{%" not in said


def test_a_committee_writes_by_the_layout_of_the_party():
    document = issue_minutes(
        ballot=closed(body=a_body("hu", parent=a_body("tinh"), kind="committee")), by=the_teller(), at=A_MORNING
    )
    said = text_of(content_of(document.docx))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in said
    assert "Số 01-BB/BKP" in said
    assert "Độc lập" not in said


def test_minutes_are_numbered_in_their_series_without_gaps_and_issued_once():
    first, second = closed(), closed()
    assert issue_minutes(ballot=first, by=the_teller(), at=A_MORNING).symbol == "01/BB-BKP"
    with pytest.raises(Refusal) as told:
        issue_minutes(ballot=first, by=the_teller(), at=A_MORNING)
    assert told.value.code == "papers.issued"
    assert issue_minutes(ballot=second, by=the_teller(), at=A_MORNING).number == 2


def test_only_the_head_issues_minutes_and_only_of_a_closed_count():
    ballot = a_ballot()
    for account, code in ((the_teller(1), "ballots.not_head_teller"), (the_teller(), "ballots.not_closed")):
        with pytest.raises(Refusal) as told:
            issue_minutes(ballot=ballot, by=account, at=A_MORNING)
        assert told.value.code == code


def test_the_same_values_give_the_same_bytes():
    values = {**minutes_values(closed()), "symbol": "01/BB-BKP"}
    at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    for render in (as_pdf, as_docx):
        assert render("tally-minutes", values, at) == render("tally-minutes", values, at)


def test_signs_that_a_file_format_reserves_are_printed_as_they_are():
    ballot = a_ballot(names=["Nguyễn <b>An</b> & {{ x }}", "#let x"], summoned=6)
    both_key(ballot, "", "1", "1 2", "1", "1", "1")
    close_ballot(ballot=ballot, by=the_teller(), at=A_MORNING)
    document = issue_minutes(ballot=Ballot.objects.get(), by=the_teller(), at=A_MORNING)
    said = text_of(content_of(document.docx))
    assert "Nguyễn <b>An</b> & {{ x }}" in said
    assert "#let x" in said
    assert content_of(document.pdf)[:5] == b"%PDF-"


def test_what_is_kept_cannot_be_changed():
    document = issue_minutes(ballot=closed(), by=the_teller(), at=A_MORNING)
    for forbidden in (
        lambda: ArchivedFile.objects.update(content=b"x"),
        lambda: Document.objects.update(number=9),
        lambda: document.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            forbidden()


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("planning_introduction", "Mỗi người đánh dấu X vào một trong 2 ô."),
        ("planning_choice", "Đánh dấu X vào ô của không quá 1 người."),
        ("election_surplus", "Bầu không quá 1 người. Gạch cả họ và tên người không bầu."),
        ("party_poll", "Tín nhiệm thấp"),
    ],
)
def test_a_ballot_paper_bears_names_boxes_and_the_place_of_the_stamp(kind, says):
    ballot = a_ballot(kind)
    values = paper_values(ballot)
    assert says in (values["instruction"], *values["options"])
    assert [name["name"] for name in values["names"]] == sorted(NAMES, key=sort_key)
    assert ballot_paper(ballot)[:5] == b"%PDF-"


def test_the_ballot_paper_is_kept_with_the_minutes_for_print_and_for_word():
    ballot = closed()
    minutes = issue_minutes(ballot=ballot, by=the_teller(), at=A_MORNING)
    paper = ballot_paper(ballot)
    assert content_of(ArchivedFile.objects.get(digest=hashlib.sha256(paper).hexdigest())) == paper
    word = ballot_paper_for_word(ballot)
    assert ArchivedFile.objects.filter(digest=hashlib.sha256(word).hexdigest()).exists()
    assert all(name in text_of(word) for name in NAMES)
    assert prints_the_same(minutes)


def test_every_sheet_of_a_ballot_is_alike():
    ballot = a_ballot()
    assert ballot_paper(ballot) == ballot_paper(ballot)
    assert ballot_paper(ballot, "a4") != ballot_paper(ballot, "a5")


def test_minutes_are_made_and_taken_from_the_page_and_kept_from_those_who_may_not_see_the_result():
    ballot = closed()
    head = of(the_teller())
    address = f"/ballots/{ballot.pk}"
    assert head.get(f"{address}/minutes.pdf").status_code == 404
    assert "Đã lập biên bản số 01/BB-BKP" in head.post(f"{address}/minutes", follow=True).content.decode()
    assert head.get(f"{address}/minutes.pdf").content[:5] == b"%PDF-"
    assert head.get(f"{address}/minutes.docx").content[:2] == b"PK"
    assert head.get(f"{address}/minutes.exe").status_code == 404
    assert head.get(f"{address}/paper.pdf?size=a4").content[:5] == b"%PDF-"
    assert head.get(f"{address}/paper.docx").content[:2] == b"PK"
    assert head.get(f"{address}/paper.pdf?size=a3").status_code == 422
    assert of(in_charge(Role.MEMBER)).get(f"{address}/minutes.pdf").status_code == 404
    assert of(in_charge()).get(f"{address}/minutes.pdf").status_code == 200
