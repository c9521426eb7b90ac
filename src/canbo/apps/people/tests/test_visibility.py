"""Who may see whom: every role in every relation to a person, against a plain table."""

import datetime as dt
import itertools

import pytest

from canbo.apps.bodies.testing import a_body
from canbo.apps.people.models import PRIVACY, DossierLink
from canbo.apps.people.reach import number_within, people_within, reach_of
from canbo.apps.people.testing import a_person
from canbo.apps.people.visibility import visible_people, visible_sections
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.testing import an_account
from canbo.base.record.rows import closed, copied
from canbo.base.record.testing import an_entry

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
NOTHING, OPEN, ALL = "nothing", "open sections", "everything"

#: What a role sees of the people of the body it is held over, and of every body below.
TABLE = {
    Role.OFFICER: ALL,
    Role.HEAD: ALL,
    Role.STANDING: OPEN,
    Role.MEMBER: NOTHING,
    Role.TELLER: NOTHING,
    Role.APPROVER: OPEN,
    Role.INSPECTOR: ALL,
    Role.CUSTODIAN: ALL,
    Role.OFFICIAL: NOTHING,
    Role.JURIST: OPEN,
    Role.ADMINISTRATOR: NOTHING,
}
#: Where the person stands, seen from the body of the role, and whether the role reaches there.
RELATIONS = {"in the body": True, "below": True, "far below": True, "beside": False, "above": False, "nowhere": False}
#: When the role is held, and whether it counts on the day.
TIMES = {
    "since that day": (DAY, None, True),
    "until the day after": (dt.date(2020, 1, 1), DAY + dt.timedelta(days=1), True),
    "ended that day": (dt.date(2020, 1, 1), DAY, False),
    "from tomorrow": (DAY + dt.timedelta(days=1), None, False),
}


@pytest.fixture
def world():
    """A tree (above → body → below → far below; beside hangs under above) with one person in each and one nowhere."""
    bodies = {"above": a_body("above")}
    for code, parent in (("body", "above"), ("beside", "above"), ("below", "body"), ("far-below", "below")):
        bodies[code] = a_body(code, parent=bodies[parent])
    people = {code: a_person(body=body) for code, body in bodies.items()}
    people["nowhere"] = a_person()
    return {name: people[name.replace(" ", "-").replace("in-the-", "")] for name in RELATIONS}


def grant(account, role, body="body", since=DAY, until=None, managed_by=""):
    return Grant.objects.create(
        account=account, role=role, body_code=body, since=since, until=until, managed_by=managed_by,
        decision="5-QĐ/TU", entry_from=an_entry(),
    )  # fmt: skip


def seen(account, version):
    sections = visible_sections(account, version.person, DAY)
    in_list = visible_people(account, DAY).filter(pk=version.pk).exists()
    assert in_list == bool(sections), "the list and the dossier must agree"
    reach = reach_of(account, DAY)
    assert in_list == people_within(reach).filter(pk=version.pk).exists(), "what is listed by reach is what is visible"
    assert number_within(reach) == visible_people(account, DAY).count()
    return {frozenset(): NOTHING, frozenset(PRIVACY): ALL}.get(sections, OPEN)


def test_the_table_names_every_role():
    assert set(TABLE) == set(Role)


@pytest.mark.parametrize(("role", "time"), list(itertools.product(Role, TIMES)), ids=lambda value: str(value))
def test_a_role_sees_what_the_table_says_in_every_relation(world, role, time):
    since, until, counts = TIMES[time]
    account = an_account("somebody")
    grant(account, role, since=since, until=until)
    expected = {name: TABLE[role] if reaches and counts else NOTHING for name, reaches in RELATIONS.items()}
    assert {name: seen(account, version) for name, version in world.items()} == expected


def test_without_a_role_nobody_sees_anything(world):
    assert {seen(an_account("nobody"), version) for version in world.values()} == {NOTHING}


def test_a_role_withdrawn_on_the_record_is_gone(world):
    account = an_account("somebody")
    held = grant(account, Role.OFFICER)
    Grant.objects.filter(pk=held.pk).update(entry_to=an_entry())
    assert seen(account, world["below"]) == NOTHING


def test_an_official_sees_the_own_dossier_and_no_other(world):
    account = an_account("herself")
    DossierLink.objects.create(account=account, person=world["beside"].person, entry_from=an_entry())
    assert {name for name, version in world.items() if seen(account, version) == ALL} == {"beside"}
    assert visible_people(account, DAY).count() == 1


def test_the_account_of_the_house_sees_everybody(world):
    account = an_account("canbo", system=True)
    assert {seen(account, version) for version in world.values()} == {ALL}


def test_people_whose_body_nobody_knows_are_seen_from_the_top_of_the_tree(world):
    account = an_account("somebody")
    grant(account, Role.OFFICER, body="above")
    assert {seen(account, version) for version in world.values()} == {ALL}


def test_open_sections_hold_nothing_restricted(world):
    account = an_account("jurist")
    grant(account, Role.JURIST)
    sections = visible_sections(account, world["below"].person, DAY)
    assert {name for name, privacy in PRIVACY.items() if privacy == "restricted"}.isdisjoint(sections)


def test_the_list_is_two_questions_however_many_bodies_and_grants(world, django_assert_num_queries):
    account = an_account("somebody")
    for role in (Role.OFFICER, Role.HEAD):
        grant(account, role)
        grant(account, role, body="beside")
    with django_assert_num_queries(2):
        assert len(visible_people(account, DAY)) == 4


def test_a_role_narrowed_to_an_authority_reaches_whom_it_manages_and_nobody_else(world):
    account = an_account("somebody")
    managed = a_person(body=world["below"].body, managed_by="provincial_standing_committee")
    lost = a_person(managed_by="provincial_standing_committee")
    grant(account, Role.OFFICER, managed_by="provincial_standing_committee")
    assert seen(account, managed) == ALL
    assert {seen(account, version) for version in (*world.values(), lost)} == {NOTHING}
    grant(account, Role.JURIST, body="above", managed_by="provincial_standing_committee")
    assert seen(account, lost) == OPEN


def test_two_narrowed_roles_do_not_mix_their_bodies_and_authorities(world):
    account = an_account("somebody")
    grant(account, Role.OFFICER, managed_by="department")
    grant(account, Role.OFFICER, body="beside", managed_by="unit_head")
    other = a_person(body=world["beside"].body, managed_by="department")
    assert seen(account, other) == NOTHING
    assert seen(account, a_person(body=world["beside"].body, managed_by="unit_head")) == ALL


def test_one_dossier_takes_as_many_questions_wherever_the_body_hangs(world, django_assert_max_num_queries):
    account = an_account("somebody")
    grant(account, Role.OFFICER)
    with django_assert_max_num_queries(3):
        assert visible_sections(account, world["far below"].person, DAY)


def test_a_person_moved_to_another_body_is_seen_from_there_alone(world):
    account = an_account("somebody")
    grant(account, Role.OFFICER)
    old, entry = world["below"], an_entry()
    closed(old, entry)
    moved = copied(old, entry, body_id=world["beside"].body_id)
    assert seen(account, moved) == NOTHING
    assert not visible_people(account, DAY).filter(person=old.person).exists()
