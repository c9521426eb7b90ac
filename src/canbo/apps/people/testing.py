"""People and dossier rows for tests."""

from __future__ import annotations

from typing import Any, TypeVar

from canbo.apps.people.models import OfPerson, Paper, Person, PersonVersion
from canbo.base.fields import stamped
from canbo.base.record.models import Entry
from canbo.base.record.testing import an_entry
from canbo.lib.names import sort_key
from canbo.lib.text import fold

Row = TypeVar("Row", OfPerson, Paper)

#: What a row says where a test does not care; the register wants it said.
_DEFAULTS: dict[str, dict[str, Any]] = {
    "Paper": {"kind": "cv"},
    "Holding": {"since": "2015", "title": "specialist"},
    "Seat": {"since": "2015", "committee": "province"},
    "Degree": {"grade": "university", "verified": True},
    "Theory": {"grade": "advanced", "verified": True},
    "Certificate": {"kind": "state_management", "grade": "specialist", "verified": True},
    "Rating": {"year": 2023, "grade": "good"},
    "Discipline": {"on": "2020", "form": "reprimand"},
    "Proceeding": {"since": "2023", "kind": "inspection"},
    "Planned": {"since": "2021", "title": "head"},
    "Relative": {"relation": "child", "name": "Nguyễn Thị Lan"},
    "Reward": {"form": "certificate_of_merit"},
    "Product": {"words": "Đề án"},
    "Finding": {"kind": "health_fit", "holds": True, "by_body": "Bệnh viện tỉnh", "document": "12/KL"},
    "Extension": {"last": "2030-12", "decision": "12-QĐ/TU"},
    "Candidacy": {"election": "QH15", "constituency": "1", "outcome": "elected"},
    "Detail": {"kind": "residence", "value": "Thành phố Vinh"},
    "PrivateDetail": {"kind": "telephone", "value": "0912 000 000"},
    "Section": {"name": "career", "confirmed": "2024-01-01"},
}


def a_person(
    key: str = "",
    name: str = "Nguyễn Văn An",
    sex: str = "M",
    born: str = "1975-05-20",
    *,
    entry: Entry | None = None,
    **fields: Any,
) -> PersonVersion:
    """A person and what is known of them. Without a key the next free one is taken: P1, P2, …"""
    entry = entry or an_entry()
    person = Person.objects.create(key=key or f"P{Person.objects.count() + 1}", entry_from=entry)
    version = PersonVersion(
        person=person,
        name=name,
        name_fold=fold(name),
        name_key=sort_key(name),
        sex=sex,
        born=born,
        entry_from=entry,
        **fields,
    )
    stamped(version).save()
    return version


def a_row(model: type[Row], person: Person | PersonVersion, *, entry: Entry | None = None, **fields: Any) -> Row:
    """A dossier row of any kind, stamped and saved under an entry of its own (or the newest one, if given)."""
    owner = person.person if isinstance(person, PersonVersion) else person
    values = {**_DEFAULTS.get(model.__name__, {}), **fields}
    row = model(person=owner, entry_from=entry or an_entry(), **values)
    stamped(row).save()
    return row
