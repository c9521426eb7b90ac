"""Every page of the law opens for everybody, in both languages, with a number of queries that rows do not move."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.shell.templatetags.canbo import slug

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

PAGES = [
    "/regulations/", "/regulations/?all=1", "/regulations/titles/", "/regulations/timeline/", "/regulations/compare/",
    "/regulations/compare/?title=department_deputy_director&from=01/07/2025&to=08/10/2025", "/regulations/search/",
    "/regulations/search/?q=quy+hoach", "/regulations/gaps/", "/regulations/draft/", "/regulations/study/",
    "/regulations/study/coverage/", "/regulations/study/assign/", "/regulations/titles/department_director/",
    "/regulations/clauses/DT1-3/", "/regulations/parameters/bar_after_reprimand/",
    "/regulations/parameters/retirement_age/", "/regulations/parameters/reckoning_month/", "/regulations/codes/",
    "/regulations/codes/provinces-34/", "/regulations/codes/discipline-forms/", "/regulations/codes/relation-sets/",
]  # fmt: skip


@pytest.fixture
def client() -> Client:
    """Somebody signed in, without any role: the rules are open to every account."""
    made = Client()
    made.force_login(an_account())
    return made


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens_in_both_languages(client: Client, path: str, language: str):
    client.cookies["django_language"] = language
    page = client.get(path)
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()


def test_every_clause_number_and_title_has_its_page(client: Client):
    pack = current_pack()
    paths = [f"/regulations/clauses/{code}/" for code in pack.clauses]
    paths += [f"/regulations/parameters/{name}/" for name in pack.parameters]
    paths += [f"/regulations/titles/{code}/" for code in pack.titles]
    paths = paths[::4]  # each kind is drawn by one template
    assert [path for path in paths if client.get(path).status_code != 200] == []


def test_every_article_that_a_document_lists_has_its_page(client: Client):
    missing = []
    for instrument in list(current_pack().instruments.values())[::5]:
        for article in instrument.articles[:2]:
            found = client.get(f"/regulations/{slug(instrument.key)}/articles/{article.number}/")
            if found.status_code != 200 or article.about.vi not in found.context["article"].about.vi:
                missing.append(str(article))
    assert missing == []


@pytest.mark.parametrize("path", ["clauses/NO-1", "parameters/none", "titles/none", "377-qd-tw-1999-01-01"])
def test_what_the_rules_do_not_know_is_not_found(client: Client, path: str):
    assert client.get(f"/regulations/{path}/").status_code == 404


def test_a_reader_filters_the_register_by_kind_issuer_and_words_without_accents(client: Client):
    lines = client.get("/regulations/?q=phan+cap&kind=regulation&issuer=Bộ+Chính+trị&on=01/01/2024").context["lines"]
    assert "80-QĐ/TW" in {line.instrument.key.number for line in lines}
    assert all(line.instrument.issuer.vi == "Bộ Chính trị" for line in lines)
    assert client.get("/regulations/?kind=regulations").status_code == 422


def test_reading_the_law_asks_the_database_for_the_reader_alone(client: Client):
    client.get("/regulations/")  # the session is written with the first page
    asked = []
    for path in ("/regulations/", "/regulations/?all=1", "/regulations/clauses/DT1-3/", "/regulations/timeline/"):
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        asked.append([query["sql"].split("WHERE")[0] for query in seen])
    assert asked.count(asked[0]) == len(asked)


def test_an_uncertain_value_stands_out_and_says_what_would_settle_it(client: Client):
    pack = current_pack()
    parameter, value = next(
        (p, v) for p in pack.parameters.values() for v in p.values if v.cites.uncertain and v.cites.article
    )
    page = client.get(f"/regulations/parameters/{parameter.name}/").content.decode()
    assert 'class="doubtful"' in page
    assert value.cites.instrument.number in page
    assert "Cần" in page


def test_the_page_of_a_clause_links_to_who_fails_it_today(client: Client):
    page = client.get("/regulations/clauses/DT1-3/").content.decode()
    assert "/eligibility/screen?title=department_director" in page
    assert "clause=DT1-3&amp;clause_answer=no" in page


def test_a_title_names_those_it_was_equal_to_when_it_was_taken_up_earlier(client: Client):
    page = client.get("/regulations/titles/college_rector/?on=01/11/2026").content.decode()
    assert "Tương đương khi bắt đầu giữ đến hết 12/2020" in page
    assert "/regulations/titles/department_deputy_director/" in page
    assert client.get("/regulations/parameters/title_rank_then/").status_code == 200
    before = client.get("/regulations/titles/college_rector/?on=01/01/2020").content.decode()
    assert "khi bắt đầu giữ" not in before


def test_the_titles_of_equal_rank_leave_as_they_are_shown(client: Client):
    address = "/regulations/titles/?on=01/11/2026&q=hieu+truong"
    grid = client.get(address).context["equal"]
    shown = [tuple(cell.shown for cell in row) for row in grid.rows]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&file=xlsx").content))
    assert list(book.worksheets[0].iter_rows(min_row=2, values_only=True)) == shown
    then = [row for row in shown if row[1] == "bắt đầu giữ đến hết 12/2020"]
    assert then
    assert all("Phó giám đốc sở" in row[2] for row in then)


def test_two_days_for_a_title_name_both_citations_of_a_changed_limit(client: Client):
    path = "/regulations/compare/?title=department_deputy_director&from=01/07/2025&to=08/10/2025"
    page = client.get(path)
    changed = {move.code: move for move in page.context["difference"].changed}
    limit = changed["DT1-5b.1"].limits[0]
    assert limit.code == "bar_after_reprimand"
    assert limit.before.cites.instrument.number != limit.after.cites.instrument.number
    assert limit.before.cites.instrument.number in page.content.decode()


def test_a_clause_that_changed_only_in_who_may_excuse_from_it_says_so(client: Client):
    path = "/regulations/compare/?title=department_deputy_director&from=01/07/2025&to=08/10/2025"
    page = client.get(path)
    moved = next(move for move in page.context["difference"].changed if move.code == "DT1-1")
    assert (moved.before.says == moved.after.says, moved.excepts_moved, moved.reckoned_anew) == (True, True, False)
    assert f"<ins>{moved.after.excepts.vi}</ins>" in page.content.decode()


def test_days_in_reverse_are_refused_and_a_day_without_rules_is_told(client: Client):
    assert client.get("/regulations/compare/?from=01/01/2026&to=01/01/2025").status_code == 422
    page = client.get("/regulations/compare/?title=department_director&from=01/01/1990&to=01/01/2026")
    assert page.status_code == 200
    assert "01/01/1990" in page.context["why_not"].vi


def test_the_chain_of_a_replaced_document_is_drawn_with_a_table_behind_it(client: Client):
    page = client.get("/regulations/timeline/").content.decode()
    assert page.count("<svg") >= len(client.get("/regulations/timeline/").context["chains"])
    assert page.count("<details>") == len(client.get("/regulations/timeline/").context["chains"])


def test_the_day_of_the_gaps_moves_what_is_lacking(client: Client):
    late = client.get("/regulations/gaps/?on=01/01/2026").context["counts"]
    early = client.get("/regulations/gaps/?on=01/01/1990").context["counts"]
    assert early["purposes"][0][1] == early["titles"] > late["purposes"][0][1]
    assert isinstance(late["unmanaged"], int)


def test_search_leads_to_the_pages_of_what_it_finds(client: Client):
    page = client.get("/regulations/search/?q=377")
    assert page.context["total"]
    assert "/regulations/377-qd-tw-2025-10-08/" in page.content.decode()
    assert dt.date(2025, 10, 8) in {
        hit.key.issued for _, _, _, hits in page.context["groups"] for hit in hits if hit.key
    }


def test_a_document_known_only_to_the_year_shows_no_day(client: Client):
    page = client.get("/regulations/165-kl-tw-2025-01-01/").content.decode()
    assert "01/01/2025" not in page
    assert "165-KL/TW" in page
    assert "01/01/2025" not in client.get("/regulations/377-qd-tw-2025-10-08/").content.decode()


def test_what_amends_a_document_stands_on_its_page(client: Client):
    assert "264-QĐ/TW" in client.get("/regulations/69-qd-tw-2022-07-06/").content.decode()
    assert "69-QĐ/TW" in client.get("/regulations/264-qd-tw-2025-02-14/").content.decode()


def test_an_old_code_is_read_under_its_own_list_and_says_what_it_became(client: Client):
    old = client.get("/regulations/codes/provinces-63/").content.decode()
    new = client.get("/regulations/codes/provinces-34/").content.decode()
    assert "Bắc Giang" in old
    assert "P34:24" in old, "the page of the old list says where the province is now"
    assert "Bắc Giang (P63:24)" in new, "and that of the new list what it was made of"
    assert "01/07/2025" in old


def test_a_number_shows_the_examples_that_hold_it(client: Client):
    page = client.get("/regulations/parameters/bar_after_reprimand/").content.decode()
    assert "07/10/2025" in page
    assert "Ví dụ đã thử" in page
