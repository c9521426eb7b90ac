"""The table of who may do what, against the function that decides: every role, every relation, every deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.permissions import Place
from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.eligibility.permissions import Pool
from canbo.apps.people.models import DossierLink, Person
from canbo.apps.people.testing import a_person
from canbo.apps.procedures.permissions import Deed
from canbo.base.access.actions import grant_role
from canbo.base.access.deciding import may, rules
from canbo.base.access.models import Role
from canbo.base.access.permissions import Office
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import an_entry
from tests.house import tree

TABLE = tree.ROOT / "docs" / "access" / "who-may-do-what.md"
DAY, SINCE = dt.date(2026, 6, 1), dt.date(2020, 1, 1)
AUTHORITY, OTHER = "provincial_standing_committee", "department"
#: Letter of a relation → the body over which the role is held (the thing is in "so"), and to which authority narrowed.
RELATIONS = {
    "O": ("so", ""), "B": ("so", ""), "S": ("tinh", ""), "M": ("tinh", AUTHORITY), "U": ("tinh", OTHER),
    "E": ("ban", ""),
}  # fmt: skip
NO_ROLE = "no role"
HOW = "If the program is right, write the row as computed; a new deed also needs its thing in THINGS of this file."

#: What a deed is done to: made for an actor, its own or not. None: this kind of thing is nobody's own.
Maker = Callable[[Account, bool], Any]


def _dossier(actor: Account, own: bool) -> Any:
    key = actor.username if own else "P-SO"
    found = Person.objects.filter(key=key).first()
    if found is None:
        found = a_person(key, body=Body.objects.get(code="so"), managed_by=AUTHORITY).person
        if own:
            DossierLink.objects.create(account=actor, person=found, entry_from=an_entry())
    return found


def _office(actor: Account, own: bool) -> Office:
    return Office(actor if own else an_account("another"), "so")


def _place(actor: Account, own: bool) -> Any:
    return None if own else Place(Body.objects.get(code="so").pk)


def _pool(actor: Account, own: bool) -> Any:
    return None if own else Pool(("so",))


def _deed(actor: Account, own: bool) -> Deed:
    names = (_dossier(actor, own=True).key,) if own else ()
    return Deed(Body.objects.get(code="so").pk, names)


def _certificate(actor: Account, own: bool) -> Any:
    frozen = an_entry(by=actor if own else an_account("canbo", system=True))
    return EligiblesCertificate(content='{"request": {"pool": ["so"]}}', entry=frozen)


#: Deed, or what its name begins with → what it is done to in words, and how that is made.
THINGS: dict[str, tuple[str, Maker]] = {
    "access.grant": ("an account, over a body", _office),
    "access.": ("the installation", lambda actor, own: None),
    "bodies.": ("a body", _place),
    "people.count": ("a body", _place),
    "people.import": ("the installation", lambda actor, own: None),
    "ballots.": ("a body", _place),
    "planning.": ("a body", _place),
    "procedures.": ("a case of a body", _deed),
    "procedures.open": ("a body", _place),
    "procedures.see": ("a body", _place),
    "regulations.": ("the installation", lambda actor, own: None),
    "people.register": ("a body", _place),
    "people.": ("a dossier", _dossier),
    "eligibility.freeze": ("the people of a body", _pool),
    "eligibility.open_certificate": ("a certificate", _certificate),
    "eligibility.open_facts": ("a certificate", _certificate),
    "eligibility.": ("a dossier", _dossier),
}


def thing_of(action: str) -> tuple[str, Maker]:
    """What a deed is done to. Raises KeyError for a deed without a row in THINGS."""
    return THINGS[max((name for name in THINGS if action.startswith(name)), key=len, default=action)]


def letters(action: str, role: Role | None) -> str:
    """The relations in which an account with a role may do something."""
    _, make = thing_of(action)
    found = ""
    for letter, (body, authority) in RELATIONS.items():
        actor = an_account(f"{role or 'nobody'}-{letter}")
        thing = make(actor, letter == "O")
        if thing is None and letter == "O":
            continue
        found += letter if may(actor, action, thing, DAY) is None else ""
        if thing is None:
            return "•" if found else "–"
        assert role is None or _grants(actor) == {(role.value, body, authority)}
    return found or "–"


def _grants(actor: Account) -> set[tuple[str, str, str]]:
    return set(actor.grants.values_list("role", "body_code", "managed_by"))


def row(action: str) -> str:
    """The row of a deed as the program has it."""
    cells = [f"`{action}`", thing_of(action)[0], *(letters(action, role) for role in (None, *Role))]
    return f"| {' | '.join(cells)} |"


@pytest.fixture
def town() -> None:
    """A province with two departments, and for each role and relation an account that holds it so."""
    top = a_body("tinh")
    a_body("so", parent=top)
    a_body("ban", parent=top)
    house = an_account("canbo", system=True)
    for role in Role:
        for letter, (body, authority) in RELATIONS.items():
            grant_role(
                account=an_account(f"{role}-{letter}"), role=role, body_code=body, managed_by=authority, since=SINCE,
                by=house, at=timezone.now(),
            )  # fmt: skip


def rows_kept() -> list[str]:
    return [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| `")]


@pytest.mark.django_db
def test_the_table_says_what_the_function_decides_for_every_role_in_every_relation(town: None):
    computed = [row(action) for action in sorted(rules())]
    wrong = [line for line in computed if line not in rows_kept()]
    tree.demand(wrong, f"docs/access/who-may-do-what.md does not have the row that the program computes. {HOW}")


def test_the_table_has_one_row_for_each_rule_and_no_other():
    assert sorted(line.split("`")[1] for line in rows_kept()) == sorted(rules())


def test_the_table_names_the_roles_in_their_order():
    head = next(line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| deed"))
    assert [cell.strip() for cell in head.strip("|").split("|")][2:] == [NO_ROLE, *Role.values]


@pytest.mark.parametrize("line", rows_kept(), ids=lambda line: line.split("`")[1])
def test_nobody_reaches_elsewhere_or_over_people_whom_another_authority_manages(line: str):
    cells = [cell.strip() for cell in line.strip("|").split("|")][2:]
    assert not [cell for cell in cells if set(cell) & {"U", "E"}]
