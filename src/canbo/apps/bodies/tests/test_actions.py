"""Founding, changing and dissolving bodies; the tree of a day and as it was known."""

import datetime as dt

import pytest

from canbo.apps.bodies import actions
from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.queries import body_on, links_on, name_on, posts_on, subtree_codes, subtree_ids, tree_on
from canbo.apps.bodies.testing import a_body, a_post
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.queries import position
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def house():
    return an_account("canbo", system=True)


def found(house, code, **values):
    fields = {"name": code, "kind": "agency", "level": "province", "since": "2020-01-01", **values}
    return actions.found_body(code=code, by=house, at=NOW, **fields).body


def code_of(action, **arguments):
    before = position()
    with pytest.raises(Refusal) as refused:
        action(at=NOW, **arguments)
    assert position() == before
    return refused.value.code


def test_a_body_has_the_name_of_the_day(house):
    body = found(house, "so", name="Sở Lao động")
    actions.change_body(body=body, since="2025-03-01", name="Sở Nội vụ", by=house, at=NOW)
    assert [name_on(body, dt.date(2025, 2, 28)), name_on(body, dt.date(2025, 3, 1))] == ["Sở Lao động", "Sở Nội vụ"]
    assert body_on("so", dt.date(2019, 12, 31)) is None
    assert name_on(body, dt.date(2019, 12, 31)) == "so"


def test_a_change_known_to_the_month_ends_the_month_before(house):
    body = found(house, "so")
    actions.change_body(body=body, since="2025-03", name="Sở Nội vụ", by=house, at=NOW)
    rows = BodyVersion.objects.filter(entry_to__isnull=True).order_by("since_lo")
    assert [(row.since, row.last) for row in rows] == [("2020-01-01", "2025-02"), ("2025-03", "")]


def test_the_tree_as_it_was_known_is_not_changed_by_what_came_later(house):
    body = found(house, "so", name="Cũ")
    before = position()
    actions.change_body(body=body, since="2025-03-01", name="Mới", by=house, at=NOW)
    assert name_on(body, TODAY, known=before) == "Cũ"
    assert name_on(body, TODAY) == "Mới"
    assert tree_on(TODAY, known=0) == []


def test_the_tree_stands_parents_first_with_their_depth(house):
    top = found(house, "t")
    b = found(house, "b", parent=top)
    found(house, "a", parent=top)
    found(house, "c", parent=b)
    assert [(node.code, node.depth) for node in tree_on(TODAY)] == [("t", 0), ("a", 1), ("b", 1), ("c", 2)]


def test_the_links_of_a_day_are_those_of_its_tree(house):
    top = a_body("t", since="2000")
    gone = a_body("g", parent=top, since="2000", last="2021-12-31")
    for code, parent in (("a", top), ("b", gone)):
        found(house, code, parent=parent)
    moved = found(house, "c", parent=top)
    actions.change_body(body=moved, since="2026", parent=Body.objects.get(code="a"), by=house, at=NOW)
    for day in (TODAY, dt.date(2021, 6, 1), dt.date(2025, 12, 31), dt.date(1999, 1, 1)):
        standing = {node.body for node in tree_on(day)}
        drawn = {(node.body, node.parent if node.parent in standing else None) for node in tree_on(day)}
        assert {(link.body, link.parent) for link in links_on(day)} == drawn
        places = {link.body: place for place, link in enumerate(links_on(day))}
        assert all(link.parent is None or places[link.parent] < places[link.body] for link in links_on(day))


def test_a_body_whose_parent_is_gone_hangs_at_the_top(house):
    top = a_body("t", last="2021")
    found(house, "a", parent=top)
    assert [(node.code, node.depth) for node in tree_on(TODAY)] == [("a", 0)]


def test_a_subtree_is_the_one_of_the_day(house):
    left, right = found(house, "left"), found(house, "right")
    unit = found(house, "unit", parent=left)
    found(house, "cell", parent=unit)
    actions.change_body(body=unit, since="2025-07-01", parent=right, by=house, at=NOW)
    assert subtree_codes("left", dt.date(2025, 6, 30)) == ["cell", "left", "unit"]
    assert subtree_codes("left", TODAY) == ["left"]
    assert subtree_codes("right", TODAY) == ["cell", "right", "unit"]
    assert subtree_ids(right.pk, TODAY) == sorted(Body.objects.exclude(code="left").values_list("pk", flat=True))
    assert subtree_codes("nowhere", TODAY) == []


