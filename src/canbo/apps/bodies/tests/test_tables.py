"""The tree, allotments and decrees leave as files that say what the pages show, and of which day."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import openpyxl
import pytest
from django.test import Client

from canbo.apps.bodies.actions_decrees import carry_out
from canbo.apps.bodies.actions_quotas import allot
from canbo.apps.bodies.decrees import DecreeKey, NewBody, Order
from canbo.apps.bodies.models import Act, Decree
from canbo.apps.bodies.testing import a_body, a_post
from canbo.base.accounts.testing import an_account

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
DECREE = DecreeKey("1685/NQ-UBTVQH15", dt.date(2025, 6, 16), "Ủy ban Thường vụ Quốc hội")
EVE, DAY = "2025-06-30", "2025-07-01"


@pytest.fixture
def client() -> Client:
    house, top = an_account("canbo", system=True), a_body("tinh", name="Tỉnh")
    parts = [a_body(code, "district", top, name=f"Huyện {code}", kind="locality") for code in ("a", "b")]
    a_body("a.vp", "district", parts[0], name="Văn phòng a")
    a_post(parts[0], "district_secretary", "a.bt")
    since = dt.date(2021, 1, 1)
    allot(body=parts[0], category="cadre_civil_servant", number=7, since=since, decree=DECREE, by=house, at=NOW)
    new = NewBody("c", "Huyện c", "locality", "district", top)
    order = Order(Act.Kind.MERGE, DECREE, dt.date(2025, 7, 1), bodies=tuple(parts), new=(new,))
    carry_out(order=order, by=house, at=NOW)
    client = Client()
    client.force_login(an_account("lan"))
    return client


def sheets(client: Client, address: str) -> tuple[list[tuple], dict[str, str]]:
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
    how = dict(book.worksheets[1].iter_rows(values_only=True))
    return list(book.worksheets[0].iter_rows(values_only=True))[1:], how


def shown(client: Client, address: str) -> list[tuple]:
    """The bodies of the page with their figures, and of everything that its twigs bring."""
    found = []
    waiting = [address]
    while waiting:
        page = client.get(waiting.pop(0)).content.decode()
        waiting += re.findall(r'hx-get="([^"]*/below/[^"]*)"', page)
        for leaf in re.findall(r'<div class="leaf">(.*?)</div>', page, re.DOTALL):
            name = re.search(r">([^<]+)</a>", leaf)[1]
            bodies, posts, places = (
                re.search(words, leaf) for words in (r"(\d+) đơn vị", r"(\d+) vị trí", r"giao (\d+) biên chế")
            )
            numbers = (int(each[1]) if each else 0 for each in (bodies, posts))
            found.append((name, *numbers, int(places[1]) if places else "–"))
    return sorted(found)


@pytest.mark.parametrize("day", [EVE, DAY])
@pytest.mark.parametrize("more", ["", "&q=huyen"])
def test_the_tree_leaves_as_it_is_shown(client: Client, day: str, more: str) -> None:
    address = f"/bodies/?on={day}{more}"
    rows, how = sheets(client, f"{address}&file=xlsx")
    searched = [each for each in shown(client, address) if not more or each[0].startswith("Huyện")]
    assert sorted((row[0], *row[5:]) for row in rows) == sorted(set(searched))
    assert {row[0] for row in rows} >= ({"Huyện a", "Huyện b"} if day == EVE else {"Huyện c"})
    assert how["Ngày"] == {EVE: "30/06/2025", DAY: "01/07/2025"}[day]
    text = client.get(f"{address}&file=csv").content.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == [row[0] for row in rows]


def test_the_chart_shows_a_body_what_stands_above_it_and_the_boxes_under_it(client: Client) -> None:
    page = client.get(f"/bodies/a/chart?on={EVE}")
    assert [each.name for each in page.context["above"]] == ["Tỉnh"]
    assert [[box.body.name for box in row.boxes] for row in page.context["rows"]] == [["Văn phòng a"]]
    assert (page.context["top"].under.bodies, page.context["top"].under.posts) == (1, 1)
    top = client.get(f"/bodies/tinh/chart?on={DAY}&q=van+phong")
    assert [box.body.code for box in top.context["found"]] == ["a.vp"]
    assert [[box.body.code for box in row.boxes] for row in top.context["rows"]] == [["c"]]
    assert client.get(f"/bodies/a/chart?on={DAY}").status_code == 404


def test_a_body_leaves_with_everything_under_it(client: Client) -> None:
    rows, how = sheets(client, f"/bodies/a/?on={EVE}&file=xlsx")
    assert [row[:5] for row in rows] == [
        ("Huyện a", "a", "Cấp huyện", "Địa phương", "Tỉnh"),
        ("Văn phòng a", "a.vp", "Cấp huyện", "Cơ quan", "Huyện a"),
    ]
    assert how["Cơ quan"] == "Huyện a"


def test_a_name_that_is_found_says_where_it_hangs(client: Client) -> None:
    assert "trực thuộc Huyện c" in client.get(f"/bodies/?q=van+phong&on={DAY}").content.decode()


def test_the_pages_above_and_below_a_body_keep_its_day(client: Client) -> None:
    page = client.get(f"/bodies/a.vp/?on={EVE}").content.decode()
    assert f'href="/bodies/a/?on={EVE}"' in page
    assert f"/people/staffing/?body=a.vp&amp;on={EVE}" in page


@pytest.mark.parametrize("address", ["/bodies/c/allotments", "/bodies/decrees/"])
def test_other_tables_of_bodies_leave_as_they_are_shown(client: Client, address: str) -> None:
    grid = client.get(address).context["grid"]
    rows, _ = sheets(client, f"{address}?file=xlsx")
    assert grid.rows
    assert [list(row) for row in rows] == [
        [cell.value if isinstance(cell.value, int) else cell.shown for cell in row] for row in grid.rows
    ]


def test_what_a_decree_did_leaves_whole(client: Client) -> None:
    address = f"/bodies/decrees/{Decree.objects.get().pk}/"
    page = client.get(address)
    rows, how = sheets(client, f"{address}?file=xlsx")
    assert len(rows) == page.context["total"] == 2
    assert rows[0] == ("01/07/2025", "sáp nhập, hợp nhất", "Huyện a (a)", "Huyện c (c)")
    assert how["Số"] == DECREE.number


def test_the_page_reads_the_whole_tree_only_for_the_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dt.date] = []
    monkeypatch.setattr("canbo.apps.bodies.screens.tree_kept", lambda day: asked.append(day) or [])
    for address in ("/bodies/", "/bodies/?q=huyen", "/bodies/c/"):
        assert client.get(address).status_code == 200
    assert asked == []
    client.get("/bodies/?file=xlsx")
    assert asked
