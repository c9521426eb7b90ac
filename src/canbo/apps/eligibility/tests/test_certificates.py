"""A frozen list can be computed again to the byte, knows when it is stale, and says why."""

import datetime as dt
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.actions import freeze, record_exception
from canbo.apps.eligibility.certificates import rerun, staleness
from canbo.apps.eligibility.documents import as_pdf, as_xlsx
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.eligibility.request import Request
from canbo.apps.eligibility.testing import DAY, TITLE, a_deputy_ready_to_be_director
from canbo.apps.people.models import Discipline
from canbo.apps.people.testing import a_person, a_row
from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal
from canbo.lib.hashing import sha256_hex

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
REQUEST = Request(TITLE, DAY, pool=("SO-TC",))


def _frozen(request: Request = REQUEST) -> EligiblesCertificate:
    return freeze(request=request, by=an_account("canbo", system=True), at=NOW)


@pytest.fixture
def deputy():  # type: ignore[no-untyped-def]  # a PersonVersion
    body = a_body("SO-TC", level="province")
    a_person(name="Trần Văn Cường", body=body)
    return a_deputy_ready_to_be_director(body=body)


def test_the_list_holds_the_eligibles_with_their_values_and_counts_the_rest(deputy) -> None:  # type: ignore[no-untyped-def]
    content = json.loads(_frozen().content)
    assert [item["key"] for item in content["eligibles"]] == [deputy.person.key]
    assert content["counts"] == {"yes": 1, "no": 0, "unknown": 1, "excepted": 0}
    assert content["pool"]["size"] == 2
    assert content["pack"]["digest"] == EligiblesCertificate.objects.get().pack_id


def test_the_same_bytes_come_out_when_it_is_computed_again(deputy) -> None:  # type: ignore[no-untyped-def]
    kept = _frozen()
    again = rerun(kept)
    assert again.content == kept.content
    assert again.digest == kept.digest == sha256_hex(kept.content)


def test_what_is_recorded_later_does_not_change_the_replay_but_makes_the_list_stale(deputy) -> None:  # type: ignore[no-untyped-def]
    kept = _frozen()
    assert not staleness(kept).stale
    a_row(Discipline, deputy, form="reprimand", on="2026-10-01")
    assert rerun(kept).content == kept.content
    found = staleness(kept)
    assert found.stale
    assert found.facts_changed
    assert found.people == ((deputy.person.key, "yes", "no"),)


def test_an_exception_decided_later_makes_the_list_stale(deputy) -> None:  # type: ignore[no-untyped-def]
    late = a_deputy_ready_to_be_director(body=deputy.body, since="2025-03-01")
    kept = _frozen()
    for clause in ("DT1-2", "DT3-7"):
        record_exception(
            person=late.person, request=REQUEST, clause=clause, body="Ban Thường vụ Tỉnh ủy", number="7",
            document="QĐ 7", decided=dt.date(2026, 10, 1), reason="Sở mới thành lập",
            by=an_account("canbo", system=True), at=NOW,
        )  # fmt: skip
    assert rerun(kept).content == kept.content
    found = staleness(kept)
    assert not found.facts_changed
    assert found.people == ((late.person.key, "", "excepted"),)


def test_only_who_has_charge_of_the_bodies_freezes_their_list(deputy) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal) as refused:
        freeze(request=REQUEST, by=an_account("nobody"), at=NOW)
    assert (refused.value.code, refused.value.status) == ("not-in-office", 403)
    assert not EligiblesCertificate.objects.exists()


def test_a_list_without_a_pool_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        _frozen(Request(TITLE, DAY))
    assert refused.value.code == "pool-unnamed"


def test_freezing_leaves_its_entry_on_the_record(deputy) -> None:  # type: ignore[no-untyped-def]
    kept = _frozen()
    entry = Entry.objects.get(action="eligibility.freeze")
    assert json.loads(entry.payload)["certificate"] == kept.digest


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_document_and_the_workbook_are_the_same_bytes_each_time(deputy, language: str) -> None:  # type: ignore[no-untyped-def]
    kept = _frozen()
    content = json.loads(kept.content)
    assert as_pdf(kept, content, language) == as_pdf(kept, content, language)
    assert as_pdf(kept, content, language).startswith(b"%PDF-1.7")
    assert as_xlsx(kept, content, language) == as_xlsx(kept, content, language)


def test_the_workbook_says_what_the_data_say(deputy) -> None:  # type: ignore[no-untyped-def]
    kept = _frozen()
    made = as_xlsx(kept, json.loads(kept.content), "vi")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[1][1:3] == [deputy.person.key, deputy.name]
    assert len(rows) == 1 + len(json.loads(kept.content)["eligibles"])
