"""The demo province: the numbers it must hold, lives that make sense, and the same bytes every time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest
from django.db import transaction

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.people.models import Degree, Holding, Person, PersonVersion, Section
from canbo.base.fields import stamped
from canbo.base.packs.queries import current_pack
from canbo.base.record.models import Entry
from canbo.core.pack import Pack
from canbo.core.refusal import Refusal
from tools.world import FULL, SMALL, build_small, lives
from tools.world.bodies import tree
from tools.world.careers import YEAR
from tools.world.establishment import Establishment, slots
from tools.world.life import Life
from tools.world.timeline import BIRTHS, DEGREES, TODAY, iso
from tools.world.titles import KINDS, LADDERS, LEADERS, NEXT


@pytest.fixture(scope="module")
def pack() -> Pack:
    return current_pack()


@pytest.fixture(scope="module")
def everybody() -> list[Life]:
    return list(lives(SMALL)[2])


@pytest.fixture(scope="module")
def people(everybody: list[Life]) -> list[Life]:
    """Who is in service."""
    return [life for life in everybody if not life.left]


@pytest.fixture(scope="module")
def leavers(everybody: list[Life]) -> list[Life]:
    return [life for life in everybody if life.left]


def rows_of(life: Life, table: str) -> Iterator[tuple[int, int | None, object]]:
    return ((moment, until, row) for moment, until, name, row in life.rows if name == table)


def test_the_province_holds_the_published_numbers_of_officials() -> None:
    places = slots(FULL, Establishment(tree(FULL, Random(1))), Random(2))
    by_category = Counter(slot.category for slot in places)
    assert len(places) == FULL.people == 30_732
    assert by_category["cadre"] + by_category["civil_servant"] == 3_128
    assert by_category["public_employee"] == 24_791
    assert by_category["commune"] == 2_813


def test_the_province_holds_766_grassroots_party_organisations() -> None:
    kinds = Counter(unit.versions[-1].kind for unit in tree(FULL, Random(1)).by_sort["grassroots"])
    assert kinds == {"committee": 274, "cell": 492}


def test_districts_end_and_communes_are_halved_on_the_day_of_the_reform() -> None:
    communes = tree(FULL, Random(1)).by_sort["commune"]
    old = [unit for unit in communes if unit.last is not None]
    assert (len(old), len(communes) - len(old)) == (260, 130)
    assert {unit.versions[-1].last for unit in old} == {"2025-06-30"}
    assert all(unit.predecessors for unit in communes if unit.last is None)


def test_the_same_seed_tells_the_same_lives_and_another_seed_others() -> None:
    def told(seed: str) -> list[object]:
        return [life.rows for life in lives(SMALL, seed)[2]]

    assert told("one") == told("one")
    assert told("one") != told("two")


def test_nobody_holds_two_main_posts_at_once(people: list[Life]) -> None:
    for life in people:
        for before, after in zip(life.steps, life.steps[1:], strict=False):
            assert before.last is not None
            assert before.last < after.since, life.key
        assert life.steps[-1].last is None


def test_a_post_is_held_by_one_person_at_a_time(everybody: list[Life]) -> None:
    held: dict[str, list[tuple[int, int]]] = {}
    for life in everybody:
        for step in life.steps:
            if step.post:
                held.setdefault(step.post.code, []).append((step.since, step.last or TODAY))
    for code, spells in held.items():
        spells.sort()
        assert all(a[1] < b[0] for a, b in zip(spells, spells[1:], strict=False)), code


def test_people_work_only_in_bodies_that_stand(everybody: list[Life]) -> None:
    for life in everybody:
        for step in life.steps:
            assert step.unit is None or step.unit.exists(step.since, step.last or TODAY), (life.key, step)


def test_nobody_leads_before_the_age_at_which_one_can(people: list[Life]) -> None:
    for life in people:
        for step in life.steps:
            age = (step.since - life.born) / YEAR
            assert age >= 21.9, (life.key, step.title)
            if step.title in LEADERS:
                assert age >= 26, (life.key, step.title)


def test_nobody_works_past_the_month_of_retirement_save_the_three_with_a_decision(
    people: list[Life], pack: Pack
) -> None:
    road = pack.tables(dt.date(2026, 11, 2))["retirement_age"]
    assert road  # the months of age by sex and month of birth come from the pack
    extended = [life for life in people if any(rows_of(life, "Extension"))]
    assert len(extended) == 3
    for life in people:
        born = dt.date.fromordinal(life.born)
        eldest = dt.date(1965, 7, 1) if life.sex == "M" else dt.date(1970, 1, 1)
        assert born >= eldest or life in extended, life.key


def test_leavers_come_on_top_of_those_in_service(people: list[Life], leavers: list[Life]) -> None:
    assert (len(people), len(leavers)) == (SMALL.people, SMALL.leavers)
    assert {"retired", "resigned", "transferred", "died"} <= {life.left.why for life in leavers if life.left}


def test_who_left_holds_nothing_and_nothing_is_said_of_them_later(leavers: list[Life]) -> None:
    for life in leavers:
        assert life.left
        day = iso(life.left.day)
        assert life.steps[-1].last == life.left.day - 1
        for _, until, table, row in life.rows:
            if until is not None:
                continue
            if table in ("Holding", "Seat"):
                assert "" < row.last < day, (life.key, row)
            if table == "Rating":
                assert row.year < int(day[:4]), (life.key, row)
            if table in ("Degree", "Theory", "Certificate", "Reward", "Product"):
                assert row.on < day, (life.key, row)
            assert table not in ("Planned", "Proceeding", "Finding", "Extension"), (life.key, row)
            if table == "Discipline":
                assert row.on < day or life.left.why == "dismissed", (life.key, row)


def test_who_retired_had_reached_the_month_of_the_law(leavers: list[Life], pack: Pack) -> None:
    old = [life for life in leavers if life.left and life.left.why == "retired"]
    assert old
    for life in old:
        assert life.left
        left, born = dt.date.fromordinal(life.left.day), dt.date.fromordinal(life.born)
        person = (life.sex, born.year * 12 + born.month - 1)
        ages = [
            months
            for conditions, months in pack.tables(left)["retirement_age"]
            if all((low is None or low <= person[at]) and (high is None or person[at] <= high)
                   for at, low, high in conditions)
        ]  # fmt: skip
        assert [person[1] + ages[0] + 1] == [left.year * 12 + left.month - 1], life.key


def test_the_dossier_of_who_left_says_when_why_and_by_what_decision(leavers: list[Life]) -> None:
    for life in leavers:
        assert life.left
        stands = [row for _, until, row in rows_of(life, "PersonVersion") if until is None]
        assert [(row.left, row.left_why, bool(row.left_by)) for row in stands] == [
            (iso(life.left.day), life.left.why, True)
        ]
        assert any(row.kind == "leaving_decision" for _, _, row in rows_of(life, "Paper"))


def test_a_teacher_has_a_degree_of_education(people: list[Life]) -> None:
    teachers = [life for life in people if life.slot.title in ("teacher", "school_principal")]
    assert teachers
    for life in teachers:
        fields = {row.field for _, _, row in rows_of(life, "Degree")}  # type: ignore[attr-defined]
        assert fields <= {"education", ""}
        assert fields


def test_every_code_that_the_world_uses_stands_in_the_pack(everybody: list[Life], pack: Pack) -> None:
    lists = {
        ("Degree", "grade"): "degrees", ("Degree", "field"): "fields-of-study", ("Theory", "grade"): "theory-levels",
        ("Rating", "grade"): "rating-grades", ("Discipline", "form"): "discipline-forms", ("Reward", "form"): "reward-forms",
        ("Discipline", "reason"): "discipline-reasons", ("Proceeding", "kind"): "proceeding-kinds",
        ("Paper", "kind"): "paper-kinds", ("Finding", "kind"): "findings", ("Relative", "relation"): "relations",
        ("Seat", "committee"): "committees", ("Seat", "role"): "committee-roles", ("Seat", "term"): "terms",
        ("Planned", "term"): "terms", ("PersonVersion", "ethnicity"): "ethnic-gso", ("PersonVersion", "religion"): "religions",
        ("PersonVersion", "category"): "person-categories", ("PersonVersion", "managed_by"): "managing-authorities",
        ("PersonVersion", "birthplace"): "provinces-63", ("PersonVersion", "left_why"): "leaving-kinds",
    }  # fmt: skip
    for life in everybody:
        for _, _, table, row in life.rows:
            for (owner, field), name in lists.items():
                if owner == table and getattr(row, field):
                    assert getattr(row, field) in pack.lists[name].codes, (table, field, row)
            if table in ("Holding", "Planned"):
                assert row.title in pack.titles, row.title


@pytest.mark.parametrize("category", ["public_employee", "civil_servant"])
def test_who_has_served_since_2013_has_twelve_years_of_ratings(people: list[Life], category: str) -> None:
    long = [one for one in people if one.slot.category == category and one.start < dt.date(2013, 12, 1).toordinal()]
    assert long
    for life in long:
        years = {row.year for _, _, row in rows_of(life, "Rating")}  # type: ignore[attr-defined]
        assert len(years) >= 12 - life.unrated, life.key
        assert years <= set(range(2014, 2026))


def test_every_title_of_the_generator_has_a_ladder_that_leads_to_titles_it_knows() -> None:
    assert set(KINDS) - {title for title in KINDS if title.startswith("district_")} == set(LADDERS)
    assert {rung.title for ways in LADDERS.values() for way in ways for rung in way} <= set(KINDS)
    assert set(NEXT) <= set(KINDS)


def test_corrections_come_onto_the_record_in_2026() -> None:
    some = islice(lives(FULL)[2], 4_000)
    corrected = Counter((name, until) for life in some for _, until, name, _ in life.rows)
    assert corrected["PersonVersion", BIRTHS] >= 3
    assert corrected["Degree", DEGREES] >= 5


@pytest.mark.django_db
def test_a_small_world_is_written_under_entries_in_the_order_of_time() -> None:
    built = build_small()
    moments = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert Person.objects.count() == SMALL.people + SMALL.leavers == built.counts["Person"]
    standing = PersonVersion.objects.filter(entry_to=None)
    assert (standing.filter(left="").count(), standing.exclude(left="").count()) == (SMALL.people, SMALL.leavers)
    known_in_2024 = Holding.objects.filter(entry_from__at__lt=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    assert known_in_2024.filter(body__code__startswith="LG.X").count() == 0  # the communes of 2025 did not exist
    assert known_in_2024.filter(last="", title__startswith="district_", entry_to__isnull=False).exists()


@pytest.mark.django_db
def test_the_digest_of_a_world_is_the_same_every_time() -> None:
    with transaction.atomic():
        first = build_small()
        transaction.set_rollback(True)
    assert build_small() == first


@pytest.mark.django_db
def test_stamps_written_in_bulk_are_those_of_the_calendar() -> None:
    build_small()
    from_model = [Holding.objects.order_by("pk")[n] for n in (0, 57, 203)]
    for row in (
        *from_model,
        BodyVersion.objects.order_by("pk")[5],
        Degree.objects.order_by("pk")[9],
        Section.objects.first(),
    ):
        assert row is not None
        before = dict(vars(row))
        stamped(row)
        assert {k: v for k, v in vars(row).items() if k != "_state"} == {
            k: v for k, v in before.items() if k != "_state"
        }


@pytest.mark.django_db
def test_a_world_is_not_built_where_people_are_already() -> None:
    build_small()
    with pytest.raises(Refusal) as refusal:
        build_small()
    assert refusal.value.code == "demo.inhabited"