def test_a_year_without_days_gives_one_version_and_the_later_one():
    body = a_body("so", name="Cũ", since="2000", last="2025")
    version = BodyVersion.objects.get()
    later = BodyVersion(body=body, name="Mới", kind="agency", level="province", since="2025", entry_from=an_entry())
    later.since_lo, later.since_hi = version.last_lo - 23 * 32, version.last_hi
    later.save()
    assert [node.name for node in tree_on(dt.date(2025, 6, 1))] in (["Cũ"], ["Mới"])


def test_a_body_does_not_hang_under_itself(house):
    top = found(house, "t")
    below = found(house, "b", parent=top)
    assert code_of(actions.change_body, body=top, since="2025", parent=below, by=house) == "bodies.circle"
    assert code_of(actions.change_body, body=top, since="2025", parent=top, by=house) == "bodies.circle"


def test_a_change_before_the_body_began_is_refused(house):
    body = found(house, "t")
    assert code_of(actions.change_body, body=body, since="2019", name="x", by=house) == "record.impossible"
    assert code_of(actions.change_body, body=body, since="once", name="x", by=house) == "bodies.date"


def test_a_code_is_given_once(house):
    found(house, "t")
    arguments = {"code": "t", "name": "t", "kind": "agency", "level": "province", "since": "2020", "by": house}
    assert code_of(actions.found_body, **arguments) == "bodies.taken"


def test_a_body_is_dissolved_when_nothing_hangs_on_it(house):
    top = found(house, "t")
    below = found(house, "b", parent=top)
    assert code_of(actions.dissolve_body, body=top, last="2025-06-30", decree="x", by=house) == "bodies.not_empty"
    actions.dissolve_body(body=below, last="2025-06-30", decree="12/NQ", by=house, at=NOW)
    post = actions.create_post(body=top, code="t.1", title="head", since="2020", by=house, at=NOW)
    assert code_of(actions.dissolve_body, body=top, last="2025-06-30", decree="x", by=house) == "bodies.not_empty"
    actions.abolish_post(post=post, last="2025-06-30", by=house, at=NOW)
    actions.dissolve_body(body=top, last="2025-06-30", decree="12/NQ", by=house, at=NOW)
    assert [body_on("t", day) is not None for day in (dt.date(2025, 6, 30), dt.date(2025, 7, 1))] == [True, False]
    assert code_of(actions.change_body, body=top, since="2026", name="x", by=house) == "bodies.dissolved"


def test_posts_exist_while_vacant_and_until_they_are_abolished(house):
    body = a_body("so")
    a_post(body, "head", since="2020-01-01", last="2024-12-31")
    a_post(body, "deputy", since="2025-01-01")
    assert [post.title for post in posts_on(body, dt.date(2024, 6, 1))] == ["head"]
    assert [post.title for post in posts_on(body, TODAY)] == ["deputy"]


def test_a_post_has_a_code_of_its_own(house):
    body = found(house, "t")
    a_post(body, "head", "t.1")
    arguments = {"body": body, "code": "t.1", "title": "head", "since": "2020", "by": house}
    assert code_of(actions.create_post, **arguments) == "record.impossible"


def test_versions_of_one_body_do_not_overlap_on_a_certain_day(house):
    body = found(house, "t")
    row = BodyVersion.objects.get()
    row.pk, row.entry_from, row.name = None, an_entry(), "zweite"
    with pytest.raises(Exception, match="overlap"):
        row.save(force_insert=True)
    assert body.code == "t"


@pytest.mark.parametrize("role", list(Role))
def test_officers_and_administrators_keep_the_tree_below_them_and_nobody_else_does(house, role):
    top = found(house, "t")
    other = found(house, "o")
    account = an_account("somebody")
    Grant.objects.create(
        account=account, role=role, body_code="t", since=dt.date(2020, 1, 1), decision="5-QĐ/TU", entry_from=an_entry()
    )
    arguments = {"code": "n", "name": "n", "kind": "cell", "level": "grassroots", "since": "2020", "by": account}
    assert code_of(actions.found_body, parent=other, **arguments) == "bodies.not_keeper"
    if role in (Role.OFFICER, Role.ADMINISTRATOR):
        assert actions.found_body(parent=top, at=NOW, **arguments).body.code == "n"
    else:
        assert code_of(actions.found_body, parent=top, **arguments) == "bodies.not_keeper"
