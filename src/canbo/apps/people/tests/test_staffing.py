"""Staffing: allotted, filled, vacant, concurrent, rolled up the tree; the cut since the base year; committees."""

import csv
import datetime as dt
import io
from fractions import Fraction

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from canbo.apps.bodies.actions_decrees import carry_out
from canbo.apps.bodies.actions_quotas import allot
from canbo.apps.bodies.decrees import DecreeKey, Order
from canbo.apps.bodies.models import Act, Allotment, Post
from canbo.apps.bodies.queries import BodyOn
from canbo.apps.bodies.quotas import allotted_on, covered, summed
from canbo.apps.bodies.testing import a_body, a_post
from canbo.apps.people.committees import Size, reduction_on, sizes
from canbo.apps.people.models import Holding, Seat
from canbo.apps.people.staffing import staffed, target_of
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.kept import forget_all
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 6, 1)
DECREE = DecreeKey("5-QĐ/BTCTW", dt.date(2021, 1, 4), "Ban Tổ chức Trung ương")
CIVIL = "cadre_civil_servant"

database = pytest.mark.django_db


@pytest.fixture
def house():
    return an_account("canbo", system=True)


def allotted(house, body, number, since=dt.date(2021, 1, 1), category=CIVIL):
    return allot(body=body, category=category, number=number, since=since, decree=DECREE, by=house, at=NOW)


def refused(house, **arguments):
    fields = {"category": CIVIL, "number": 5, "since": DAY, "decree": DECREE, "by": house, "at": NOW, **arguments}
    with pytest.raises(Refusal) as caught:
        allot(**fields)
    return caught.value.code


@pytest.fixture
def town():
    top = a_body("tinh")
    office, school = a_body("so", parent=top), a_body("truong", "grassroots", top)
    a_post(office, "head", "so.1")
    a_post(office, "deputy", "so.2")
    head = a_person(category="civil_servant", body=office)
    a_row(Holding, head, body=office, post_code="so.1", title="head", since="2020-01-01")
    a_row(Holding, head, body=school, title="board", since="2020-01-01", concurrent=True)
    teacher = a_person(category="public_employee", body=school)
    a_row(Holding, teacher, body=school, title="teacher", since="2020-01-01")
    return {"tinh": top, "so": office, "truong": school}


@database
def test_filled_vacant_and_concurrent_are_counted_and_rolled_up(house, town):
    allotted(house, town["tinh"], 3)
    tree = staffed(DAY, current_pack()).staffing
    top, office, school = (tree[town[code].pk] for code in ("tinh", "so", "truong"))
    assert (top.allotted, top.filled, top.over, top.posts, top.vacant, top.concurrent) == (3, 2, -1, 2, 1, 1)
    assert (office.filled, office.vacant, office.concurrent) == (1, 1, 0)
    assert (school.filled, school.concurrent, school.allotted, school.over) == (1, 1, None, None)


@database
def test_a_category_counts_its_own_people_only(house, town):
    allotted(house, town["truong"], 0, category="public_employee")
    tree = staffed(DAY, current_pack(), "public_employee").staffing
    assert [tree[town[code].pk].filled for code in ("tinh", "so", "truong")] == [1, 0, 1]
    assert tree[town["truong"].pk].over == 1
    assert tree[town["tinh"].pk].allotted == 0


@database
def test_a_concurrent_post_that_uses_a_place_counts_and_a_main_one_that_does_not_is_left_out(town):
    who = a_person(category="civil_servant", body=town["so"])
    a_row(Holding, who, body=town["so"], title="x", since="2020-01-01", uses_quota=False)
    a_row(Holding, who, body=town["truong"], title="y", since="2020-01-01", concurrent=True, uses_quota=True)
    tree = staffed(DAY, current_pack(), CIVIL).staffing
    assert (tree[town["so"].pk].filled, tree[town["truong"].pk].filled) == (1, 1)


