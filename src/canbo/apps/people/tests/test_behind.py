"""Every figure of the statistics leads to exactly the people whom it counts, on the page and in the file."""

from __future__ import annotations

import csv
import io
import random
import re
from fractions import Fraction
from html import unescape

import openpyxl
import pytest

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Candidacy, Degree, Section, Theory
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.tests.test_import_beside import an_officer, signed_in
from canbo.shell.grids import Grid

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/people/statistics/who\?[^"]+)"(?: aria-label="[^"]*")?>(?:<rect|([\d.]+)</a>)')


def somebody(number: int, draw: random.Random) -> None:
    """Somebody of whom some things are known and others not."""
    some = draw.choice
    person = a_person(
        f"NV{number}",
        "Lê An",
        some(("M", "F", "")),
        some(("", "1960", "1986", "1986-06-14", "1990-02", "1995-12-31")),
        ethnicity=some(("", "GSO:01", "GSO:05")),
        party_admitted=some(("", "2010")),
        body=some((Body.objects.get(), None)),
    )
    if draw.random() < 0.5:
        a_row(Section, person, name="membership", confirmed="2026")
    for grade in draw.sample(["university", "master", "doctor"], draw.randrange(3)):
        a_row(Degree, person, grade=grade)
    if draw.random() < 0.5:
        a_row(Theory, person, grade=some(("advanced", "intermediate")))
    if draw.random() < 0.6:
        outcome, terms = some(("elected", "not_confirmed", "not_elected")), some(("", "none", "XIV"))
        a_row(Candidacy, person, election="QH15", constituency="1", outcome=outcome, earlier_terms=terms)


def figures(page: str) -> list[tuple[str, int]]:
    """Address and number of every figure in the tables."""
    return [(unescape(to), int(n.replace(".", ""))) for to, n in LINK.findall(page) if n]


@pytest.mark.parametrize("query", ["on=14/06/2026", "on=14/06/2026&election=QH15&young=40", "on=01/03/2026&body=tinh"])
def test_every_figure_leads_to_the_people_whom_it_counts(query):
    client = signed_in(an_officer())
    draw = random.Random(query)
    for number in range(40):
        somebody(number, draw)
    page = client.get(f"/people/statistics/?{query}").content.decode()
    found = figures(page)
    assert len(found) > 12
    for address, number in found:
        behind = client.get(address).content.decode()
        assert len(re.findall(r'<th scope="row" class="nowrap">', behind)) == number, address
    assert len(LINK.findall(page)) > len(found)  # the bars of the pyramid lead there too


def test_the_file_of_a_figure_equals_its_page():
    client = signed_in(an_officer())
    for number, sex in enumerate("FFM"):
        a_person(f"NV{number}", "Lê An", sex, body=Body.objects.get())
    book = openpyxl.load_workbook(io.BytesIO(client.get("/people/statistics/who?of=women&file=xlsx").content))
    assert [row[1].value for row in book.active.iter_rows(min_row=2)] == ["NV0", "NV1"]
    assert (
        client.get("/people/statistics/?table=co-cau&file=csv")
        .content.decode("utf-8-sig")
        .splitlines()[2]
        .startswith("Nữ,2")
    )


@pytest.mark.parametrize(
    "address",
    [
        "/people/statistics/?on=14/06/2026", "/people/statistics/?on=14/06/2026&election=QH15",
        "/people/statistics/by-body?on=14/06/2026", "/people/staffing/?on=14/06/2026",
    ],
)  # fmt: skip
def test_every_table_of_the_statistics_leaves_as_it_is_shown(address):
    client = signed_in(an_officer())
    draw = random.Random(address)
    for number in range(12):
        somebody(number, draw)
    page = client.get(address)
    grids = tables({name: page.context[name] for name in page.context.keys()})  # noqa: SIM118 - a list of contexts
    assert grids
    text = unescape(page.content.decode())
    for grid in grids:
        shown = [[cell.shown for cell in row] for row in grid.rows]
        assert all(f">{each}<" in text or each in text for row in shown for each in row)
        file = client.get(f"{address}&table={grid.name}&file=csv").content.decode("utf-8-sig")
        told = [[cell.lstrip("'") for cell in row] for row in csv.reader(io.StringIO(file))]
        assert told[0] == [head.vi for head in grid.heads], grid.name
        plain = [[str(c.value) if isinstance(c.value, int) else c.shown for c in row] for row in grid.rows]
        assert told[1:] == plain, grid.name
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}&table={grid.name}&file=xlsx").content))
        for line, row in zip(book.active.iter_rows(min_row=2, values_only=True), grid.rows, strict=True):
            numbers = [float(c.value) for c in row if isinstance(c.value, int | Fraction)]
            assert [c for c in line if isinstance(c, int | float)] == pytest.approx(numbers, abs=5e-5), grid.name


def tables(context: dict[str, object]) -> list[Grid]:
    """The tables that a page shows."""
    found = [each for value in context.values() for each in (value if isinstance(value, list) else [value])]
    return [each for each in found if isinstance(each, Grid)]


def test_a_figure_that_is_none_is_refused_with_the_nearest():
    assert signed_in(an_officer()).get("/people/statistics/who?of=womn").status_code == 422
