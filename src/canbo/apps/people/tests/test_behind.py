"""Every figure of the statistics leads to exactly the people whom it counts, on the page and in the file."""

from __future__ import annotations

import io
import random
import re
from html import unescape

import openpyxl
import pytest

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Candidacy, Degree, Section, Theory
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.people.tests.test_import_beside import an_officer, signed_in

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


def test_a_figure_that_is_none_is_refused_with_the_nearest():
    assert signed_in(an_officer()).get("/people/statistics/who?of=womn").status_code == 422