@database
def test_who_left_or_comes_later_does_not_fill_a_place(town):
    a_row(Holding, a_person(category="cadre"), body=town["so"], title="x", since="2019-01-01", last="2026-05-31")
    a_row(Holding, a_person(category="cadre"), body=town["so"], title="x", since="2026-06-02")
    assert staffed(DAY, current_pack(), CIVIL).staffing[town["so"].pk].filled == 1


@database
def test_the_cut_is_measured_against_the_base_year(house, town):
    allotted(house, town["tinh"], 100)
    allotted(house, town["tinh"], 97, since=dt.date(2025, 1, 1))
    pack = current_pack()
    it = staffed(DAY, pack, CIVIL).staffing[town["tinh"].pk]
    assert (it.base, it.allotted, it.cut, it.cut_share) == (100, 97, 3, Fraction(3, 100))
    target = target_of(pack, CIVIL, DAY)
    assert (target.share, target.base_year, target.still(it)) == (Fraction(1, 20), 2021, 2)
    assert target_of(pack, "contract", DAY) is None
    assert target_of(pack, CIVIL, dt.date(2000, 1, 1)) is None


@database
def test_a_new_allotment_ends_the_earlier_one_on_its_eve(house, town):
    allotted(house, town["tinh"], 10)
    allotted(house, town["tinh"], 9, since=dt.date(2025, 1, 1))
    allotted(house, town["tinh"], 8, since=dt.date(2025, 1, 1))
    rows = Allotment.objects.filter(entry_to__isnull=True).order_by("since_lo")
    assert [(row.number, row.since, row.last) for row in rows] == [
        (10, "2021-01-01", "2024-12-31"), (8, "2025-01-01", ""),
    ]  # fmt: skip


@database
def test_an_allotment_is_refused_with_its_reason(house, town):
    body = town["so"]
    allotted(house, body, 10, since=dt.date(2025, 1, 1))
    assert refused(house, body=body, category="nobody") == "bodies.category"
    assert refused(house, body=body, number=-1) == "bodies.number"
    assert refused(house, body=body, since=dt.date(2024, 1, 1)) == "bodies.later_allotment"
    assert refused(house, body=body, since=dt.date(1900, 1, 1)) == "bodies.not_standing"
    officer = an_account("lan")
    grant_role(account=officer, role=Role.OFFICER, body_code="so", since=dt.date(2020, 1, 1), by=house, at=NOW)
    assert refused(officer, body=body) == "bodies.not_keeper"


@database
def test_a_merger_adds_up_the_allotments_and_the_base(house, town):
    allotted(house, town["so"], 10)
    allotted(house, town["truong"], 5)
    order = Order(Act.Kind.MERGE, DECREE, dt.date(2025, 7, 1), bodies=(town["truong"],), into=town["so"])
    carry_out(order=order, by=house, at=NOW)
    assert allotted_on(dt.date(2025, 6, 30)) == {CIVIL: {town["so"].pk: 10, town["truong"].pk: 5}}
    assert allotted_on(DAY) == {CIVIL: {town["so"].pk: 15}}
    it = staffed(DAY, current_pack(), CIVIL).staffing[town["so"].pk]
    assert (it.base, it.cut) == (15, 0)


@database
def test_committees_are_compared_by_level_as_decided_and_as_they_sit(house, town):
    committee = a_body("cu", "province", town["tinh"], kind="committee")
    for number in range(4):
        last = "2025-10-01" if number < 2 else ""
        a_row(Seat, a_person(), body=committee, committee="province", since="2020-10-01", last=last)
    a_row(Seat, a_person(), body=committee, committee="province", since="2020-10-01", alternate=True)
    before = dt.date(2021, 1, 25)
    assert sizes(before, DAY, {committee.pk})["province"].share is None
    allotted(house, committee, 20, since=dt.date(2020, 10, 1), category="committee")
    allotted(house, committee, 19, since=dt.date(2025, 10, 1), category="committee")
    size = sizes(before, DAY, {committee.pk})["province"]
    assert (size.committees, size.before, size.now, size.sitting) == (1, 20, 19, 2)
    assert size.share == Fraction(-1, 20)
    assert staffed(DAY, current_pack()).staffing[committee.pk].allotted is None


