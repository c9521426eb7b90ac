"""Proposals in words: the field that each is about, its value before and after, and those about one dossier."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.people.columns import column_words, value_words
from canbo.apps.people.corrigible import LEAVING, NEW_ROWS, ROWS
from canbo.apps.people.marks import WATCHED
from canbo.apps.people.models import SEALED_FIELDS, OfPerson, Person, PersonVersion, Proposal
from canbo.apps.people.portrait import CALLED as SECTIONS
from canbo.apps.people.rows_asked import read, saying
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import say

#: Fields in words, beside those that marks knows.
CALLED = WATCHED | {
    "name": Text("Họ và tên khai sinh", "Birth name"),
    "other_name": Text("Tên gọi khác", "Other name"),
    "sex": Text("Giới tính", "Sex"),
    "birthplace_text": Text("Nơi sinh", "Birthplace"),
    "hometown_text": Text("Quê quán", "Home town"),
    "schooling": Text("Trình độ giáo dục phổ thông", "Schooling"),
    "id_number": Text("Số định danh cá nhân", "Personal identification number"),
    "field_text": Text("Chuyên ngành", "Field of study"),
    "school": Text("Cơ sở đào tạo", "School"),
}
#: What a table of rows is called, and by which columns one of its rows is known from the others.
KNOWN_BY: dict[str, tuple[Text, tuple[str, ...]]] = {
    "Degree": (SECTIONS["degrees"], ("grade", "field_text")),
    "Theory": (SECTIONS["theory"], ("grade",)),
    "Certificate": (SECTIONS["certificates"], ("kind", "grade")),
    "Holding": (SECTIONS["career"], ("title", "since")),
    "Seat": (SECTIONS["seats"], ("committee", "term")),
    "Rating": (SECTIONS["ratings"], ("year",)),
    "Planned": (SECTIONS["planning"], ("title", "term")),
    "Reward": (SECTIONS["rewards"], ("form", "on")),
    "Product": (Text("Sản phẩm, kết quả", "Products of work"), ("words",)),
    "Extension": (Text("Kéo dài thời gian công tác", "Work beyond retirement age"), ("decision",)),
    "Discipline": (SECTIONS["discipline"], ("form", "on")),
    "Relative": (SECTIONS["family"], ("relation", "name")),
}
#: What a proposal of a whole row asks for, after the name of the section.
_DEEDS = {"add": Text("thêm dòng", "a new row"), "withdraw": Text("rút dòng", "withdraw a row")}
_LEAVING = Text("Rút việc thôi công tác", "Withdraw the leaving of service")
LEAVES = Text("Thôi công tác", "Leaving of service")
#: Proposals that a dossier tells of.
TOLD = 6
PRIVATE = Text("Thông tin riêng", "Private details")
#: The code lists of details by their table.
LISTS = {"Detail": "details", "PrivateDetail": "private-details"}


def field_words(proposal: Proposal, called: Names) -> str:
    """The field of a proposal in words; of a whole row, its section and what is asked."""
    if proposal.deed in _DEEDS:
        if proposal.table == "PersonVersion":
            return say(_LEAVING)
        return f"{say(KNOWN_BY[proposal.table][0])}: {say(_DEEDS[proposal.deed])}"
    if proposal.table == "PrivateDetail":
        return say(PRIVATE)
    if proposal.table in LISTS:
        return called.code(LISTS[proposal.table], proposal.field)
    if proposal.table in KNOWN_BY:
        return f"{say(KNOWN_BY[proposal.table][0])}: {say(named(proposal.table, proposal.field)).lower()}"
    return say(named(proposal.table, proposal.field))


def named(table: str, field: str) -> Text:
    """A field of a table in words."""
    own = CALLED.get(field) if table in ("PersonVersion", "Degree") else None
    return own or column_words(table, field)


def row_words(table: str, row: OfPerson, called: Names) -> str:
    """By what a row of a table is known from the others."""
    return _known_by(table, {column: getattr(row, column) for column in KNOWN_BY[table][1]}, called)


def _known_by(table: str, values: Mapping[str, Any], called: Names) -> str:
    columns = LEAVING if table == "PersonVersion" else KNOWN_BY[table][1]
    return ", ".join(filter(None, (value_words(table, each, values.get(each), called) for each in columns)))


def said_by(table: str, values: Mapping[str, Any], called: Names) -> Iterator[tuple[str, str]]:
    """What a row says, column by column, in words."""
    for column in LEAVING if table == "PersonVersion" else NEW_ROWS[table][1]:
        if value := values.get(column):
            said = _body_named(str(value)) if column == "body" else value_words(table, column, value, called)
            yield say(named(table, column)), said


def _body_named(code: str) -> str:
    """A body by its latest name and its code."""
    named = BodyVersion.objects.filter(body__code=code, entry_to__isnull=True).order_by("-since_lo").first()
    return f"{named.name} ({code})" if named else code


def whole_row(found: Proposal, called: Names) -> list[tuple[str, str]]:
    """What comes or goes by a proposal of a whole row, column by column; nothing of a change."""
    asked = found.before or found.after
    return [*said_by(found.table, read(asked), called)] if found.deed in _DEEDS else []


def rows_in_words(table: str, rows: Collection[OfPerson], called: Names) -> list[tuple[int, str]]:
    """The rows of a table with their numbers, each told by all it says."""
    told = [(row.pk, {**saying(row), "body": None}) for row in rows]  # its words name the body too
    return [(pk, " · ".join(value for _, value in said_by(table, values, called))) for pk, values in told]


def row_of(proposal: Proposal, called: Names) -> str:
    """By what the row that a proposal is about is known; "" where it is about no row of several."""
    if proposal.table not in ROWS or proposal.deed in _DEEDS:
        return ""
    found = ROWS[proposal.table][0]._default_manager.filter(pk=proposal.row, person=proposal.person).first()
    return row_words(proposal.table, found, called) if found else ""


def row_in_question(proposal: Proposal) -> OfPerson:
    """The row that is to be withdrawn or was, with its paper and who entered it. Raises DoesNotExist for a new row."""
    model: type[OfPerson] = PersonVersion if proposal.table == "PersonVersion" else NEW_ROWS[proposal.table][0]
    rows = model._default_manager.select_related("paper", "entry_from__by")
    return rows.defer("entry_from__payload", "entry_from__salt").get(pk=proposal.row)


@dataclass(frozen=True)
class Asked:
    """A proposal as the dossier tells of it: the field, and its value before and after, in words."""

    row: Proposal
    words: str
    before: str
    after: str


def asked_for(person: Person, open_tables: Collection[str], called: Names) -> list[Asked]:
    """The proposals about a dossier: those that wait, then the latest decided ones; one query."""
    rows = Proposal.objects.filter(person=person, entry_to__isnull=True).select_related("proposed_by", "decided_by")
    rows = rows.order_by(F("decided").desc(nulls_first=True), "-pk")
    shown = [row for row in rows[: 2 * TOLD] if section_of(row) in open_tables][:TOLD]
    return [
        Asked(row, field_words(row, called), value_of(row, row.before, called), value_of(row, row.after, called))
        for row in shown
    ]


def withdrawn_rows(person: Person, open_tables: Collection[str], called: Names) -> list[Asked]:
    """The rows of a dossier that were withdrawn, the latest first, each with who asked, who confirmed and why; one
    query."""
    rows = Proposal.objects.filter(person=person, deed=Proposal.Deed.WITHDRAW, accepted=True, entry_to__isnull=True)
    rows = rows.select_related("proposed_by", "decided_by").order_by("-decided", "-pk")
    shown = [row for row in rows if section_of(row) in open_tables]
    return [Asked(row, field_words(row, called), value_of(row, row.before, called), "") for row in shown]


def section_of(found: Proposal) -> str:
    """The table of the dossier with which a proposal is open or sealed."""
    return SEALED_FIELDS.get(found.field, found.table)


def value_of(found: Proposal, value: str, called: Names) -> str:
    """A value of a proposal in words; what a detail says is words already, of a whole row that by which it is known."""
    if found.deed in _DEEDS:
        return _known_by(found.table, read(value), called)
    return value if found.table in LISTS else value_words(found.table, found.field, value, called)
