"""Every table of every page of figures leaves as it is shown, and every figure about people opens as many people."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import openpyxl
import pytest
from django.test import Client

from canbo.apps.bodies.testing import a_body, a_post
from canbo.apps.people.models import Candidacy, Degree, Holding, Seat, Theory
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.shell.grids import Grid
from canbo.shell.templatetags.canbo import d, num

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
PAGES = {
    "/people/staffing/?on=2026-06-01": 4,
    "/people/staffing/?on=2020-12-31&before=2015-12-31": 4,
    "/people/statistics/?on=2026-06-01": 4,
    "/people/statistics/?on=2026-06-01&election=NA-2021": 7,
    "/people/statistics/by-body?on=2026-06-01": 7,
}
#: Columns that count places, posts and committees, not people.
NO_PEOPLE = {
    "Allotted", "Over (+), short (−)", "Posts", "Vacant", "Base year", "Cut", "Cut share", "Still to cut",
    "Committees", "Decided before", "Decided now", "Change", "Share", "To be fewer by", "Target",
}  # fmt: skip


@pytest.fixture
def client():
    top = a_body("tinh")
    office, school = a_body("so", parent=top), a_body("truong", "grassroots", top)
    committee = a_body("cu", "province", top, kind="committee")
    a_post(office, "head", "so.1")
    lan = a_person("LAN", sex="F", born="1990-05-02", ethnicity="GSO:02", category="cadre", body=office)
    a_row(Holding, lan, body=office, post_code="so.1", title="head", since="2015-01-01")
    a_row(Holding, lan, body=school, title="board", since="2015-01-01", concurrent=True)
    a_row(Degree, lan, grade="master", on="2024-06-01")
    a_row(Theory, lan, grade="advanced", on="2025-02-01")
    a_row(Seat, lan, body=committee, committee="province", since="2020-10-01")
    a_row(Candidacy, lan, election="NA-2021", constituency="1", outcome="elected", earlier_terms="none")
    an = a_person("AN", sex="M", born="1965-07-15", ethnicity="GSO:01", category="public_employee", body=school)
    a_row(Holding, an, body=school, title="teacher", since="1990-09-01")
    gone = a_person("HA", sex="F", born="1960-01-01", body=school)
    a_row(Holding, gone, body=school, title="teacher", since="2020-01-01", last="2024-08-31")
    account, house = an_account("lan"), an_account("canbo", system=True)
    grant_role(
        account=account, role=Role.OFFICER, body_code="tinh", since=dt.date(2020, 1, 1), by=house, at=NOW
    )  # fmt: skip
    client = Client()
    client.force_login(account)
    client.get("/sign-in")
    return client


def grids(page) -> list[Grid]:
    """The tables of a page, whatever they are called, each once."""
    values = [value for layer in page.context for each in layer for value in each.values()]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return list({grid.name: grid for grid in flat if isinstance(grid, Grid)}.values())


@pytest.mark.parametrize("address", PAGES)
def test_every_table_leaves_as_it_is_shown(client, address):
    found = grids(client.get(address))
    assert len(found) == PAGES[address]
    for grid in found:
        shown = [[cell.value if isinstance(cell.value, int) else cell.shown for cell in row] for row in grid.rows]
        lines = client.get(f"{address}&table={grid.name}&file=csv").content.decode("utf-8-sig")
        rows = [[text.removeprefix("'") for text in row] for row in csv.reader(io.StringIO(lines))]
        assert rows[1:] == [[str(value) for value in row] for row in shown], grid.name
        book = openpyxl.load_workbook(
            io.BytesIO(client.get(f"{address}&table={grid.name}&file=xlsx").content)
        )  # fmt: skip
        how = {row[0]: row[1] for row in book.worksheets[1].iter_rows(values_only=True)}
        assert how["Bảng"] == grid.says.vi
        assert how["Trang"] == address
        assert how["Vào ngày"] == d(parse_qs(address.partition("?")[2])["on"][0])
        assert {"Lấy lúc", "Nhật ký đến mục số", "Bộ quy định"} <= how.keys()
        cells = [[_as_shown(cell) for cell in row] for row in book.active.iter_rows()]
        assert cells[0] == rows[0]
        assert cells[1:] == shown, grid.name


def _as_shown(cell: Any) -> object:
    """A cell of the workbook as the page writes it: shares in per cent."""
    return f"{num(Decimal(str(cell.value)) * 100, 2)} %" if cell.number_format == "0.00%" else cell.value


@pytest.mark.parametrize("address", PAGES)
def test_every_figure_about_people_opens_as_many(client, address):
    opened = 0
    for grid in grids(client.get(address)):
        for row in grid.rows:
            for head, cell in zip(grid.heads[1:], row[1:], strict=True):
                if head.en in NO_PEOPLE or not isinstance(cell.value, int) or not cell.value:
                    continue
                assert cell.href, (grid.name, head.en, row[0].value)
                behind = client.get(cell.href).context
                assert behind["sheet"].total + behind["unseen"] == cell.value, (grid.name, head.en)
                opened += 1
    assert opened >= 6