@database
def test_after_any_change_the_staffing_is_that_counted_anew(town):
    head = a_post(town["so"], "head", "so.head")
    ba = a_person("BA", category="cadre", body=town["so"])
    changes = [
        lambda: a_row(Holding, ba, body=town["so"], title="head", post_code="so.head", since="2020"),
        lambda: a_row(Holding, ba, body=town["truong"], title="board", since="2020", concurrent=True),
        lambda: a_post(town["truong"], "deputy", "truong.deputy"),
        lambda: Holding.objects.filter(post_code="so.head").update(entry_to=an_entry()),
        lambda: Post.objects.filter(pk=head.pk).update(entry_to=an_entry()),
    ]
    seen = [staffed(DAY, current_pack()).staffing]
    for change in changes:
        change()
        carried = staffed(DAY, current_pack()).staffing
        assert carried not in seen
        seen.append(carried)
        forget_all()
        assert staffed(DAY, current_pack()).staffing == carried


def a_tree(parents):
    return [BodyOn(n, str(n), parent, "", "", "", "", "") for n, parent in enumerate(parents)]


shapes = st.lists(st.integers(0, 30), min_size=1, max_size=30).map(
    lambda drawn: [None, *(draw % (n + 1) for n, draw in enumerate(drawn))]
)


@given(shapes, st.dictionaries(st.integers(0, 30), st.integers(0, 50)))
def test_a_sum_up_the_tree_loses_nobody(parents, own):
    tree = a_tree(parents)
    own = {body: number for body, number in own.items() if body < len(tree)}
    total = summed(tree, own)
    assert total[0] == sum(own.values())
    for each in tree:
        below = sum(total[child.body] for child in tree if child.parent == each.body)
        assert total[each.body] == own.get(each.body, 0) + below


@given(shapes, st.dictionaries(st.integers(0, 30), st.integers(0, 50)))
def test_an_allotment_covers_what_is_under_it_and_unknown_stays_unknown(parents, own):
    tree = a_tree(parents)
    own = {body: number for body, number in own.items() if body < len(tree)}
    total = covered(tree, own)
    for each in tree:
        below = [total[child.body] for child in tree if child.parent == each.body and child.body in total]
        expected = own[each.body] if each.body in own else sum(below) if below else None
        assert total.get(each.body) == expected


@pytest.fixture
def client(house, town):
    account = an_account("lan")
    grant_role(account=account, role=Role.OFFICER, body_code="tinh", since=dt.date(2020, 1, 1), by=house, at=NOW)
    client = Client()
    client.force_login(account)
    client.get("/sign-in")
    return client


pages = pytest.mark.filterwarnings("ignore:No directory at")


@pages
@database
def test_the_page_and_its_files_say_the_same(house, town, client):
    allotted(house, town["truong"], 0, category="public_employee")
    page = client.get("/people/staffing/?category=public_employee")
    assert page.status_code == 200
    grid, over = page.context["grid"], page.context["over"]
    assert [row[0].value for row in over.rows] == ["tinh", "truong"]
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/people/staffing/?category=public_employee&table=bien-che&file=xlsx").content)
    )
    lines = list(book.active.iter_rows(values_only=True))[1:]
    shown = [[cell.value if isinstance(cell.value, int) else cell.shown for cell in row] for row in grid.rows]
    assert [list(line) for line in lines] == shown
    text = client.get("/people/staffing/?category=public_employee&table=bien-che&file=csv").content.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == [row[0].value for row in grid.rows]


def test_a_committee_is_to_be_smaller_by_whole_members():
    share = Fraction(1, 20)
    assert [Size(1, 52, now, 0).still(share) for now in (52, 50, 49, 40)] == [3, 1, 0, 0]
    assert Size(1, None, 50, 0).still(share) is None
    assert reduction_on(dt.date(2020, 6, 1)).value == share
    assert reduction_on(dt.date(2026, 6, 1)).value is None


