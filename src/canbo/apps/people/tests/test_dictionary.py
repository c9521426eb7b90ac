"""Each of the 65 fields of the data dictionary stands in the dossier, under a heading, sealed where it must be."""

from __future__ import annotations

import datetime as dt
import inspect
import re

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from canbo.apps.people import facts
from canbo.apps.people.dictionary import Field, dictionary
from canbo.apps.people.facts import FACTS
from canbo.apps.people.models import (
    PRIVACY,
    SEALED_FIELDS,
    SEALED_PAPERS,
    Degree,
    Detail,
    Discipline,
    Holding,
    Paper,
    PrivateDetail,
    Product,
    Rating,
    Relative,
)  # fmt: skip
from canbo.apps.people.portrait import CALLED
from canbo.apps.people.reading import unseal
from canbo.apps.people.testing import a_row
from canbo.apps.people.tests.test_screens_people import people, signed_in
from canbo.apps.people.visibility import sealed_tables
from canbo.base.packs.queries import current_pack
from canbo.lib.text import Text
from canbo.shell.naming import names

TODAY = dt.date(2026, 11, 22)
FIELDS = list(dictionary())
LISTS = {"Detail": "details", "PrivateDetail": "private-details", "Paper": "paper-kinds", "Finding": "findings"}
#: The headings of a dossier's page under which a field is read; "elsewhere": on the page of another capability.
HEADINGS = CALLED | {
    "identity": Text("Nhân thân", "Identity"),
    "products": Text("Sản phẩm công tác", "Products of work"),
    "findings": Text("Kết luận của cấp có thẩm quyền", "Findings of competent bodies"),
    "details": Text("Các mục khác của lý lịch", "Other parts of the form"),
    "private": Text("Thông tin riêng", "Private details"),
    "elsewhere": Text("Trang khác", "Another page"),
}
#: What the record and the search keep beside a value, and numbers of rows.
TECHNICAL = {
    *("id", "person_id", "entry_from", "entry_to", "entry_from_id", "entry_to_id", "body_id", "kind", "name"),
    *("confirmed", "rank"),  # the rank of a code in its list
}

each = pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.n}")


def tables_of(field: Field) -> set[str]:
    """The tables of the dossier in which a field stands."""
    found = {re.split(r"[.:]", place)[0] for place in field.held}
    return found & PRIVACY.keys()


def test_the_dictionary_has_its_65_fields_each_once():
    assert [field.n for field in FIELDS] == list(range(1, 66))
    assert len({field.name.vi for field in FIELDS}) == 65


@each
def test_a_field_that_a_rule_or_a_form_uses_stands_somewhere(field: Field):
    assert field.held
    for place in field.held:
        _stands(place)


def _stands(place: str) -> None:
    """Refuse an address of the dictionary at which nothing stands."""
    if place.startswith("fact:"):
        assert place.removeprefix("fact:") in {fact.name for fact in FACTS}
    elif ":" in place:
        table, code = place.split(":")
        assert code in current_pack().lists[LISTS[table]].codes, place
    elif place[0].islower():
        apps.get_model(*place.split("."))
    else:
        table, column = place.split(".")
        apps.get_model("people", table)._meta.get_field(column)


@each
def test_a_restricted_field_is_sealed_and_an_open_one_is_not(field: Field):
    sealed = sealed_tables(TODAY)
    restricted = [
        place
        for place in field.held
        if place.partition(":")[2] in SEALED_PAPERS
        or re.split(r"[.:]", place)[0] in sealed
        or place.rpartition(".")[2] in SEALED_FIELDS
    ]
    if field.privacy == "restricted":
        assert restricted == list(field.held)
    else:
        assert not restricted


@each
def test_a_field_is_read_under_a_heading(field: Field):
    assert field.section in HEADINGS


def test_every_table_of_a_dossier_holds_a_field_of_the_dictionary():
    held = set().union(*map(tables_of, FIELDS))
    assert PRIVACY.keys() - held == {"Candidacy"}  # elections: issue of another chapter, no field of the dossier


def test_every_column_that_a_fact_reads_is_in_the_dictionary():
    held = {place.split(".")[1] for field in FIELDS for place in field.held if "." in place and place[0].isupper()}
    folder = inspect.getfile(facts).rsplit("/", 1)[0]
    modules = {fact.select.__module__ for fact in FACTS}
    assert all(module.startswith("canbo.apps.people.facts") for module in modules)
    read: set[str] = set()
    for module in modules:
        with open(f"{folder}/{module.rsplit('.', 1)[1]}.py", encoding="utf-8") as file:
            read |= set(re.findall(r"\b[th]\.([a-z_]+)", file.read()))
    known = {column.name for table in PRIVACY for column in apps.get_model("people", table)._meta.concrete_fields}
    columns = {re.sub(r"_(lo|hi)$", "", name) for name in read} & known - TECHNICAL
    assert len(columns) > 20
    assert columns - held == set()


@pytest.mark.django_db
def test_what_the_dictionary_puts_under_a_heading_is_read_there_and_sealed_sections_open_with_a_reason():
    who = people(1)[0]
    client: Client = signed_in()
    for model, values in (
        (Degree, {"school": "Trường Đo Lường"}), (Holding, {"words": "Chức vụ đo lường", "concurrent": True}),
        (Rating, {"year": 2019}), (Product, {"words": "Sản phẩm đo lường"}),
        (Detail, {"kind": "grade", "value": "Ngạch đo lường"}),
        (Paper, {"kind": "cv", "number": "77-ĐL"}),
    ):  # fmt: skip
        a_row(model, who, **values)  # type: ignore[type-var]
    a_row(Relative, who, name="Người thân đo lường")
    a_row(PrivateDetail, who, kind="blood", value="Nhóm máu đo lường")
    a_row(Discipline, who, on="2011-02-03", form="reprimand")
    page = client.get(f"/people/{who.person.key}/").content.decode()
    for words in ("Trường Đo Lường", "Chức vụ đo lường", "2019", "Sản phẩm đo lường", "Ngạch đo lường", "77-ĐL"):
        assert words in page, words
    closed = ("Người thân đo lường", "Nhóm máu đo lường", "03/02/2011")
    assert not [words for words in closed if words in page]
    by = client.get(f"/people/{who.person.key}/").wsgi_request.user
    now = timezone.now()
    unseal(person=who.person, reason="Thẩm định hồ sơ bổ nhiệm", by=by, at=now, on=timezone.localdate(now))  # type: ignore[arg-type]
    opened = client.get(f"/people/{who.person.key}/").content.decode()
    assert not [words for words in closed if words not in opened]
    for section in {field.section for field in FIELDS} - {"elsewhere", "identity"}:
        assert HEADINGS[section].vi in opened, section
    assert names().code("discipline-forms", "reprimand") in opened
