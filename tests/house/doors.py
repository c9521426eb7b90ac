"""The table of doors as its tests read it, and the small town in which every door is tried."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from canbo.apps.ballots.testing import a_ballot
from canbo.apps.bodies.models import Body, Decree
from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.actions import freeze
from canbo.apps.eligibility.request import Request
from canbo.apps.people.asking_schools import ask_about_degree
from canbo.apps.people.corrections import propose
from canbo.apps.people.models import Degree, DossierLink, PersonVersion, Planned
from canbo.apps.people.testing import a_person, a_row
from canbo.apps.planning.actions import open_cycle
from canbo.apps.planning.models import Place
from canbo.apps.planning.queries import cycle_of
from canbo.apps.procedures.actions import open_case
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.base.record.testing import an_entry
from tests.house import tree

TABLE = tree.ROOT / "docs" / "access" / "doors.md"
EVERYONE, SIGNED_IN, NOBODY = "everyone", "signed in", "nobody"
#: The body over which the roles are held that a door should open to, and another one beside it.
HERE, BESIDE = "so", "ban"
_GROUP = re.compile(r"^\* \*\*(\w+)\*\*: ([\w, ]+)$", re.MULTILINE)
_GIVEN = re.compile(r"`(\w+)=([^`]*)`")
_ASKED = re.compile(r"`\?([^`]*)`")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Row:
    """A row of the table. `opens_to` holds roles, or EVERYONE, SIGNED_IN, NOBODY; `shut` is "403", "404" or both."""

    address: str
    method: str
    tried_with: str
    opens_to: frozenset[str]
    shut: str

    @property
    def names_a_thing(self) -> bool:
        """Whether the address is of a thing of the town, which belongs to a body."""
        return bool(_PLACE.search(self.tried_with))

    def path(self, things: Mapping[str, str]) -> str:
        """The address with its places filled by the things of the town."""
        filled = _PLACE.sub(lambda found: things[found[1]], self.tried_with)
        asked = _ASKED.search(filled)
        return reverse(self.address, kwargs=dict(_GIVEN.findall(filled))) + (f"?{asked[1]}" if asked else "")


def rows(text: str | None = None) -> list[Row]:
    """The rows of the table. Raises ValueError for a word that is neither a role, a group, nor one of the three."""
    text = TABLE.read_text("utf-8") if text is None else text
    groups = {name: _words(listed) for name, listed in _GROUP.findall(text)}
    return [_row(line, groups) for line in text.splitlines() if line.startswith("| `")]


def _row(line: str, groups: Mapping[str, list[str]]) -> Row:
    address, method, tried_with, opens_to, shut = (cell.strip() for cell in line.strip("|").split("|"))
    words = [word for each in _words(opens_to) for word in groups.get(each, [each])]
    wrong = set(words) - {*Role.values, EVERYONE, SIGNED_IN, NOBODY}
    if wrong or not words:
        raise ValueError(f"{address}: “opens to” says {opens_to!r}; it knows {', '.join([*Role.values, *groups])}")
    return Row(address.strip("`"), method, tried_with, frozenset(words), shut)


def _words(listed: str) -> list[str]:
    return [word.strip() for word in listed.split(",") if word.strip()]


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The name of every address of the program, with its namespace; one without a name by its pattern."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name or each.pattern}"


def found_town() -> dict[str, str]:
    """A province with two departments, people in one of them, and a thing of every kind. Gives the things by name."""
    top = a_body("tinh")
    here = a_body(HERE, parent=top)
    a_body(BESIDE, parent=top)
    a_person("P-SO", body=here)
    own = a_person("P-RIENG", body=here, name="Lê Thị Riêng")
    DossierLink.objects.create(account=an_account(Role.OFFICIAL.value), person=own.person, entry_from=an_entry())
    things = {"body": HERE, "person": "P-SO", "own": "P-RIENG"}
    for furnish in FURNISHING:
        things |= furnish()
    return things


def cast() -> dict[str, Account]:
    """An account without a role, one for each role held over HERE, and one with every role over the body BESIDE."""
    found = {SIGNED_IN: an_account("nobody"), **{role.value: an_account(role.value) for role in Role}}
    for role in Role:
        _grant(found[role.value], role, HERE)
    found["elsewhere"] = an_account("elsewhere")
    for role in Role:
        _grant(found["elsewhere"], role, BESIDE)
    return found


def _grant(account: Account, role: Role, body: str) -> None:
    house = an_account("canbo", system=True)
    grant_role(account=account, role=role, body_code=body, since=dt.date(2020, 1, 1), by=house, at=timezone.now())


def _screening() -> dict[str, str]:
    """A frozen list of the department, and a clause from which somebody can be excepted."""
    house, now = an_account("canbo", system=True), timezone.now()
    question = Request(title="department_director", on=dt.date(2026, 11, 1), pool=(HERE,))
    standard = current_pack().standard(question.title, "appointment", question.on)
    clause = next(each.code for each in standard.clauses if each.excepted_by)
    return {"certificate": str(freeze(request=question, by=house, at=now).pk), "clause": clause}


def _decreed() -> Mapping[str, str]:
    """A decree about bodies."""
    decree = Decree.objects.create(
        number="1/QĐ", issued=dt.date(2025, 6, 1), issuer="Ủy ban nhân dân tỉnh", entry_from=an_entry()
    )
    return {"decree": str(decree.pk)}


def _voting() -> dict[str, str]:
    """A ballot of the department, with a counting team of its own."""
    return {"ballot": str(a_ballot(body=Body.objects.get(code=HERE)).pk)}


def _running() -> Mapping[str, str]:
    """A case of planning in the department."""
    house, body = an_account("canbo", system=True), Body.objects.get(code=HERE)
    made = open_case(
        procedure="planning", body=body, purpose="Quy hoạch", places=2, by=house, at=timezone.now()
    )  # fmt: skip
    return {"case": str(made.pk)}


def _planned() -> dict[str, str]:
    """A plan of the department in which somebody stands."""
    house, body = an_account("canbo", system=True), Body.objects.get(code=HERE)
    cycle = cycle_of(open_cycle(
        body=body, title="department_director", term="2030-2035", purpose="Quy hoạch", places=2, by=house,
        at=timezone.now(),
    ))  # fmt: skip
    who = PersonVersion.objects.get(person__key="P-SO")
    planned = a_row(Planned, who, title=cycle.title, term=cycle.term, since="2026-11-01")
    place = Place.objects.create(
        cycle=cycle, person=who.person, planned=planned, decision="1-QĐ", entry_from=an_entry()
    )  # fmt: skip
    return {"plan": str(cycle.pk), "place": str(place.pk)}


def _dossier() -> dict[str, str]:
    """In the dossier of the department's official: a proposal with its paper, and a degree asked about."""
    house, now = an_account("canbo", system=True), timezone.now()
    who = PersonVersion.objects.get(person__key="P-SO")
    asked = propose(
        person=who.person, table="PersonVersion", row=who.pk, field="other_name", after="An", reason="Theo khai sinh",
        paper={"kind": "birth_certificate"}, file=b"%PDF-1.7 a scan", by=house, at=now,
    )  # fmt: skip
    degree = a_row(Degree, who, verified=None)
    question = ask_about_degree(degree=degree, asked_of="Đại học Vinh", letter="1/CV", by=house, at=now)
    found = {"proposal": asked, "paper": asked.paper, "degree": degree, "verification": question}
    return {name: str(each.pk) for name, each in found.items()}


#: What each capability puts into the town: a function that makes its things and gives their names in an address.
FURNISHING: list[Callable[[], Mapping[str, str]]] = [
    _screening,
    _decreed,
    _voting,
    _running,
    _planned,
    _dossier,
]
