"""Structure by body, level and year, retirements and turnover: true figures that open their people."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.breakdown import FIGURES, Asked, by_body, people_behind
from canbo.apps.people.comings import retirements, retiring_in, turnover
from canbo.apps.people.models import Degree, Extension, Holding, PersonVersion, Theory
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.kept import forget_all
from canbo.base.record.testing import an_entry

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 6, 1)


@pytest.fixture
def town():
    top = a_body("tinh")
    office, school = a_body("so", parent=top), a_body("truong", "grassroots", top)
    lan = a_person("LAN", sex="F", born="1990-05-02", ethnicity="GSO:02", body=office)
    a_row(Holding, lan, body=office, title="head", since="2015-01-01")
    a_row(Holding, lan, body=school, title="board", since="2015-01-01", concurrent=True)
    a_row(Degree, lan, grade="university", on="2012")
    a_row(Degree, lan, grade="master", on="2024-06-01")
    a_row(Theory, lan, grade="advanced", on="2025-02-01")
    an = a_person("AN", sex="M", born="1965-07-15", ethnicity="GSO:01", body=school)
    a_row(Holding, an, body=school, title="teacher", since="1990-09-01")
    ha = a_person("HA", sex="", born="", ethnicity="", body=school)
    a_row(Holding, ha, body=school, title="teacher", since="2020-01-01", last="2024-08-31")
    return {"tinh": top, "so": office, "truong": school, "an": an, "lan": lan}


def everybody():
    return PersonVersion.objects.filter(entry_to__isnull=True)


def asked(day=DAY):
    return Asked(everybody(), day, 40, current_pack().lists)


def figures(day=DAY):
    counted = by_body(asked(day))[day]
    return {name: sum(own.values()) for name, own in counted.items()}


def test_each_figure_counts_whom_the_dossiers_attest(town):
    assert figures() == {
        "all": 2, "women": 1, "minority": 1, "young": 1, "university": 1, "master": 1, "intermediate": 1,
        "advanced": 1, "unclear": 0,
    }  # fmt: skip
    assert figures(dt.date(2023, 12, 31)) == {
        "all": 3, "women": 1, "minority": 1, "young": 1, "university": 1, "master": 0, "intermediate": 0,
        "advanced": 0, "unclear": 1,
    }  # fmt: skip
    assert figures(dt.date(1995, 1, 1))["young"] == 1


@pytest.mark.parametrize("name", FIGURES)
def test_the_people_behind_a_figure_are_as_many_as_it_says(town, name):
    for day in (DAY, dt.date(2023, 12, 31)):
        bodies = {town[code].pk for code in ("tinh", "so", "truong")}
        assert len(people_behind(asked(day), name, bodies)) == figures(day)[name]


def test_retirement_follows_the_law_of_the_birth_month_or_the_decision(town):
    pack = current_pack()
    years, unknown = retirements(everybody(), pack, DAY)
    assert {each.year: (each.men, each.women) for each in years if each.men or each.women} == {2027: (1, 0)}
    assert unknown == 1
    assert [each.person_id for each in retiring_in(everybody(), pack, DAY, 2027)] == [town["an"].person_id]
    a_row(Extension, town["an"], last="2029-04", on="2026-01-01", decision="12-QĐ/TU")
    years, _ = retirements(everybody(), pack, DAY)
    assert {each.year: each.men for each in years if each.men} == {2029: 1}
    assert [each.person_id for each in retiring_in(everybody(), pack, DAY, 2029)] == [town["an"].person_id]


def test_whoever_the_years_ahead_count_is_on_the_list_of_that_year():
    body, pack = a_body("tinh"), current_pack()
    for number in range(30):
        year = 1964 + number // 3
        born = (f"{year}-{number % 12 + 1:02}", f"{year}", f"{year}-12-31")[number % 3]
        a_row(Holding, a_person(sex="MF"[number % 2], born=born, body=body), body=body, title="teacher", since="1990")
    years, unknown = retirements(everybody(), pack, DAY)
    listed = {each.year: len(retiring_in(everybody(), pack, DAY, each.year)) for each in years}
    assert listed == {each.year: each.men + each.women for each in years}
    assert sum(listed.values()) >= 15
    assert unknown


def test_turnover_tells_who_came_and_who_left(town):
    told = {each.year: (each.came, each.left, each.stood) for each in turnover(everybody(), DAY)}
    assert (told[2020], told[2024], told[2025]) == ((1, 0, 2), (0, 1, 3), (0, 0, 2))


def a_client(role=Role.OFFICER, body="tinh", username="lan"):
    account, house = an_account(username), an_account("canbo", system=True)
    grant_role(account=account, role=role, body_code=body, since=dt.date(2020, 1, 1), by=house, at=NOW)
    client = Client()
    client.force_login(account)
    client.get("/sign-in")
    return client


def test_every_figure_of_the_page_opens_as_many_people(town):
    client = a_client()
    page = client.get("/people/statistics/by-body?on=2026-06-01").context
    checked = 0
    for name in ("bodies", "levels", "years", "retiring", "turnover"):
        for row in page[name].rows:
            for cell in row[1:]:
                if cell.href:
                    assert client.get(cell.href).context["sheet"].total == cell.value, (name, cell)
                    checked += 1
    assert checked > 30


def test_where_nobody_is_known_to_have_left_the_page_says_whom_it_counts(town):
    whole, part = (
        a_client(body=body, username=body).get("/people/statistics/by-body?on=2026-06-01") for body in ("tinh", "so")
    )
    says = "chưa có hồ sơ của người đã thôi"
    assert says not in whole.content.decode()
    assert says in part.content.decode()


def test_a_table_leaves_as_it_is_shown(town):
    client = a_client()
    grid = client.get("/people/statistics/by-body?on=2026-06-01").context["bodies"]
    text = client.get("/people/statistics/by-body?on=2026-06-01&table=theo-co-quan&file=csv").content
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:]
    assert rows == [[str(cell.value) for cell in row] for row in grid.rows]


def test_a_reader_counts_only_whom_the_reader_may_see(town):
    page = a_client(body="so").get("/people/statistics/by-body?on=2026-06-01").context
    assert [(row[0].value, row[1].value) for row in page["bodies"].rows] == [("tinh", 1), ("so", 1)]
    stranger = a_client(Role.ADMINISTRATOR, username="quan-tri").get("/people/statistics/by-body").context
    assert stranger["bodies"].rows == []


def test_bad_input_is_named(town):
    client = a_client()
    for asking in ("body=nowhere", "on=31/02/2026", "young=x", "file=pdf", "table=x&file=csv"):
        assert client.get(f"/people/statistics/by-body?{asking}").status_code == 422
    assert client.get("/people/statistics/people?of=x").status_code == 422


def test_the_queries_do_not_grow_with_the_people(town):
    client = a_client()

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/people/statistics/by-body").status_code == 200
        return len(seen)

    def hired(*numbers):
        for number in numbers:
            body = a_body(f"n{number}", parent=town["tinh"])
            a_row(Holding, a_person(body=body), body=body, title="x")

    anew = queries()
    hired(0)
    carried = queries()
    hired(*range(1, 11))
    assert queries() == carried
    forget_all()
    assert queries() == anew


def test_after_any_change_the_figures_are_those_counted_anew(town):
    changes = [
        lambda: a_row(Degree, town["an"], grade="university", on="2020"),
        lambda: a_row(Theory, town["an"], grade="advanced", on="2022-02"),
        lambda: a_row(Extension, town["an"], last="2029-04", on="2026-01-01", decision="12-QĐ/TU"),
        lambda: a_row(Holding, a_person("BA", sex="F", born="1980"), body=town["so"], title="x", since="2021"),
        lambda: Holding.objects.filter(person=town["an"].person_id).update(entry_to=an_entry()),
        lambda: PersonVersion.objects.filter(pk=town["lan"].pk).update(entry_to=an_entry()),
    ]
    past = [dt.date(year, 12, 31) for year in range(2019, 2026)]

    def told():
        return (
            by_body(asked(), *past), by_body(asked()), retirements(everybody(), current_pack(), DAY),
            turnover(everybody(), DAY),
        )  # fmt: skip

    seen = [told()]
    for change in changes:
        change()
        carried = told()
        assert carried not in seen
        seen.append(carried)
        forget_all()
        assert told() == carried
