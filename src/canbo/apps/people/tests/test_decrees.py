"""Decrees: merging, splitting, renaming, moving, founding and dissolving bodies; last year's tree stays last year's."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from canbo.apps.bodies.actions_decrees import carry_out
from canbo.apps.bodies.decrees import DecreeKey, NewBody, Order, foresee
from canbo.apps.bodies.models import Act, Body, BodyVersion, Decree, Post
from canbo.apps.bodies.queries import body_on, posts_on, subtree_codes
from canbo.apps.bodies.testing import a_body, a_post
from canbo.apps.people.listing import held_on
from canbo.apps.people.models import Holding, PersonVersion, Seat
from canbo.apps.people.testing import a_person, a_row
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account
from canbo.base.fields import stamped
from canbo.base.record.queries import position
from canbo.base.record.testing import an_entry
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2025, 7, 1)
EVE = dt.date(2025, 6, 30)
DECREE = DecreeKey("1685/NQ-UBTVQH15", dt.date(2025, 6, 16), "Ủy ban Thường vụ Quốc hội")


@pytest.fixture
def house():
    return an_account("canbo", system=True)


@pytest.fixture
def town():
    """A province with two districts; each has an office with one post, a holder and a committee member."""
    province = a_body("tinh")
    made = {"tinh": province}
    for name in ("a", "b"):
        district = made[name] = a_body(name, "district", province, kind="locality")
        office = made[f"{name}.vp"] = a_body(f"{name}.vp", "district", district)
        a_post(district, "district_secretary", f"{name}.bt")
        a_post(office, "district_specialist", f"{name}.cv")
        who = a_person(name=f"Người {name}", body=district)
        a_row(Holding, who, body=district, post_code=f"{name}.bt", title="district_secretary", since="2020-05-10")
        a_row(Seat, who, body=district, committee="district", since="2020-08-01")
    return made


def order(kind, *bodies, **values):
    fields = {"decree": DECREE, "effective": DAY, **values}
    return Order(Act.Kind(kind), bodies=bodies, **fields)


def merged(town, **values):
    new = NewBody("c", "Huyện Mới", "locality", "district", town["tinh"])
    return order("merge", town["a"], town["b"], **{"new": (new,), **values})


def refused(house, asked):
    before = position()
    with pytest.raises(Refusal) as caught:
        carry_out(order=asked, by=house, at=NOW)
    assert position() == before
    return caught.value.code


def test_a_merger_leaves_last_years_tree_as_it_was(house, town):
    carry_out(order=merged(town), by=house, at=NOW)
    assert subtree_codes("tinh", EVE) == ["a", "a.vp", "b", "b.vp", "tinh"]
    assert subtree_codes("tinh", DAY) == ["a.vp", "b.vp", "c", "tinh"]
    assert subtree_codes("c", DAY) == ["a.vp", "b.vp", "c"]


def test_a_merger_carries_posts_holdings_seats_and_places_of_work(house, town):
    carry_out(order=merged(town), by=house, at=NOW)
    new = Body.objects.get(code="c")
    assert [[post.code for post in posts_on(body, day)] for body, day in ((town["a"], EVE), (town["a"], DAY))] == [
        ["a.bt"], [],
    ]  # fmt: skip
    assert [post.code for post in posts_on(new, DAY)] == ["a.bt", "b.bt"]
    assert {held.body.code for held in held_on(EVE)} == {"a", "b"}
    assert {held.body.code for held in held_on(DAY)} == {"c"}
    assert {seat.body.code for seat in Seat.objects.filter(entry_to__isnull=True, last="")} == {"c"}
    assert set(PersonVersion.objects.filter(entry_to__isnull=True).values_list("body__code", flat=True)) == {"c"}


def test_a_holding_that_was_carried_says_since_when_it_is_held_and_by_which_decree(house, town):
    carry_out(order=merged(town), by=house, at=NOW)
    later = Holding.objects.filter(entry_to__isnull=True, since="2025-07-01").first()
    assert (later.began, later.decision, later.last) == ("2020-05-10", DECREE.number, "")
    carry_out(
        order=order("merge", Body.objects.get(code="c"), into=town["tinh"], effective=dt.date(2026, 1, 1)),
        by=house, at=NOW,
    )  # fmt: skip
    assert set(Holding.objects.filter(entry_to__isnull=True, last="").values_list("began", flat=True)) == {"2020-05-10"}


def test_what_is_told_beforehand_is_what_is_done(house, town):
    foreseen = foresee(merged(town))
    told = {says.en: count for says, count in foreseen.counts}
    assert told == {
        "bodies under them": 2, "posts": 2, "holdings of posts": 2, "seats on committees": 2,
        "people whose place of work it is": 2, "places in plans": 0,
    }  # fmt: skip
    assert {version.body.code for version in foreseen.moved} == {"a.vp", "b.vp"}
    assert [warning.en[:8] for warning in foreseen.warnings] == ["1 titles"]
    before = position()
    carry_out(order=merged(town), by=house, at=NOW)
    assert position() == before + 1
    assert Holding.objects.filter(entry_from=before + 1, since="2025-07-01").count() == 2
    assert Post.objects.filter(entry_from=before + 1, since="2025-07-01").count() == 2


def test_foreseeing_writes_nothing(town):
    before = position()
    foresee(merged(town))
    assert position() == before


def test_the_lineage_says_what_became_of_whom(house, town):
    carry_out(order=merged(town), by=house, at=NOW)
    acts = Act.objects.filter(entry_to__isnull=True).order_by("before__code")
    assert [(act.kind, act.before.code, act.after.code) for act in acts] == [("merge", "a", "c"), ("merge", "b", "c")]
    assert [(decree.number, decree.issuer) for decree in Decree.objects.all()] == [(DECREE.number, DECREE.issuer)]


def test_one_decree_does_several_acts(house, town):
    carry_out(order=order("rename", town["a.vp"], name="Văn phòng Một"), by=house, at=NOW)
    carry_out(order=order("rename", town["b.vp"], name="Văn phòng Hai"), by=house, at=NOW)
    assert Decree.objects.count() == 1
    other = DecreeKey(DECREE.number, DECREE.issued, "Chính phủ")
    assert refused(house, order("rename", town["a"], name="x", decree=other)) == "bodies.decree_differs"


def test_a_merger_into_a_standing_body_can_give_it_a_new_name(house, town):
    carry_out(order=order("merge", town["b"], into=town["a"], name="Huyện A và B"), by=house, at=NOW)
    assert [body_on("a", day).name for day in (EVE, DAY)] == ["a", "Huyện A và B"]
    assert body_on("b", DAY) is None
    assert subtree_codes("a", DAY) == ["a", "a.vp", "b.vp"]


def test_a_body_moves_with_everything_under_it(house, town):
    carry_out(order=order("move", town["a.vp"], into=town["b"]), by=house, at=NOW)
    assert subtree_codes("b", EVE) == ["b", "b.vp"]
    assert subtree_codes("b", DAY) == ["a.vp", "b", "b.vp"]


def test_a_split_shares_out_bodies_and_posts_and_the_old_body_keeps_the_rest(house, town):
    new = NewBody("d", "Phần tách", "locality", "district", town["tinh"])
    asked = order("split", town["a"], new=(new,), shares={"a.bt": "d", "a.vp": "d"}, keeps=True)
    carry_out(order=asked, by=house, at=NOW)
    assert subtree_codes("d", DAY) == ["a.vp", "d"]
    assert [post.code for post in posts_on(Body.objects.get(code="d"), DAY)] == ["a.bt"]
    assert body_on("a", DAY) is not None
    assert held_on(DAY).get(post_code="a.bt").body.code == "d"
    assert PersonVersion.objects.get(entry_to__isnull=True, name="Người a").body.code == "d"
    assert PersonVersion.objects.get(entry_to__isnull=True, name="Người b").body.code == "b"


def test_a_split_body_that_ends_leaves_the_rest_to_the_first_part(house, town):
    parts = tuple(NewBody(code, code, "locality", "district", town["tinh"]) for code in ("d", "e"))
    carry_out(order=order("split", town["a"], new=parts, shares={"a.vp": "e"}), by=house, at=NOW)
    assert body_on("a", DAY) is None
    assert subtree_codes("e", DAY) == ["a.vp", "e"]
    assert [post.code for post in posts_on(Body.objects.get(code="d"), DAY)] == ["a.bt"]


def test_a_body_is_founded_by_decree(house, town):
    new = NewBody("n", "Ban mới", "agency", "province", town["tinh"])
    carry_out(order=order("found", new=(new,)), by=house, at=NOW)
    assert (body_on("n", EVE), body_on("n", DAY).name) == (None, "Ban mới")


def test_a_body_is_dissolved_when_nothing_hangs_on_it(house, town):
    assert refused(house, order("dissolve", town["a"])) == "bodies.not_empty"
    empty = a_body("e", parent=town["tinh"])
    carry_out(order=order("dissolve", empty), by=house, at=NOW)
    assert [body_on("e", day) is None for day in (EVE, DAY)] == [False, True]


def test_a_row_whose_end_is_a_year_is_left_alone_and_counted(house, town):
    a_row(Holding, a_person(), body=town["a"], title="x", since="2019", last="2025")
    foreseen = foresee(merged(town))
    assert foreseen.unsure == 1
    carry_out(order=merged(town), by=house, at=NOW)
    assert Holding.objects.get(title="x").entry_to is None


def test_what_begins_after_the_day_goes_along_uncut(house, town):
    a_row(Holding, a_person(), body=town["a"], title="x", since="2026-01-01")
    carry_out(order=merged(town), by=house, at=NOW)
    later = Holding.objects.get(title="x", entry_to__isnull=True)
    assert (later.body.code, later.since) == ("c", "2026-01-01")


def test_a_decree_is_refused_with_its_reason(house, town):
    new = NewBody("c", "c", "locality", "district", town["tinh"])
    assert refused(house, order("merge", town["a"], new=(new,))) == "bodies.merge_of_one"
    assert refused(house, merged(town, effective=dt.date(1944, 1, 1))) == "bodies.not_standing"
    assert refused(house, merged(town, effective=dt.date(1945, 12, 31))) == "bodies.before_founding"
    assert refused(house, order("move", town["a"], into=town["a.vp"])) == "bodies.circle"
    assert refused(house, order("merge", town["a"], town["b"], into=town["a.vp"])) == "bodies.circle"
    assert refused(house, order("rename", town["a"], name=" ")) == "bodies.no_name"
    taken = NewBody("b", "b", "locality", "district", town["tinh"])
    assert refused(house, order("found", new=(taken,))) == "bodies.taken"
    under = NewBody("c", "c", "locality", "district", town["a"])
    assert refused(house, merged(town, new=(under,))) == "bodies.parent_ends"
    assert refused(house, order("split", town["a"], new=(new,))) == "bodies.split_of_one"
    assert refused(house, order("split", town["a"], new=(new,), keeps=True, shares={"a.vp": "z"})) == (
        "bodies.share_unknown"
    )
    nameless = DecreeKey(" ", DECREE.issued, "x")
    assert refused(house, merged(town, decree=nameless)) == "bodies.no_decree"


def test_a_decree_before_a_later_change_is_refused(house, town):
    carry_out(order=order("rename", town["a"], name="Mới", effective=dt.date(2026, 1, 1)), by=house, at=NOW)
    assert refused(house, merged(town)) == "bodies.later_change"


def test_a_circle_that_would_come_about_later_is_refused_by_the_database(house, town):
    carry_out(order=order("move", town["b"], into=town["a"], effective=dt.date(2026, 1, 1)), by=house, at=NOW)
    asked = order("move", town["a"], into=town["b"])
    assert refused(house, asked) == "record.impossible"


def row_like(body, **changes):
    row = BodyVersion.objects.get(body=body, entry_to__isnull=True)
    row.pk, row.entry_from = None, an_entry()
    for name, value in changes.items():
        setattr(row, name, value)
    return stamped(row)


def database_refuses(row, word):
    with pytest.raises(IntegrityError, match=word), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_a_circle_and_a_gap():
    top = a_body("t")
    under = a_body("u", parent=top, since="2000", last="2010-12-31")
    again = row_like(under, since="2011-01-01", last="")
    again.save(force_insert=True)
    circle = row_like(top, parent=again.body)
    BodyVersion.objects.filter(body=top, entry_to__isnull=True).update(entry_to=an_entry())
    circle.entry_from = an_entry()
    database_refuses(circle, "circle")
    gone = a_body("g", since="2000", last="2010-12-31")
    database_refuses(row_like(gone, since="2011-01-02", last=""), "gap")
    row_like(gone, since="2011-01-01", last="").save(force_insert=True)


def test_the_database_refuses_two_posts_of_one_code_on_one_day():
    post = a_post(a_body("t"), "head", "t.1", since="2000", last="2010-12-31")
    later = Post(body=a_body("u"), code="t.1", title="head", since="2010-12-31", entry_from=an_entry())
    database_refuses(stamped(later), "overlap")
    later.since = "2011-01-01"
    stamped(later).save()
    assert post.body_id != later.body_id


def test_only_who_keeps_every_body_of_an_order_may_carry_it_out(house, town):
    officer = an_account("lan")
    for code in ("a", "b"):
        grant_role(account=officer, role=Role.OFFICER, body_code=code, since=dt.date(2020, 1, 1), by=house, at=NOW)
    assert refused(officer, merged(town)) == "bodies.not_keeper"
    carry_out(order=order("merge", town["b"], into=town["a"]), by=officer, at=NOW)