@pages
@database
def test_where_the_tree_is_over_it_says_what_to_do(house, town, client):
    allotted(house, town["truong"], 0, category="public_employee")
    allotted(house, town["so"], 9, category="public_employee")
    over = client.get("/people/staffing/?category=public_employee&on=2026-06-01").context["over"]
    cure = {row[0].value: row[-1] for row in over.rows}["truong"]
    assert cure.value.endswith("với so (còn 9 chỗ)")
    assert cure.href == "/people/staffing/?body=so"
    allotted(house, town["so"], 0, since=dt.date(2026, 1, 1), category="public_employee")
    over = client.get("/people/staffing/?category=public_employee&on=2026-06-01").context["over"]
    assert {row[0].value: row[-1].href for row in over.rows}["truong"] == "/people/statistics/by-body?body=truong"


@pages
@database
def test_both_targets_stand_beside_the_results_in_people_and_per_cent(house, town, client):
    for category, number in ((CIVIL, 100), ("public_employee", 200)):
        allotted(house, town["tinh"], number, category=category)
        allotted(house, town["tinh"], number - 4, since=dt.date(2026, 1, 1), category=category)
    (grid,) = client.get("/people/staffing/?on=2026-06-01").context["results"]
    told = [[cell.shown for cell in row[1:7]] for row in grid.rows[:2]]
    assert told == [["100", "96", "4", "4,00 %", "5,00 %", "1"], ["200", "196", "4", "2,00 %", "10,00 %", "16"]]


@pages
@database
def test_a_figure_leads_to_its_people(town, client):
    page = client.get("/people/staffing/?on=2026-06-01")
    cell = page.context["grid"].rows[0][2]
    people = client.get(cell.href)
    assert people.context["sheet"].total == cell.value == 2


@pages
@database
def test_nobody_sees_the_figures_of_another_body(house, town, client):
    stranger = an_account("khach")
    grant_role(account=stranger, role=Role.HEAD, body_code="so", since=dt.date(2020, 1, 1), by=house, at=NOW)
    other = Client()
    other.force_login(stranger)
    assert other.get("/people/staffing/?body=truong").status_code == 403
    assert [body.code for body in other.get("/people/staffing/").context["chosen"]] == ["so"]
    assert client.get("/people/staffing/?body=nowhere").status_code == 422
    assert client.get("/people/staffing/?category=nobody").status_code == 422
    assert client.get("/people/staffing/?file=pdf").status_code == 422


@pages
@database
def test_the_queries_of_the_page_do_not_grow_with_the_tree(town, client):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/people/staffing/").status_code == 200
        return len(seen)

    def hired(*numbers):
        for number in numbers:
            body = a_body(f"n{number}", parent=town["tinh"])
            a_row(Holding, a_person(category="cadre", body=body), body=body, title="x")

    anew = queries()
    hired(0)
    carried = queries()
    hired(*range(1, 13))
    assert queries() == carried
    forget_all()
    assert queries() == anew


@pages
@database
def test_an_allotment_is_entered_on_the_page_of_its_body(town, client):
    said = {
        "category": CIVIL, "places": "12", "since": "01/01/2026", "number": "9-QĐ", "issued": "20/12/2025",
        "issuer": "Tỉnh ủy",
    }  # fmt: skip
    assert client.post("/bodies/so/allotments", said).status_code == 302
    assert "12" in client.get("/bodies/so/allotments").content.decode()
    assert client.post("/bodies/so/allotments", {**said, "since": "01/01/2025"}).status_code == 422
    faulty = client.post("/bodies/so/allotments", {**said, "places": "-3"})
    assert faulty.status_code == 200
    assert Allotment.objects.filter(entry_to__isnull=True).count() == 1
    assert timezone.localdate().year >= 2026
